/**
 * `node scripts/measure-mnist-shape.mjs --data DIR`: how MNIST's digits were written.
 *
 * It measures every one of the 60,000 training images and prints the percentiles that `src/vision/mnist-shape.ts` holds.
 * Percentiles are interpolated linearly between the values, as NumPy does.
 */
import { parseArgs } from "node:util";
import { loadMnist } from "../dist/index.js";
import { measureShape } from "../dist/vision/index.js";

const PERCENTILES = [1, 5, 50, 95, 99];
const SIDE = 28;

const { values } = parseArgs({ options: { data: { type: "string" } } });
const { train } = await loadMnist({ data: values.data });
const { data, shape } = train.images;

const measured = {};
for (let n = 0; n < shape[0]; n++) {
  const pixels = data.subarray(n * SIDE * SIDE, (n + 1) * SIDE * SIDE);
  const measures = measureShape({ width: SIDE, height: SIDE, data: pixels });
  for (const [name, value] of Object.entries(measures)) (measured[name] ??= []).push(value);
}
for (const [name, column] of Object.entries(measured)) {
  const sorted = Float64Array.from(column).sort();
  console.log(
    `  ${name}: [${PERCENTILES.map((percent) => rounded(percentile(sorted, percent))).join(", ")}],`,
  );
}

function percentile(sorted, percent) {
  const place = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** Three significant digits, or a whole number. */
function rounded(value) {
  return Number(value.toPrecision(3));
}
