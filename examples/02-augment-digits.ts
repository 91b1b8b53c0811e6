/**
 * Draws MNIST digits beside what augmentation makes of them: first moved and bent only, then with everything that a scan
 * suffers from.
 *
 * After `npm run build`, with a Node that runs TypeScript (22.18 or later): node examples/02-augment-digits.ts
 */
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { augmentImages, Augmentation, type Images, loadMnist, plotDocument, renderPng } from "inkling";
import { sampleGrid } from "inkling/plots";
import sharp from "sharp";

/** What may be changed. */
export interface MainOptions {
  /** File to save the picture in. @default "docs/augmentation.png" */
  path?: string;
  /** @default 2 */
  seed?: number;
}

/** Tiles in a row: the original, then moved ones, then roughened ones. */
const MOVED = 4;
const ROUGHENED = 5;
const COLUMNS = 1 + MOVED + ROUGHENED;
/** Test images of 7, 2, 4 and 9. */
const SHOWN = [0, 1, 6, 7];
/** Captions; the tiles' labels are indices into it. */
const NAMES = ["original", "moved", "roughened"];

/** Returns the picture's bytes, which are also in the file. */
export async function main({
  path = "docs/augmentation.png",
  seed = 2,
}: MainOptions = {}): Promise<Uint8Array> {
  const { test } = await loadMnist();
  const moved = augmentImages(repeat(test.images, MOVED), {
    augmentation: Augmentation.digits({ robustShare: 0 }),
    seed,
  });
  const roughened = augmentImages(repeat(test.images, ROUGHENED), {
    augmentation: Augmentation.digits({ robustShare: 1 }),
    seed,
  });
  const pixels = 28 * 28;
  const data = new Uint8Array(SHOWN.length * COLUMNS * pixels);
  const copy = ({ data: from }: Images, image: number, tile: number): void =>
    data.set(from.subarray(image * pixels, (image + 1) * pixels), tile * pixels);
  SHOWN.forEach((image, row) => {
    const tile = row * COLUMNS;
    copy(test.images, image, tile);
    for (let i = 0; i < MOVED; i++) copy(moved, row * MOVED + i, tile + 1 + i);
    for (let i = 0; i < ROUGHENED; i++) copy(roughened, row * ROUGHENED + i, tile + 1 + MOVED + i);
  });
  const labels = SHOWN.flatMap(() => [0, ...new Array(MOVED).fill(1), ...new Array(ROUGHENED).fill(2)]);
  const images = { data, shape: [labels.length, 28, 28] };
  const svg = sampleGrid(images, Uint8Array.from(labels), {
    document: await plotDocument(),
    title: "Augmentation.digits()",
    names: NAMES,
    columns: COLUMNS,
    count: labels.length,
  });
  // Grey takes half of the room that colours do.
  const png = await sharp(await renderPng(svg, { scale: 1 }))
    .greyscale()
    .png({ compressionLevel: 9 })
    .toBuffer();
  await writeFile(path, png);
  return png;
}

/** The shown images, each several times in a row. */
function repeat({ data, scale }: Images, times: number): Images {
  const pixels = 28 * 28;
  const repeated = new Uint8Array(SHOWN.length * times * pixels);
  SHOWN.forEach((image, row) => {
    for (let i = 0; i < times; i++) {
      repeated.set(data.subarray(image * pixels, (image + 1) * pixels), (row * times + i) * pixels);
    }
  });
  return { data: repeated, shape: [SHOWN.length * times, 28, 28], scale };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
