/** What the view Train says of a network on test images. */
import { expect, test } from "vitest";
import { createDataSet } from "../../src/data/index.ts";
import { Dense, Flatten, Sequential } from "../../src/nn/index.ts";
import { Evaluated } from "../../web/src/workers/evaluate-model.ts";

const PIXELS = 784;
/** Four images: blank, and three with one bright pixel, whose place is what a network may go by. */
const LABELS = [0, 1, 1, 2];
const images = new Uint8Array(LABELS.length * PIXELS);
images[PIXELS + 1] = images[2 * PIXELS + 1] = images[3 * PIXELS + 2] = 255;
const set = createDataSet({ images: { data: images, shape: [LABELS.length, 28, 28] }, labels: LABELS });

/** Scores of the digits are a bias of 1 for zero, and 3 for the digit whose pixel is bright; pixel 2 speaks for a 1. */
function network(weight = 3): Sequential {
  const model = new Sequential([
    new Flatten({ inputShape: [28, 28] }),
    new Dense(10, { activation: "softmax" }),
  ]);
  const kernel = new Float32Array(PIXELS * 10);
  kernel[1 * 10 + 1] = weight;
  kernel[2 * 10 + 1] = weight;
  const bias = new Float32Array(10);
  bias[0] = 1;
  model.setWeights([
    { data: kernel, shape: [PIXELS, 10] },
    { data: bias, shape: [10] },
  ]);
  return model;
}

test("counts, confusions, mistakes and the images of a cell are those of the predictions", async () => {
  const evaluated = await Evaluated.of(network(), set);
  const { accuracy, confusion, mistakes, classes, count } = evaluated.evaluation;
  expect(accuracy).toBe(0.75);
  expect(count).toBe(4);
  expect(confusion.map((row) => row.indexOf(Math.max(...row)))).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
  expect([confusion[0][0], confusion[1][1], confusion[2][1], confusion[2][2]]).toEqual([1, 2, 1, 0]);
  // softmax of scores 1, 3 and eight zeros.
  const probability = Math.exp(3) / (Math.exp(3) + Math.exp(1) + 8);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toMatchObject({ label: 2, predicted: 1 });
  expect(mistakes[0].probability).toBeCloseTo(probability, 6);
  expect(classes.find(({ label }) => label === 1)).toMatchObject({ precision: 2 / 3, recall: 1, support: 2 });
  expect(evaluated.confused(2, 1, 10)).toEqual([images.slice(3 * PIXELS)]);
  expect(evaluated.confused(1, 1, 1)).toHaveLength(1);
});

test("a network whose training has diverged is named so, with what mends it", async () => {
  await expect(Evaluated.of(network(Number.NaN), set)).rejects.toThrow(
    /training has diverged: expected a finite loss, received NaN\. Start anew with a lower learning rate/,
  );
});
