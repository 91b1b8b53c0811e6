/**
 * Draws strings that the line network learns from, as it sees them, into a picture to look at, each with its text below.
 *
 * `node scripts/draw-lines.mjs [--out lines.png] [--seed N]`, after `npm run build`, with MNIST in INKLING_DATA.
 */
import { parseArgs } from "node:util";
import { loadMnist, renderPng, writeFileAtomic } from "../dist/index.js";
import { pngDataUri } from "../dist/plots/png-data-uri.js";
import { holdOut } from "./digits/training-set.mjs";
import { makeDigitPool } from "./lines/digit-pool.mjs";
import { drawLineSet } from "./lines/line-set.mjs";

const [COLUMNS, ROWS] = [6, 24];
/** Room for the text below a line, and between lines, pixels. */
const [CAPTION, GAP] = [11, 6];

const { values } = parseArgs({
  options: { out: { type: "string", default: "lines.png" }, seed: { type: "string", default: "1" } },
});
const { train } = await loadMnist();
const pool = makeDigitPool(holdOut(train).learnt, Number(values.seed));
const { images, texts } = drawLineSet(pool, { count: COLUMNS * ROWS, seed: Number(values.seed) });
const [, height, width] = images.shape;
const [across, down] = [width + GAP, height + CAPTION + GAP];
const tiles = texts.map((text, n) => {
  const [x, y] = [(n % COLUMNS) * across, Math.floor(n / COLUMNS) * down];
  const pixels = images.data.subarray(n * height * width, (n + 1) * height * width);
  return `<image x="${x}" y="${y}" width="${width}" height="${height}" href="${pngDataUri(pixels, { width, height })}"/>
    <text x="${x}" y="${y + height + CAPTION - 1}" font-size="${CAPTION}">${text || "nothing"}</text>`;
});
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${COLUMNS * across}" height="${ROWS * down}">${tiles.join("")}</svg>`;
await writeFileAtomic(values.out, await renderPng(svg, { scale: 1 }));
console.log(`Saved ${values.out}`);
