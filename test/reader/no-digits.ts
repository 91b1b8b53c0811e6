/** Pictures that show no digit, by name, many of each kind. */
import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import sharp from "sharp";
import { Random } from "../../src/base/random.ts";
import type { GrayImage } from "../../src/image/index.ts";

const MANY = 100;

/** Letters that nobody takes for a digit. */
const LETTERS = [..."AEFHKMNPRTUVWXYaehkmnruvwx+=#%@"];

export const NO_DIGITS: Readonly<Record<string, () => GrayImage[] | Promise<GrayImage[]>>> = {
  "blank paper": () => Array.from({ length: 16 }, (_, n) => draw(40 + n, 60, () => n * 17)),
  "white noise": () => many((random) => draw(100, 80, () => random.nextBelow(256))),
  "a sensor's noise": () => many((random) => draw(90, 90, () => 205 + random.nextBelow(30))),
  gradients: () =>
    many((random) => {
      const [across, down] = [random.nextFloat() * 2, random.nextFloat()];
      return draw(100, 100, (x, y) => x * across + y * down * 0.5);
    }),
  chequers: () =>
    many((random) => {
      const side = 3 + random.nextBelow(12);
      return draw(100, 100, (x, y) => ((Math.floor(x / side) + Math.floor(y / side)) % 2) * 200 + 20);
    }),
  "a woven texture": () =>
    many((random) => {
      const [warp, weft] = [0.2 + random.nextFloat() * 0.5, 0.2 + random.nextFloat() * 0.5];
      return draw(
        120,
        120,
        (x, y) => 128 + 50 * Math.sin(warp * x) + 50 * Math.sin(weft * y) + random.nextBelow(20),
      );
    }),
  "a photograph out of focus": () => Promise.all(Array.from({ length: MANY }, (_, n) => drawClouds(n))),
  "printed letters": () => [30, 60, 110].flatMap((size) => LETTERS.map((letter) => print(letter, size))),
};

function many(make: (random: Random) => GrayImage): GrayImage[] {
  return Array.from({ length: MANY }, (_, n) => make(new Random(n)));
}

function draw(width: number, height: number, levelAt: (x: number, y: number) => number): GrayImage {
  const data = new Uint8ClampedArray(width * height).map((_, i) => levelAt(i % width, Math.floor(i / width)));
  return { width, height, data: new Uint8Array(data) };
}

async function drawClouds(seed: number): Promise<GrayImage> {
  const random = new Random(seed);
  const small = Uint8Array.from({ length: 64 }, () => random.nextBelow(256));
  const data = await sharp(small, { raw: { width: 8, height: 8, channels: 1 } })
    .resize(160, 160, { kernel: "cubic" })
    .toColourspace("b-w")
    .raw()
    .toBuffer();
  return { width: 160, height: 160, data: new Uint8Array(data) };
}

function print(letter: string, size: number): GrayImage {
  const side = 2 * size;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
    <rect width="${side}" height="${side}" fill="#f4f1ea"/>
    <text x="${size / 2}" y="${1.4 * size}" font-size="${size}" fill="#222">&#${letter.codePointAt(0)};</text>
  </svg>`;
  const file = createRequire(import.meta.url).resolve(
    "@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf",
  );
  const { pixels } = new Resvg(svg, { font: { fontFiles: [file], loadSystemFonts: false } }).render();
  return draw(side, side, (x, y) => pixels[4 * (y * side + x)]);
}
