/** A model from a file that reads digits, ready to be measured on MNIST. */
import { InklingError } from "../base/errors.ts";
import { formatShape, sizeOf } from "../base/shapes.ts";
import { DIGIT_NAMES } from "../data/index.ts";
import type { Sequential } from "../nn/index.ts";
import { loadModel } from "../node/index.ts";

/** Side of MNIST's images, pixels. */
const SIDE = 28;

/**
 * Loads a model that takes images of 28×28 and gives ten numbers.
 * @throws InklingError if it is of another shape; whatever `loadModel` throws
 */
export async function loadClassifier(path: string): Promise<Sequential> {
  const model = await loadModel(path);
  const { inputShape, outputShape } = model;
  if (sizeOf(inputShape) !== SIDE * SIDE || sizeOf(outputShape) !== DIGIT_NAMES.length) {
    throw new InklingError({
      what: `${path} does not read digits`,
      expected: `a model from ${formatShape([null, SIDE * SIDE])} or ${formatShape([null, SIDE, SIDE])} to ${formatShape([null, DIGIT_NAMES.length])}`,
      received: `one from ${formatShape([null, ...inputShape])} to ${formatShape([null, ...outputShape])}`,
      mend: "Use a model that was trained on MNIST, such as inkling train --save digits.h5 makes.",
    });
  }
  return model;
}
