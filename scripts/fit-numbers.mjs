/**
 * `npm run fit:numbers`: makes models/numbers.json anew, which says how the two readings of a number are joined and how far they are
 * to be trusted. Strings are made from the 5,000 training digits that no network learnt, drawn onto paper, and read by the whole path:
 * with a third of them the weight and the temperature are chosen for which what was written is likeliest, with the others the
 * threshold that keeps to the error rate below. Prints what strings of the test set's digits make of it.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  LineReader,
  loadDigitReader,
  loadMnist,
  NumberReader,
  readLineModel,
  writeFileAtomic,
} from "../dist/index.js";
import { deriveSeed, Random } from "../dist/base/random.js";
import { calibrationError, chooseAcceptThreshold } from "../dist/metrics/index.js";
import { askBoth } from "../dist/reader/number/ink-sources.js";
import { joinSources } from "../dist/reader/number/join-sources.js";
import { layOutPage } from "../dist/reader/number/lay-out-page.js";
import { chance, uniform } from "./digits/random-draws.mjs";
import { holdOut } from "./digits/training-set.mjs";
import { composeLine, drawHand } from "./lines/compose-line.mjs";
import { makeDigitPool } from "./lines/digit-pool.mjs";
import { addDistractors } from "./lines/distractors.mjs";
import { drawText } from "./lines/number-texts.mjs";
import { spoil } from "./lines/spoil-line.mjs";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "6000" },
    line: { type: "string", default: "models/line.safetensors" },
    out: { type: "string", default: "models/numbers.json" },
  },
});
const [seed, count] = [Number(values.seed), Number(values.count)];
/** Strings of the test set's digits. */
const TESTED = 2000;
/** Of the accepted so many may be wrong unless the user says otherwise; less probable readings are rejected. */
const MAX_ERROR = 0.01;
const REJECT = 0.3;
const WEIGHTS = Array.from({ length: 11 }, (_, i) => i / 10);
const TEMPERATURES = Array.from({ length: 36 }, (_, i) => 0.3 + i / 20);
/** A text that nobody thought of counts as unlikely as that, ln. */
const LEAST = -12;
/** Probabilities are kept in steps of a ten-thousandth. */
const STEPS = 10_000;
/** Ink and paper, grey levels. */
const INK = [20, 110];
const PAPER = [190, 255];
const MARGIN = 8;
/** Shares of the strings that stand among rules, edges and other ink, and whose ink is spoilt. */
const AMONG_OTHERS = 0.25;
const SPOILT = 0.25;

const { train, test } = await loadMnist();
const digits = await loadDigitReader();
const line = new LineReader(readLineModel(readFileSync(values.line), values.line));
const readerWith = (facts) => new NumberReader({ digits, line, facts, name: "digits, line", sha256: "" });

const drawn = drawPages(holdOut(train).held, count, deriveSeed(seed, 0));
const third = Math.round(count / 3);
const { latticeWeight, temperature } = fitJoint(drawn.slice(0, third));
const open = { probabilities: [], right: [], of: "" };
const plain = readerWith({
  latticeWeight,
  temperature,
  thresholds: { reject: 0, accept: 0 },
  calibration: open,
});
const outcomes = drawn.slice(third).map(({ text, picture }) => {
  const reading = plain.readNumber(picture);
  // What is doubted for another reason is accepted from no probability on.
  const probability = reading.decision === "accept" ? Math.min(1, reading.probability) : 0;
  return {
    probability: Math.round(probability * STEPS) / STEPS,
    right: reading.text === text,
  };
});
const probabilities = outcomes.map(({ probability }) => probability);
const right = outcomes.map((outcome) => (outcome.right ? 1 : 0));
const { threshold, coverage } = chooseAcceptThreshold(probabilities, right, MAX_ERROR);
const facts = {
  latticeWeight,
  temperature,
  thresholds: { reject: REJECT, accept: Math.min(1, threshold) },
  calibration: {
    of: "strings made from MNIST digits that were not learnt, one in four among rules and other ink, one in four spoilt",
    probabilities,
    right,
  },
};
await writeFileAtomic(values.out, new TextEncoder().encode(`${JSON.stringify(facts)}\n`));
console.log(`weight of the lattice ${latticeWeight}, temperature ${temperature.toFixed(2)}`);
console.log(
  `${share(right)} of ${right.length} held-out strings are right; ${(100 * coverage).toFixed(2)} % are accepted, from ${threshold} on`,
);
report(readerWith(facts), drawPages(test, TESTED, deriveSeed(seed, 1)));

