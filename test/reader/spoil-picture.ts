/** What happens to a picture of a digit on its way to a reader. */
import sharp, { type Sharp } from "sharp";
import type { GrayImage } from "../../src/image/index.ts";

type Spoil = (picture: GrayImage, n: number) => GrayImage | Promise<GrayImage>;

/** Paper of a picture whose digit is bright on black. */
const BLACK = { r: 0, g: 0, b: 0 };

/** By name; each takes a picture with bright ink on black and its number, which makes different pictures of different ones. */
export const SPOILS: Readonly<Record<string, Spoil>> = {
  inverted: ({ width, height, data }) => ({ width, height, data: data.map((level) => 255 - level) }),
  "twice as large": (picture) => enlarge(picture, 2),
  "three times as large": (picture) => enlarge(picture, 3),
  "four times as large": (picture) => enlarge(picture, 4),
  "with 60 % of its contrast": ({ width, height, data }) => ({
    width,
    height,
    data: data.map((level) => Math.round(40 + 0.6 * level)),
  }),
  "as a JPEG of quality 60": async (picture) => {
    const large = await enlarge(picture, 4);
    return toGray(sharp(await open(large).jpeg({ quality: 60 }).toBuffer()));
  },
  "turned by 8 degrees": async (picture, n) => {
    const large = await enlarge(picture, 4);
    return toGray(open(large).rotate(n % 2 === 0 ? 8 : -8, { background: BLACK }));
  },
  "in wide margins": (picture, n) =>
    toGray(
      open(picture).extend({
        top: 5 + (n % 20),
        bottom: 5 + (n % 7),
        left: 5 + (n % 11),
        right: 5 + (n % 13),
        background: BLACK,
      }),
    ),
};

function open({ width, height, data }: GrayImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 1 } });
}

function enlarge(picture: GrayImage, factor: number): Promise<GrayImage> {
  return toGray(open(picture).resize(picture.width * factor, picture.height * factor, { kernel: "cubic" }));
}

async function toGray(picture: Sharp): Promise<GrayImage> {
  const { data, info } = await picture.toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}
