/**
 * How a window of a convolution or pooling slides over an image. "same" padding is TensorFlow's: the output has
 * ceil(input / stride) positions, and an odd row of padding goes to the bottom and the right.
 */
import { rangeError } from "../../base/errors.ts";
import { formatShape, type Shape } from "../../base/shapes.ts";

export type Padding = "valid" | "same";

/** Sizes are [vertical, horizontal]. */
export interface WindowOptions {
  size: readonly [number, number];
  strides: readonly [number, number];
  padding: Padding;
}

/** Places of a window on an image of `height` by `width`. */
export interface Window {
  height: number;
  width: number;
  /** The window's own size. */
  kernelHeight: number;
  kernelWidth: number;
  strideY: number;
  strideX: number;
  /** Rows of padding above and below, columns on the left and on the right. */
  top: number;
  bottom: number;
  left: number;
  right: number;
  outHeight: number;
  outWidth: number;
}

/**
 * @param inputShape (height, width, channels)
 * @throws RangeError if the input is not an image, or is smaller than a window without padding
 */
export function planWindow(className: string, inputShape: Shape, options: WindowOptions): Window {
  const { size, strides, padding } = options;
  if (inputShape.length !== 3) {
    throw rangeError({
      what: `${className} takes images`,
      expected: "an input shape (height, width, channels), such as (28, 28, 1)",
      received: formatShape(inputShape),
      mend:
        inputShape.length === 2 ? "Put a Reshape layer before it that adds the channels' axis." : undefined,
    });
  }
  const [height, width] = inputShape;
  const vertical = planAxis(height, size[0], strides[0], padding);
  const horizontal = planAxis(width, size[1], strides[1], padding);
  if (vertical.count < 1 || horizontal.count < 1) {
    throw rangeError({
      what: `the window of ${className} is larger than its input`,
      expected: `images of at least ${size[0]} by ${size[1]} pixels`,
      received: formatShape(inputShape),
      mend: 'Use padding: "same", a smaller window, or fewer layers that shrink the image.',
    });
  }
  return {
    height,
    width,
    kernelHeight: size[0],
    kernelWidth: size[1],
    strideY: strides[0],
    strideX: strides[1],
    top: vertical.before,
    bottom: vertical.after,
    left: horizontal.before,
    right: horizontal.after,
    outHeight: vertical.count,
    outWidth: horizontal.count,
  };
}

/** A window's places as the kernels of pooling and depthwise convolution take them. */
export function windowGeometry(window: Window): number[] {
  const { height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideY, strideX, top, left } =
    window;
  return [height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideY, strideX, top, left];
}

function planAxis(
  length: number,
  size: number,
  stride: number,
  padding: Padding,
): { count: number; before: number; after: number } {
  if (padding === "valid") return { count: Math.floor((length - size) / stride) + 1, before: 0, after: 0 };
  const count = Math.ceil(length / stride);
  const total = Math.max(0, (count - 1) * stride + size - length);
  const before = Math.floor(total / 2);
  return { count, before, after: total - before };
}
