/** Scans of numbers for the command line's tests, from the digits that the digit model carries along. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import sharp, { type Sharp } from "sharp";
import { drawNumber, shippedReader } from "../reader/segments/draw-number.ts";

const WIDTH = 500;
const ROW = 120;

/** Writes the texts below each other, dark on light, digits 40 pixels high. */
export async function savePage(path: string, texts: readonly string[]): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await drawnPage(texts).then((page) => page.png().toBuffer()));
}

/** The same as pages of one TIFF, a text each. */
export async function saveTiff(path: string, texts: readonly string[]): Promise<void> {
  const pages = await Promise.all(
    texts.map(async (text) => await (await drawnPage([text])).png().toBuffer()),
  );
  writeFileSync(
    path,
    await sharp(pages, { join: { animated: true } })
      .tiff()
      .toBuffer(),
  );
}

async function drawnPage(texts: readonly string[]): Promise<Sharp> {
  const reader = await shippedReader();
  const inks = await Promise.all(
    texts.map(async (text, row) => {
      const { width, height, data } = drawNumber(reader, text, 3);
      const input = await sharp(data, { raw: { width, height, channels: 1 } })
        .resize({ width: 2 * width })
        .negate()
        .png()
        .toBuffer();
      return { input, left: 60, top: 20 + ROW * row };
    }),
  );
  const background = "#ffffff";
  const page = { width: WIDTH, height: 20 + ROW * texts.length, channels: 3 as const, background };
  return sharp({ create: page }).composite(inks);
}