/** What is right, what is accepted, and what of that is wrong. */
function report(reader, pages) {
  const readings = pages.map(({ text, picture }) => {
    const reading = reader.readNumber(picture);
    return { ...reading, right: reading.text === text };
  });
  const accepted = readings.filter(({ decision }) => decision === "accept");
  const confidences = readings.map(({ probability }) => Math.min(1, probability));
  const { error } = calibrationError(
    confidences,
    readings.map((reading) => reading.right),
  );
  console.log(
    `of ${pages.length} strings of test digits ${share(readings.map((reading) => reading.right))} are right; ${accepted.length} are ` +
      `accepted, of which ${accepted.filter((reading) => !reading.right).length} are wrong; calibration error ${(100 * error).toFixed(2)} %`,
  );
}

/** The weight and temperature at which the mean of -ln P(what was written) is least. */
function fitJoint(pages) {
  const samples = pages.flatMap(({ text, picture }) => {
    const { fields } = layOutPage(picture, { layout: "line" }, (_, work) => work());
    if (fields.length === 0) return [];
    const sources = askBoth(fields[0], { digits, line }, undefined).weighed(1);
    return [{ text, sources: sources.map(askedOnce) }];
  });
  const lossAt = (weight, t) => {
    const losses = samples.map(({ text, sources: [lattice, ...looks] }) => {
      const ofLooks = looks.map((look) => ({ ...look, weight: (1 - weight) / looks.length }));
      const sources = [{ ...lattice, weight }, ...ofLooks];
      const found = joinSources(sources, t).find((candidate) => candidate.text === text);
      return -Math.max(LEAST, found?.logProbability ?? LEAST);
    });
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  };
  let best = { loss: Infinity };
  for (const weight of WEIGHTS) {
    for (const t of TEMPERATURES) {
      const loss = lossAt(weight, t);
      if (loss < best.loss) best = { loss, latticeWeight: weight, temperature: t };
    }
  }
  return best;
}

/** The same source, which answers from memory what it was asked before. */
function askedOnce(source) {
  const known = new Map();
  const logProbabilityOf = (text) => {
    if (!known.has(text)) known.set(text, source.logProbabilityOf(text));
    return known.get(text);
  };
  return { ...source, logProbabilityOf };
}

/** Strings as dark ink on light paper. */
function drawPages(set, pages, pagesSeed) {
  const pool = makeDigitPool(set, deriveSeed(pagesSeed, 0));
  return Array.from({ length: pages }, (_, n) => {
    const random = new Random(deriveSeed(pagesSeed, 1 + n));
    const text = drawText(random);
    const line = composeLine(text, drawHand(random), pool, random);
    const among = chance(random, AMONG_OTHERS) ? addDistractors(line, random) : line;
    const ink = chance(random, SPOILT) ? spoil(among, random) : among.picture;
    return { text: text.replaceAll(" ", ""), picture: onPaper(ink, random) };
  });
}

function onPaper({ width, height, data }, random) {
  const [paper, ink] = [uniform(random, ...PAPER), uniform(random, ...INK)];
  const noise = chance(random, 0.5) ? uniform(random, 0, 6) : 0;
  const page = { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  const levels = Uint8Array.from({ length: page.width * page.height }, (_, i) => {
    const [x, y] = [(i % page.width) - MARGIN, Math.floor(i / page.width) - MARGIN];
    const inside = x >= 0 && y >= 0 && x < width && y < height;
    const covered = inside ? data[y * width + x] / 255 : 0;
    return Math.min(255, Math.max(0, paper + (ink - paper) * covered + uniform(random, -noise, noise)));
  });
  return { ...page, data: levels };
}

function share(flags) {
  return `${((100 * flags.filter(Boolean).length) / flags.length).toFixed(2)} %`;
}
