/** The notebook's first steps: what is in MNIST, and what a network is given of it. */
import { formatCount } from "../../base/format-count.ts";
import { formatShape } from "../../base/shapes.ts";
import { describeDataSet, sliceDataSet, toCategorical, type DataSet } from "../../data/index.ts";
import type { Mnist } from "../../node/index.ts";
import { formatPercent } from "../format.ts";
import type { Output } from "../output.ts";
import { terminalImage } from "../terminal-image.ts";

/** Shapes, types and how many of each digit there are. */
export function describeData({ train, test, source }: Mnist, output: Output): void {
  output.printFacts([
    ["Read from", source],
    ...describeArrays("train", train),
    ...describeArrays("test", test),
    ["Images of 0 to 9", describeDataSet(train).classCounts.map(formatCount).join(" ")],
  ]);
}

function describeArrays(name: string, { images, labels }: DataSet): [string, string][] {
  return [
    [`x_${name}`, `${formatShape(images.shape)} uint8`],
    [`y_${name}`, `${formatShape([labels.length])} uint8`],
  ];
}

/** The first image, as large as the terminal's characters make it. */
export function showFirst(set: DataSet, output: Output): void {
  const { images, labels } = sliceDataSet(set, 0, 1);
  const [, height, width] = images.shape;
  output.print(`The first image, labelled ${labels[0]}:`);
  output.print(terminalImage({ data: images.data, width, height }, output));
}

/** What flattening, scaling and one-hot labels do; nothing is copied, for the engine reads bytes as they are. */
export function describePreprocessing({ train }: Mnist, output: Output): void {
  const [count, height, width] = train.images.shape;
  const { min, max, mean, standardDeviation, nonZeroShare } = describeDataSet(train);
  const oneHot = toCategorical(train.labels.subarray(0, 1), train.classNames.length);
  output.printFacts([
    ["Flattened", `${formatShape(train.images.shape)} → ${formatShape([count, height * width])}`],
    ["Scaled", `0..255 → ${min}..${max}: the bytes stay, each is read as pixel / 255`],
    ["Pixels", `mean ${mean.toFixed(4)}, standard deviation ${standardDeviation.toFixed(4)}`],
    ["Not zero", `${formatPercent(nonZeroShare)} of them; the first layer skips the others`],
    ["One-hot", `the first label, ${train.labels[0]} → [${oneHot.data.join(" ")}]`],
  ]);
}
