/** Images in a workbench's memory, as flows hold them: pixels padded to a multiple of 8 floats, with zeros. */
import type { Image, Sliding } from "../../kernels/reference/images.ts";
import { makeImage } from "../../kernels/reference/images.ts";
import { Random } from "../../src/base/random.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { planWindow, type Padding } from "../../src/nn/engine/window.ts";
import type { Workbench } from "./workbench.ts";

/** What a float holds before a kernel writes it. */
const UNWRITTEN = new Float32Array(Uint8Array.of(0xa5, 0xa5, 0xa5, 0xa5).buffer)[0];

/** Floats from pixel to pixel. */
export function pixelFloats(channels: number): number {
  return Math.ceil(channels / 8) * 8;
}

/** Floats from example to example. */
export function exampleFloats(height: number, width: number, channels: number): number {
  return strideOf(height * width * pixelFloats(channels));
}

export function placeImages(bench: Workbench, images: Image[]): number {
  const [height, width, channels] = [images[0].length, images[0][0].length, images[0][0][0].length];
  const floats = new Float32Array(images.length * exampleFloats(height, width, channels));
  images.forEach((image, n) =>
    image.flat().forEach((pixel, p) => {
      floats.set(pixel, n * exampleFloats(height, width, channels) + p * pixelFloats(channels));
    }),
  );
  return bench.floats(floats);
}

/** Room for images: poison where there are pixels, padding included, and zeros behind the last one. */
export function blankImages(bench: Workbench, count: number, [height, width, channels]: number[]): number {
  const stride = exampleFloats(height, width, channels);
  const floats = new Float32Array(count * stride);
  for (let n = 0; n < count; n++) {
    floats.fill(UNWRITTEN, n * stride, n * stride + height * width * pixelFloats(channels));
  }
  return bench.floats(floats);
}

/** Images out of memory; their padding must hold zeros. */
export function readImages(
  bench: Workbench,
  address: number,
  count: number,
  [height, width, channels]: number[],
): Image[] {
  const pixel = pixelFloats(channels);
  const stride = exampleFloats(height, width, channels);
  return Array.from({ length: count }, (_, n) => {
    const floats = bench.readFloats(address + n * stride * 4, stride);
    return makeImage(height, width, 1, (y, x) => y * width + x).map((row) =>
      row.map(([p]) => {
        const whole = floats.slice(p * pixel, (p + 1) * pixel);
        if (whole.slice(channels).some((value) => value !== 0))
          throw new Error("a pixel's padding is not zero");
        return whole.slice(0, channels);
      }),
    );
  });
}

/** Seeded images of float32 in ±2; with `levels` only that many different numbers, so that many are equal. */
export function randomImages(seed: number, count: number, shape: number[], levels = 0): Image[] {
  const random = new Random(seed);
  const draw = () =>
    levels === 0
      ? Math.fround(4 * random.nextFloat() - 2)
      : random.nextBelow(levels) - Math.floor(levels / 2);
  return Array.from({ length: count }, () => makeImage(shape[0], shape[1], shape[2], draw));
}

/** A window's places on images of a shape, as the kernels and as the references take them. */
export function slide(
  shape: number[],
  size: [number, number],
  strides: [number, number],
  padding: Padding,
): { geometry: number[]; sliding: Sliding } {
  const window = planWindow("test", shape, { size, strides, padding });
  const { height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideY, strideX, top, left } =
    window;
  return {
    geometry: [height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideY, strideX, top, left],
    sliding: {
      windowHeight: kernelHeight,
      windowWidth: kernelWidth,
      strideY,
      strideX,
      top,
      left,
      outHeight,
      outWidth,
    },
  };
}

/** All numbers of some images. */
export const numbersOf = (images: Image[]): number[] => images.flat(3);
