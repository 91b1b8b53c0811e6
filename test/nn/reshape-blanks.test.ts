import { expect, test } from "vitest";
import { Conv2D, Reshape, Sequential } from "../../src/nn/index.ts";

/** Mostly paper, with ink in one corner: whole pixels of the new shape are blank, and others of the old one. */
const bytes = Uint8Array.from({ length: 2 * 8 * 8 }, (_, i) => (i % 64 < 20 && i % 3 === 0 ? i : 0));

test.each([
  [[4, 4, 4], 3],
  [[16, 4, 1], 2],
  [[2, 4, 8], 2],
])("a convolution behind a Reshape to %j sees the pixels as they are then", (shape, kernelSize) => {
  const reshaped = new Sequential([
    new Reshape(shape, { inputShape: [8, 8, 1] }),
    new Conv2D(8, kernelSize, { biasInitializer: "ones" }),
  ]);
  const direct = new Sequential([new Conv2D(8, kernelSize, { inputShape: shape })]);
  direct.setWeights(reshaped.getWeights());
  const images = { data: bytes, shape: [2, 8, 8, 1], scale: 1 };
  const expected = direct.predict({ data: Float32Array.from(bytes), shape: [2, ...shape] });
  expect(reshaped.predict(images)).toEqual(expected);
});
