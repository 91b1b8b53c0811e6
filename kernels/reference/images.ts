/** Images as the references take them, and where the windows of a pooling or a convolution lie on one. */

/** Rows of pixels of channels, without padding. */
export type Image = number[][][];

/** Sizes of a window, its steps, and the padding above and to the left of the image. */
export interface Sliding {
  windowHeight: number;
  windowWidth: number;
  strideY: number;
  strideX: number;
  top: number;
  left: number;
  outHeight: number;
  outWidth: number;
}

/** One number of a window that lies in the image: its place there, and in the window. */
interface Inside {
  y: number;
  x: number;
  ky: number;
  kx: number;
}

/** An image of `value(y, x, c)`. */
export function makeImage(
  height: number,
  width: number,
  channels: number,
  value: (y: number, x: number, c: number) => number,
): Image {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => Array.from({ length: channels }, (_, c) => value(y, x, c))),
  );
}

/** The image's part of the window of output pixel (y, x), row by row. */
export function insideWindow(image: Image, sliding: Sliding, outY: number, outX: number): Inside[] {
  const inside: Inside[] = [];
  for (let ky = 0; ky < sliding.windowHeight; ky++) {
    for (let kx = 0; kx < sliding.windowWidth; kx++) {
      const y = outY * sliding.strideY - sliding.top + ky;
      const x = outX * sliding.strideX - sliding.left + kx;
      if (y >= 0 && y < image.length && x >= 0 && x < image[0].length) inside.push({ y, x, ky, kx });
    }
  }
  return inside;
}

/** An image of the same shape, all zero. */
export function zerosLike(image: Image): Image {
  return image.map((row) => row.map((pixel) => pixel.map(() => 0)));
}
