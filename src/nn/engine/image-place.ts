/** Images and their lists in memory, as the convolution kernels take them. */
import type { Arena } from "./arena.ts";

/** Images: an address, and floats from pixel to pixel, from row to row and from example to example. */
export interface ImagePlace {
  address: number;
  pixel: number;
  row: number;
  stride: number;
}

/** Lists of one image's values that are not zero, see kernels/convolve-lists.ts. Addresses. */
export interface PixelLists {
  entries: number;
  starts: number;
}

/** Declares `count` images of zeros. */
export function declareImages(
  arena: Arena,
  count: number,
  [height, width]: readonly [number, number],
  pixel: number,
): ImagePlace {
  const stride = height * width * pixel;
  return { address: arena.allocate(count * stride * 4), pixel, row: width * pixel, stride };
}

/** Declares lists for one image; four entries more are room for branch-free writes. */
export function declarePixelLists(arena: Arena, pixels: number, channels: number): PixelLists {
  return { entries: arena.allocate((pixels * channels + 4) * 8), starts: arena.allocate((pixels + 1) * 4) };
}
