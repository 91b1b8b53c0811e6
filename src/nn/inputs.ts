/** What `fit`, `evaluate` and `predict` take as examples, checked and made plain. */
import { rangeError, typeError } from "../base/errors.ts";
import { checkNumber, show } from "../base/guards.ts";
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

/** Examples: images, an array with its shape, or nested arrays of numbers. The first axis is the batch. */
export type Inputs = Images | NdArray | readonly unknown[];

/** Examples as they are copied into the engine's memory. */
export interface PlainInputs {
  count: number;
  data: Uint8Array | Float32Array;
  /** Factor of uint8 data; 1 for floats. */
  scale: number;
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

/** The shape of one example: what a model without an input shape is built for when it is first trained. */
export function exampleShape(x: Inputs): Shape {
  return asNdArray(x, "x").shape.slice(1);
}

/** Plain or nested numbers with their shape. @throws TypeError if `given` is something else */
export function asNdArray(given: unknown, what: string): NdArray | Images {
  if (Array.isArray(given)) return fromNested(given as unknown[], what);
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
  if ("scale" in array) checkNumber(`the scale of ${what}`, array.scale);
  checkNdArray(array, what);
  return array;
}

/** @throws RangeError naming the first number that is NaN or infinite */
export function checkFinite(data: Float32Array, width: number, what: string): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw rangeError({
    what: `${what} holds a number that is not finite`,
    expected: "finite numbers",
    received: `${data[at]} in example ${Math.floor(at / width)}, position ${at % width}`,
    mend: "Remove or replace such examples.",
  });
}
