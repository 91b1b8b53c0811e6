/** Grey images as PNG files, of any size, by sharp (libvips). */
import { checkGrayImage, type GrayImage } from "../image/index.ts";
import { loadSharp } from "./load-sharp.ts";

/**
 * The bytes of a grey PNG, eight bits a pixel.
 * @throws TypeError or RangeError if `image` is not a well-formed grey image
 */
export async function encodePng(image: GrayImage): Promise<Uint8Array> {
  checkGrayImage(image);
  const { width, height, data } = image;
  const sharp = await loadSharp();
  // Without the colour space sharp would write three channels.
  return await sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace("b-w")
    .png()
    .toBuffer();
}
