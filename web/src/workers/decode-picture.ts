/**
 * A picture file as grey pixels, decoded by the browser: transparent parts become white paper, a camera's orientation is applied, and
 * grey is luminance (Rec. 709, in linear light), as in Node.
 */
import { createGrayImage, type GrayImage } from "../../../src/image/index.ts";
import { checkPictureHead, checkPictureSize, damagedPicture, HEADER_BYTES } from "../read/check-picture.ts";

/** @throws InklingError if it is no picture, damaged or too large */
export async function decodePicture(file: Blob, name: string): Promise<GrayImage> {
  checkPictureHead(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()), name);
  const bitmap = await createImageBitmap(file).catch((error: unknown) => {
    throw damagedPicture(name, error);
  });
  try {
    checkPictureSize(bitmap.width, bitmap.height, name);
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (context === null) throw damagedPicture(name, new Error("no canvas"));
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    return toGray(context.getImageData(0, 0, width, height));
  } finally {
    bitmap.close();
  }
}

/** sRGB levels as light, and light as sRGB levels. Source: IEC 61966-2-1. */
const LIGHT = Float32Array.from({ length: 256 }, (_, level) => {
  const share = level / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});
const LEVEL_STEPS = 4096;
const LEVELS = Uint8Array.from({ length: LEVEL_STEPS + 1 }, (_, step) => {
  const light = step / LEVEL_STEPS;
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
});

function toGray({ data, width, height }: ImageData): GrayImage {
  const image = createGrayImage(width, height);
  for (let i = 0; i < image.data.length; i++) {
    const [red, green, blue] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
    if (red === green && green === blue) image.data[i] = red;
    else {
      const light = 0.2126 * LIGHT[red] + 0.7152 * LIGHT[green] + 0.0722 * LIGHT[blue];
      image.data[i] = LEVELS[Math.round(light * LEVEL_STEPS)];
    }
  }
  return image;
}
