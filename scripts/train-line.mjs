/**
 * `npm run train:line`: makes models/line.safetensors anew from MNIST's training set, with its card. A killed training goes on from
 * its last epoch when it is started again with the same options. Every choice is made by strings of the 5,000 training images that
 * are held out; strings of the test set are measured at the end, for the card.
 */
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadMnist, writeFileAtomic } from "../dist/index.js";
import { deriveSeed } from "../dist/base/random.js";
import { holdOut } from "./digits/training-set.mjs";
import { drawLineSets } from "./lines/held-out-lines.mjs";
import { packLineModel } from "./lines/pack-line-model.mjs";
import { trainLineNetwork } from "./lines/train-line-network.mjs";

/** Strings of each kind that are measured. */
const MEASURED = 2000;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    epochs: { type: "string", default: "18" },
    strings: { type: "string", default: "60000" },
    folder: { type: "string", default: "inkling-out/train-line" },
    out: { type: "string", default: "models/line.safetensors" },
  },
});
const [seed, epochs, strings] = [values.seed, values.epochs, values.strings].map(Number);
mkdirSync(values.folder, { recursive: true });

const { train, test } = await loadMnist();
const { learnt, held } = holdOut(train);
const heldOut = drawLineSets(held, { count: MEASURED, seed: deriveSeed(seed, 3000) });
const network = await trainLineNetwork(learnt, heldOut, {
  seed,
  epochs,
  strings,
  folder: values.folder,
  print,
});
const { bytes, card } = await packLineModel(network, {
  heldOut,
  test: drawLineSets(test, { count: MEASURED, seed: deriveSeed(seed, 4000) }),
  training: { seed, epochs, strings },
});
await writeFileAtomic(values.out, bytes);
await writeFileAtomic(values.out.replace(/\.safetensors$/, ".md"), new TextEncoder().encode(card));
print(`${values.out}: ${bytes.length} bytes, SHA-256 ${createHash("sha256").update(bytes).digest("hex")}`);
print(card);

function print(line) {
  console.log(line);
}
