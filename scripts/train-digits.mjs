/**
 * `npm run train:digits`: makes models/digits.safetensors anew from MNIST's training set, with its card. A killed training
 * goes on from its last epoch when it is started again with the same options. Every choice is made by the 5,000 training
 * images that are held out; the test set is measured at the end, for the card.
 */
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadMnist, writeFileAtomic } from "../dist/index.js";
import { packModel } from "./digits/pack-model.mjs";
import { trainNetwork } from "./digits/train-network.mjs";
import { holdOut } from "./digits/training-set.mjs";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    epochs: { type: "string", default: "100" },
    folder: { type: "string", default: "inkling-out/train-digits" },
    out: { type: "string", default: "models/digits.safetensors" },
  },
});
const [seed, epochs] = [Number(values.seed), Number(values.epochs)];
mkdirSync(values.folder, { recursive: true });

const { train, test } = await loadMnist();
const { learnt, held } = holdOut(train);
const { network, heldOut } = await trainNetwork(learnt, held, { seed, epochs, folder: values.folder, print });
const images = { ...test.images, shape: [...test.images.shape, 1], scale: 1 / 255 };
const { bytes, card } = await packModel(network, {
  heldOut,
  test: { images, labels: test.labels },
  training: { seed, epochs },
});
await writeFileAtomic(values.out, bytes);
await writeFileAtomic(values.out.replace(/\.safetensors$/, ".md"), new TextEncoder().encode(card));
print(`${values.out}: ${bytes.length} bytes, SHA-256 ${createHash("sha256").update(bytes).digest("hex")}`);
print(card);

function print(line) {
  console.log(line);
}
