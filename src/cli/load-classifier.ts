/** A model from a file that reads digits, ready to be measured on MNIST. */
import { InklingError } from "../base/errors.ts";
import { formatShape, sizeOf, type Images } from "../base/shapes.ts";
import { DIGIT_NAMES } from "../data/index.ts";
import { Rescaling, type Sequential } from "../nn/index.ts";
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

/**
 * Images as the model wants them: pixels as 0..1, or as 0..255 where the model itself rescales them.
 * @param images with pixels 0..255
 */
export function imagesFor(model: Sequential, { data, shape, scale }: Images): Images {
  const rescales = model.layers.some((layer) => layer instanceof Rescaling);
  return { data, shape, scale: rescales ? 1 : scale };
}
