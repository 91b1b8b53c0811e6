/** A grey image: the one picture format that every room passes on. */
import { rangeError, typeError } from "../base/errors.ts";
import { checkInteger, show } from "../base/guards.ts";

/** Grey pixels, row-major from the top left corner, one byte each: 0 is black and 255 is white. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  /** `width * height` bytes; pixel (x, y) is at `y * width + x`. */
  readonly data: Uint8Array;
}

/**
 * A grey image over `data`, which is kept and not copied.
 * @param data `width * height` pixels @default all black
 * @throws TypeError if `data` is not a Uint8Array, RangeError if a side is below 1 or `data` does not fill the image.
 */
export function createGrayImage(
  width: number,
  height: number,
  data = new Uint8Array(checkInteger("width", width, 1) * checkInteger("height", height, 1)),
): GrayImage {
  const image = { width, height, data };
  checkGrayImage(image);
  return image;
}

/** @throws TypeError or RangeError, as `createGrayImage` does, for an image that was put together by hand. */
export function checkGrayImage({ width, height, data }: GrayImage): void {
  checkInteger("width", width, 1);
  checkInteger("height", height, 1);
  if (!(data instanceof Uint8Array)) {
    throw typeError({
      what: "the pixels are of the wrong kind",
      expected: "a Uint8Array, one grey byte a pixel",
      received: show(data),
    });
  }
  if (data.length !== width * height) {
    throw rangeError({
      what: "the pixels do not fill the image",
      expected: `${width * height} bytes for ${width} × ${height} pixels`,
      received: `${data.length}`,
      mend: "Pass one grey byte a pixel; colour must be turned into grey first.",
    });
  }
}
