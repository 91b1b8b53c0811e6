/** The notebook's end: the trained network reads a test image, and a picture that comes as a file. */
import { sliceDataSet, type DataSet } from "../../data/index.ts";
import type { GrayImage } from "../../image/index.ts";
import type { Sequential } from "../../nn/index.ts";
import { writeFileAtomic } from "../../node/index.ts";
import type { Output } from "../output.ts";
import { predictDigit, printPrediction, type Prediction } from "../prediction.ts";
import { describePolarity, readDigit } from "../read-digit.ts";
import { terminalImage } from "../terminal-image.ts";

/** The image that the notebook predicts. */
export const PREDICTED_INDEX = 15;
/** The first 3 from here on is drawn as a picture: the notebook's own is a 3 too. */
const OWN_FROM = 30;
const OWN_DIGIT = 3;
/** Side of the picture that is made of it, pixels. */
const OWN_SIDE = 280;

/** Reads one image of the test set. */
export function readTestImage(
  model: Sequential,
  test: DataSet,
  index: number,
  output: Output,
): Prediction & { label: number } {
  const { image, label } = pick(test, index);
  output.print(`Test image ${index}, labelled ${label}:`, terminalImage(image, output), "");
  const prediction = predictDigit(model, image);
  printPrediction(prediction, output);
  return { ...prediction, label };
}

/** Reads a picture from a file. */
export async function readPicture(model: Sequential, path: string, output: Output): Promise<Prediction> {
  const digit = await readDigit(path);
  const { x, y, width, height } = digit.box;
  output.print(
    `${path}:`,
    `${describePolarity(digit)}, ${width} × ${height} pixels of ink at (${x}, ${y}).`,
    "Cropped, scaled and centred as MNIST's digits are:",
    terminalImage(digit.image, output),
    "",
  );
  const prediction = predictDigit(model, digit.image);
  printPrediction(prediction, output);
  return prediction;
}

/** Writes a test image as somebody's scan of it would look: larger, with soft edges, dark ink on light paper. */
export async function writeOwnPicture(path: string, test: DataSet, output: Output): Promise<void> {
  const index = test.labels.indexOf(OWN_DIGIT, OWN_FROM);
  const { image, label } = pick(test, index);
  const { default: sharp } = await import("sharp");
  const { data, width, height } = image;
  const bytes = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize(OWN_SIDE, OWN_SIDE, { kernel: "cubic" })
    .negate()
    .png()
    .toBuffer();
  await writeFileAtomic(path, bytes);
  output.print(
    `No --image FILE was given, so test image ${index}, a ${label}, was written as a picture:`,
    `${OWN_SIDE} × ${OWN_SIDE} pixels, dark ink on light paper as on a scan.`,
    "",
  );
}

function pick(set: DataSet, index: number): { image: GrayImage; label: number } {
  const { images, labels } = sliceDataSet(set, index, index + 1);
  const [, height, width] = images.shape;
  return { image: { data: images.data, width, height }, label: labels[0] };
}
