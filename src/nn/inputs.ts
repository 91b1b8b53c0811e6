/** What `fit`, `evaluate` and `predict` take as examples and labels, checked and made plain. */
import { rangeError, typeError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import {
  checkNdArray,
  formatShape,
  fromNested,
  sameShape,
  sizeOf,
  type Images,
  type NdArray,
  type Shape,
} from "../base/shapes.ts";
import type { Loss, TargetKind } from "./losses/loss.ts";

/** Examples: images, an array with its shape, or nested arrays of numbers. The first axis is the batch. */
export type Inputs = Images | NdArray | readonly unknown[];

/** Labels: class numbers, or one row of numbers an example. */
export type Labels = Uint8Array | Int32Array | NdArray | readonly unknown[];

/** Examples as they are copied into the engine's memory. */
export interface PlainInputs {
  count: number;
  data: Uint8Array | Float32Array;
  /** Factor of uint8 data; 1 for floats. */
  scale: number;
}

/** Labels as they are copied into the engine's memory. */
export interface PlainTargets {
  kind: TargetKind;
  data: Int32Array | Float32Array;
}

/**
 * @throws TypeError if `x` is not an array of numbers
 * @throws RangeError if an example's shape is not the model's, or a number is NaN or infinite
 */
export function plainInputs(x: Inputs, inputShape: Shape): PlainInputs {
  const array = asNdArray(x, "x");
  const [count = 0, ...example] = array.shape;
  // Images may be given to a model of flat examples: pixels lie the same way.
  const fits = "scale" in array ? sizeOf(example) === sizeOf(inputShape) : sameShape(example, inputShape);
  if (!fits) {
    const oneExample = sameShape(array.shape, inputShape);
    throw rangeError({
      what: "x does not have the model's input shape",
      expected: formatShape([null, ...inputShape]),
      received: formatShape(array.shape),
      mend: oneExample
        ? `This is one example without a batch axis: give it the shape ${formatShape([1, ...inputShape])}.`
        : "Reshape the examples, or build the model with another inputShape.",
    });
  }
  if (count === 0)
    throw rangeError({ what: "x is empty", expected: "at least one example", received: "none" });
  if (array.data instanceof Float32Array) checkFinite(array.data, sizeOf(example), "x");
  return { count, data: array.data, scale: "scale" in array ? array.scale : 1 };
}

/**
 * @throws RangeError if there are not `count` labels, if they do not fit the loss, or lie outside the outputs
 */
export function plainTargets(
  y: Labels,
  count: number,
  outputs: number,
  loss: Loss,
  fused: boolean,
): PlainTargets {
  const given =
    y instanceof Uint8Array || y instanceof Int32Array ? { data: y, shape: [y.length] } : asNdArray(y, "y");
  if (given.shape[0] !== count) {
    throw rangeError({
      what: "x and y do not have the same number of examples",
      expected: `${count} labels`,
      received: String(given.shape[0]),
    });
  }
  const integers =
    given.shape.length === 1 || (given.shape.length === 2 && given.shape[1] === 1 && outputs > 1);
  if (loss.labels === "integer" || (loss.labels === "one-hot" && integers && outputs > 1)) {
    if (!integers || loss.labels === "one-hot") throw lossMismatch(loss, given.shape, outputs);
    const classes = checkedClasses(given.data, outputs);
    return fused ? { kind: "classes", data: classes } : { kind: "rows", data: oneHotRows(classes, outputs) };
  }
  const rows = given.shape.length === 1 && outputs === 1 ? [count, 1] : given.shape;
  if (!sameShape(rows, [count, outputs])) {
    throw rangeError({
      what: "y does not fit the model's outputs",
      expected: formatShape([count, outputs]),
      received: formatShape(given.shape),
      mend: integers ? `Use toCategorical(y, ${outputs}), or another loss.` : undefined,
    });
  }
  const data = Float32Array.from(given.data);
  checkFinite(data, outputs, "y");
  if (!fused || loss.labels !== "one-hot") return { kind: "rows", data };
  const classes = classesOfOneHot(data, outputs);
  return classes === undefined ? { kind: "rows", data } : { kind: "classes", data: classes };
}

function asNdArray(given: Inputs | Labels, what: string): NdArray | Images {
  if (Array.isArray(given)) return fromNested(given, what);
  const array = given as NdArray | Images;
  if (
    typeof given !== "object" ||
    given === null ||
    !(array.data instanceof Float32Array || array.data instanceof Uint8Array) ||
    !Array.isArray(array.shape)
  ) {
    throw typeError({
      what: `${what} is not an array of numbers`,
      expected: "{ data: Float32Array, shape }, images, or nested arrays of numbers",
      received: show(given),
    });
  }
  if (array.data instanceof Uint8Array && typeof (array as Images).scale !== "number") {
    throw typeError({
      what: `${what} holds bytes without a scale`,
      expected: "{ data: Uint8Array, shape, scale }",
      received: "no scale",
      mend: "Say scale: 1 / 255 for pixels that are to be read as 0..1, or scale: 1.",
    });
  }
  checkNdArray(array, what);
  return array;
}

function checkFinite(data: Float32Array, width: number, what: string): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw rangeError({
    what: `${what} holds a number that is not finite`,
    expected: "finite numbers",
    received: `${data[at]} in example ${Math.floor(at / width)}, position ${at % width}`,
    mend: "Remove or replace such examples.",
  });
}

function checkedClasses(data: ArrayLike<number>, outputs: number): Int32Array {
  const classes = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    if (!Number.isInteger(data[i]) || data[i] < 0 || data[i] >= outputs) {
      throw rangeError({
        what: `label ${i} is no class of the model`,
        expected: `a whole number from 0 to ${outputs - 1}`,
        received: String(data[i]),
      });
    }
    classes[i] = data[i];
  }
  return classes;
}

function oneHotRows(classes: Int32Array, outputs: number): Float32Array {
  const rows = new Float32Array(classes.length * outputs);
  classes.forEach((label, i) => (rows[i * outputs + label] = 1));
  return rows;
}

/** The class numbers of rows that are exactly one-hot; undefined if one is not. */
function classesOfOneHot(rows: Float32Array, width: number): Int32Array | undefined {
  const classes = new Int32Array(rows.length / width);
  for (let n = 0; n < classes.length; n++) {
    let ones = 0;
    for (let k = 0; k < width; k++) {
      const value = rows[n * width + k];
      if (value === 1) [classes[n], ones] = [k, ones + 1];
      else if (value !== 0) return undefined;
    }
    if (ones !== 1) return undefined;
  }
  return classes;
}

function lossMismatch(loss: Loss, shape: Shape, outputs: number): RangeError {
  const sparse = loss.labels === "integer";
  return rangeError({
    what: `the labels do not fit the loss ${loss.name}`,
    expected: sparse ? "class numbers of shape (N,)" : `one-hot rows of shape (N, ${outputs})`,
    received: `shape ${formatShape(shape)}`,
    mend: sparse
      ? 'Use the loss "categorical_crossentropy", or give the class numbers.'
      : `Use toCategorical(y, ${outputs}), or the loss "sparse_categorical_crossentropy".`,
  });
}
