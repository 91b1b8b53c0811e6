/** Loss and accuracy of a model on a data set, and its predictions there. */
import type { Images, NdArray } from "../../base/shapes.ts";
import { toCategorical, type DataSet } from "../../data/index.ts";
import { Rescaling, type Evaluation, type Sequential } from "../index.ts";

/**
 * Evaluates on a set. A model that was saved without its loss is measured by cross-entropy.
 * @param verbose as in `Sequential.evaluate`
 */
export async function measure(model: Sequential, set: DataSet, verbose: 0 | 1 | 2 = 0): Promise<Evaluation> {
  if (lossOf(model) === undefined) {
    model.compile({ loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  }
  return await model.evaluate(imagesFor(model, set.images), labelsFor(model, set), { verbose });
}

/** The outputs for every image of a set, (N, classes). */
export function predictSet(model: Sequential, { images }: DataSet): NdArray {
  return model.predict(imagesFor(model, images));
}

/** Labels in the form that the model's loss takes: class numbers, or one-hot rows. */
export function labelsFor(model: Sequential, { labels, classNames }: DataSet): Uint8Array | NdArray {
  if (lossOf(model) === "sparse_categorical_crossentropy") return labels;
  return toCategorical(labels, classNames.length);
}

/**
 * Images as the model wants them: pixels as 0..1, or as 0..255 where the model itself rescales them.
 * @param images with pixels 0..255
 */
export function imagesFor(model: Sequential, { data, shape, scale }: Images): Images {
  const rescales = model.layers.some((layer) => layer instanceof Rescaling);
  return { data, shape, scale: rescales ? 1 : scale };
}

/** Keras's name of the loss. */
function lossOf(model: Sequential): string | undefined {
  const loss = model.toRecord().compile?.loss;
  return typeof loss === "object" ? String(loss.config["name"]) : loss;
}
