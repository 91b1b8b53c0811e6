/**
 * Draws what the digit network is to take for no digit, and European 1s and 7s, into plots to look at: ten of each kind.
 *
 * `node scripts/draw-negatives.mjs [--out FOLDER] [--seed N]`, after `npm run build`, with MNIST in INKLING_DATA.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadMnist, plotDocument, renderPng, writeFileAtomic } from "../dist/index.js";
import { sampleGrid } from "../dist/plots/index.js";
import { drawEuropean } from "./digits/european-hands.mjs";
import { drawNegatives, KINDS } from "./digits/negatives.mjs";

const { values } = parseArgs({
  options: { out: { type: "string", default: "." }, seed: { type: "string", default: "1" } },
});
const seed = Number(values.seed);
const OF_EACH = 10;

const { train } = await loadMnist();
const names = Object.keys(KINDS);
const data = new Uint8Array(names.length * OF_EACH * 784);
names.forEach((kind, k) => {
  data.set(drawNegatives(train, { count: OF_EACH, seed, kinds: [kind] }).data, k * OF_EACH * 784);
});
const kinds = Uint8Array.from({ length: names.length * OF_EACH }, (_, i) => Math.floor(i / OF_EACH));
await save("negatives", data, kinds, { title: "Not digits", names });
const european = drawEuropean(train.images, train.labels, { share: 0.1, seed });
const shown = european.labels.subarray(0, 60);
await save("european", european.data.subarray(0, shown.length * 784), shown, { title: "European hands" });

async function save(name, pixels, labels, options) {
  const images = { data: pixels, shape: [labels.length, 28, 28], scale: 1 / 255 };
  const svg = sampleGrid(images, labels, {
    document: await plotDocument(),
    count: labels.length,
    ...options,
  });
  const path = join(values.out, `${name}.png`);
  await writeFileAtomic(path, await renderPng(svg));
  console.log(`Saved ${path}`);
}
