/** A data set: grey images with one label each. Plain arrays, so a part of it is a view and copies nothing. */
import type { ErrorParts } from "../base/errors.ts";
import { rangeError, typeError } from "../base/errors.ts";
import { checkInteger, show } from "../base/guards.ts";
import type { Images, NdArray } from "../base/shapes.ts";
import { formatShape, sizeOf } from "../base/shapes.ts";
import { DIGIT_NAMES } from "./mnist-facts.ts";

/** Turns a byte pixel into 0..1. */
export const PIXEL_SCALE = 1 / 255;

/** Labels are bytes, so a data set has at most this many classes. */
export const MAX_CLASSES = 256;

/** Grey images, shape (N, height, width), and the class number of each, (N). */
export interface DataSet {
  name: string;
  images: Images;
  labels: Uint8Array;
  /** What each class number means; their count is the number of classes. */
  classNames: readonly string[];
}

/** What `createDataSet` makes a data set of. */
export interface DataSetOptions {
  /** Pixels 0..255, shape (N, height, width); `scale` defaults to 1/255. */
  images: NdArray<Uint8Array> & { scale?: number };
  /** Class numbers, (N). */
  labels: Uint8Array | readonly number[];
  /** @default the ten digits "0".."9" */
  classNames?: readonly string[];
  /** @default "data" */
  name?: string;
}

/**
 * Makes a data set of arrays; typed arrays are used as they are, not copied.
 * @throws TypeError if the arrays are of the wrong kind, RangeError if they do not fit one another.
 */
export function createDataSet({
  images,
  labels,
  classNames = DIGIT_NAMES,
  name = "data",
}: DataSetOptions): DataSet {
  if (!(images?.data instanceof Uint8Array) || !Array.isArray(images.shape)) {
    throw typeError({
      what: `the images of ${name} are of the wrong kind`,
      expected: "{ data: Uint8Array, shape: [N, height, width] }",
      received: show(images?.data ?? images),
    });
  }
  if (!(labels instanceof Uint8Array) && !Array.isArray(labels)) {
    const expected = "a Uint8Array or an array of whole numbers";
    throw typeError({
      what: `the labels of ${name} are of the wrong kind`,
      expected,
      received: show(labels),
    });
  }
  const fault = findDataSetFault(images, labels, classNames);
  if (fault !== undefined) throw rangeError({ ...fault, what: `${name}: ${fault.what}` });
  return {
    name,
    images: { data: images.data, shape: images.shape, scale: images.scale ?? PIXEL_SCALE },
    labels: labels instanceof Uint8Array ? labels : Uint8Array.from(labels),
    classNames,
  };
}

/** What is wrong with these parts of a data set, or undefined: file readers throw it under their own name. */
export function findDataSetFault(
  images: NdArray<Uint8Array>,
  labels: ArrayLike<number>,
  classNames: readonly string[],
): ErrorParts | undefined {
  const { data, shape } = images;
  if (shape.length !== 3 || shape.some((axis) => !Number.isInteger(axis) || axis < 1)) {
    return {
      what: "the images have the wrong shape",
      expected: "(N, height, width), each at least 1",
      received: formatShape(shape),
    };
  }
  if (data.length !== sizeOf(shape)) {
    return {
      what: "the images do not fill their shape",
      expected: `${sizeOf(shape)} pixels for ${formatShape(shape)}`,
      received: `${data.length}`,
    };
  }
  if (labels.length !== shape[0]) {
    return {
      what: "the counts of images and labels differ",
      expected: `${shape[0]} labels, one an image`,
      received: `${labels.length}`,
      mend: "Check that both belong to the same set (train or test).",
    };
  }
  if (classNames.length < 1 || classNames.length > MAX_CLASSES) {
    const expected = `1 to ${MAX_CLASSES} class names`;
    return { what: "the number of classes is out of range", expected, received: `${classNames.length}` };
  }
  return findLabelFault(labels, classNames.length);
}

function findLabelFault(labels: ArrayLike<number>, classCount: number): ErrorParts | undefined {
  for (let i = 0; i < labels.length; i++) {
    if (Number.isInteger(labels[i]) && labels[i] >= 0 && labels[i] < classCount) continue;
    return {
      what: `label ${i} is not one of the ${classCount} classes`,
      expected: `a whole number from 0 to ${classCount - 1}`,
      received: show(labels[i]),
      mend: "Give classNames with one name a class if there are more classes.",
    };
  }
  return undefined;
}

/**
 * Images `from` up to, not including, `to`, as views: nothing is copied.
 * @throws RangeError if the range is empty or not inside the set.
 */
export function sliceDataSet(set: DataSet, from: number, to = set.labels.length): DataSet {
  const [count, height, width] = set.images.shape;
  checkInteger("from", from, 0, count - 1);
  checkInteger("to", to, from + 1, count);
  const pixels = height * width;
  return {
    name: set.name,
    images: {
      data: set.images.data.subarray(from * pixels, to * pixels),
      shape: [to - from, height, width],
      scale: set.images.scale,
    },
    labels: set.labels.subarray(from, to),
    classNames: set.classNames,
  };
}
