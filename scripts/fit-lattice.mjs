/**
 * Fits the weights of the lattice's scores (src/reader/segments/weights.ts) to strings made from the digits that the digit network
 * did not learn from: those for which the texts that were written become likeliest. Prints them; they are copied by hand.
 *
 * `node scripts/fit-lattice.mjs [--count N] [--rounds N]`, after `npm run build`, with MNIST in INKLING_DATA.
 * Method: coordinate descent on the mean of -ln P(text), each weight made larger or smaller by a share that shrinks.
 */
import { parseArgs } from "node:util";
import { loadDigitReader, loadMnist } from "../dist/index.js";
import { deriveSeed, Random } from "../dist/base/random.js";
import { readLattice } from "../dist/reader/segments/read-lattice.js";
import { WEIGHTS } from "../dist/reader/segments/weights.js";
import { holdOut } from "./digits/training-set.mjs";
import { wholeBetween } from "./digits/random-draws.mjs";
import { composeLine, drawHand } from "./lines/compose-line.mjs";
import { makePlainPool } from "./lines/digit-pool.mjs";
import { drawText } from "./lines/number-texts.mjs";

const { values } = parseArgs({
  options: { count: { type: "string", default: "240" }, rounds: { type: "string", default: "4" } },
});
/** Of every four strings one is plain and apart, one plain and touching, and two are by hands of all kinds, the last with signs. */
const KINDS = [{ gaps: [1, 6] }, { gaps: [-3, 2] }, {}, { signs: true }];
/** A text that no path spells counts as unlikely as that. */
const LEAST = -20;

const { train } = await loadMnist();
const pool = makePlainPool(holdOut(train).held);
const reader = await loadDigitReader();
const predict = reader.predict.bind(reader);
const samples = Array.from({ length: Number(values.count) }, (_, n) => drawSample(n));

let best = meanLoss();
print();
for (let round = 0, share = 0.5; round < Number(values.rounds); round++, share *= 0.6) {
  for (const name of Object.keys(WEIGHTS)) improve(name, share);
  print();
}

function improve(name, share) {
  const start = WEIGHTS[name];
  for (const factor of [1 + share, 1 / (1 + share)]) {
    WEIGHTS[name] = start * factor;
    const loss = meanLoss();
    if (loss < best) {
      best = loss;
      return;
    }
    WEIGHTS[name] = start;
  }
}

function drawSample(n) {
  const random = new Random(deriveSeed(7, n));
  const { gaps, signs } = KINDS[n % KINDS.length];
  const digits = () =>
    Array.from({ length: wholeBetween(random, 2, 8) }, () => random.nextBelow(10)).join("");
  const text = signs ? drawText(random) : digits();
  const hand = drawHand(random, gaps === undefined ? {} : { gaps, plain: true });
  return { text: text.replaceAll(" ", ""), picture: composeLine(text, hand, pool, random).picture };
}

/** Weights change no cut, so the network sees the same parts each time, and is asked once. */
function meanLoss() {
  const losses = samples.map((sample) => {
    reader.predict = (images) => (sample.outputs ??= predict(images));
    return -Math.max(LEAST, readLattice(sample.picture, reader).logProbabilityOf(sample.text));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function print() {
  console.log(best.toFixed(4), JSON.stringify(WEIGHTS));
}
