/**
 * `node scripts/measure-vision.mjs --data DIR --model FILE`: how well `normaliseDigit` undoes what paper, light and forms do to a digit.
 *
 * It degrades MNIST's training images (never the test set: constants of src/vision are chosen by these figures), normalises
 * them, and prints by kind of degradation the mean absolute difference to the clean image, in grey levels of 255, and the
 * accuracy of a model. `--module` measures another build of src/vision.
 */
import { parseArgs } from "node:util";
import { loadMnist, loadModel } from "../dist/index.js";
import { DEGRADATIONS, degrade } from "./vision/degrade.mjs";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    model: { type: "string" },
    module: { type: "string", default: new URL("../dist/vision/index.js", import.meta.url).href },
    count: { type: "string", default: "500" },
  },
});
const { normaliseDigit } = await import(values.module);
const { train } = await loadMnist({ data: values.data });
const model = values.model === undefined ? undefined : await loadModel(values.model);
const count = Number(values.count);
const digits = Array.from({ length: count }, (_, i) => ({
  width: 28,
  height: 28,
  data: train.images.data.slice(i * 784, (i + 1) * 784),
}));

const report = (name, normalised) => {
  const differences = normalised.map(({ image }, n) => meanDifference(image.data, digits[n].data));
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / count;
  const blank = normalised.filter((result) => result.blank).length;
  const flags = normalised.filter((result) => result.touchesBorder).length;
  const unsure = normalised.filter((result) => result.polarityUncertain).length;
  const accuracy = model === undefined ? "" : `${(100 * accuracyOn(normalised)).toFixed(1)} %`;
  const columns = [name.padEnd(16), mean.toFixed(2).padStart(6), accuracy.padStart(8)];
  console.log(
    `${columns.join("  ")}  ${blank} blank, ${flags} at the border, ${unsure} of uncertain polarity`,
  );
};

report(
  "clean",
  digits.map((digit) => normaliseDigit(digit)),
);
for (const name of Object.keys(DEGRADATIONS)) {
  report(
    name,
    digits.map((digit, n) => normaliseDigit(degrade(digit, digits[(n * 7 + 1) % count], name, n + 1))),
  );
}

function meanDifference(a, b) {
  return a.reduce((sum, level, i) => sum + Math.abs(level - b[i]), 0) / a.length;
}

/** The share of the images that the model reads as their label says. */
function accuracyOn(normalised) {
  const data = new Uint8Array(count * 784);
  normalised.forEach(({ image }, n) => data.set(image.data, n * 784));
  const { data: scores } = model.predict({ data, shape: [count, 28, 28], scale: 1 / 255 });
  let right = 0;
  for (let n = 0; n < count; n++) {
    const row = scores.subarray(n * 10, (n + 1) * 10);
    if (row.indexOf(Math.max(...row)) === train.labels[n]) right++;
  }
  return right / count;
}
