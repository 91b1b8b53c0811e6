/** Measures the reader of whole numbers on folders of them and of pages, and on strings made from MNIST's test digits. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  evaluateNumbers,
  evaluatePages,
  holdsNumbers,
  loadMnist,
  loadNumberReader,
  loadPageSet,
  loadReadingSet,
} from "inkling";
import { deriveSeed, Random } from "../dist/base/random.js";
import { wholeBetween } from "../scripts/digits/random-draws.mjs";
import { composeLine, drawHand } from "../scripts/lines/compose-line.mjs";
import { makePlainPool } from "../scripts/lines/digit-pool.mjs";

/** Gaps between digits 20 pixels high. */
const GAPS = {
  "MNIST strings, gaps 1..6": [1, 6],
  "MNIST strings, gaps −2..4": [-2, 4],
  "MNIST strings, gaps −3..0": [-3, 0],
};
const STRINGS = 500;
const MARGIN = 8;

/** @returns rows of number sets and of pages */
export async function measureNumbers(folder) {
  const reader = await loadNumberReader();
  const sets = [...(await stringSets()), ...(await foldersOf(folder, loadNumberSet))];
  const numbers = [];
  for (const set of sets) {
    console.error(`Reading ${set.name}: ${set.count} numbers …`);
    numbers.push({ name: set.name, ...(await evaluateNumbers(reader, set)) });
  }
  const pages = [];
  for (const set of await foldersOf(folder, loadPages)) {
    console.error(`Reading ${set.name}: ${set.pages.length} pages …`);
    pages.push({ name: set.name, pages: await evaluatePages(reader, set) });
  }
  return { numbers, pages };
}

async function foldersOf(folder, load) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = entries.map((entry) => entry.name).sort();
  const loaded = await Promise.all(names.map((name) => load(join(folder, name))));
  return loaded.filter((set) => set !== undefined);
}

async function loadNumberSet(folder) {
  // What is no set was named when the sets of digits were measured.
  const set = await loadReadingSet(folder).catch(() => undefined);
  return set !== undefined && holdsNumbers(set) ? set : undefined;
}

async function loadPages(folder) {
  return existsSync(join(folder, "pages.json")) ? await loadPageSet(folder) : undefined;
}

/** Two to six digits a string, black on white; none without INKLING_DATA. */
async function stringSets() {
  if (!process.env.INKLING_DATA) return [];
  const pool = makePlainPool((await loadMnist({ download: false })).test);
  return Object.entries(GAPS).map(([name, gaps]) => {
    const drawn = Array.from({ length: STRINGS }, (_, n) =>
      drawString(pool, gaps, new Random(deriveSeed(1, n))),
    );
    return {
      name,
      count: STRINGS,
      labels: drawn.map(({ text }) => text),
      files: drawn.map((_, n) => String(n)),
      async *images() {
        yield* drawn.map(({ picture }) => picture);
      },
    };
  });
}

function drawString(pool, gaps, random) {
  const text = Array.from({ length: wholeBetween(random, 2, 6) }, () => random.nextBelow(10)).join("");
  const { picture } = composeLine(text, drawHand(random, { gaps, plain: true }), pool, random);
  const [width, height] = [picture.width + 2 * MARGIN, picture.height + 2 * MARGIN];
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      data[(y + MARGIN) * width + x + MARGIN] = 255 - picture.data[y * picture.width + x];
    }
  }
  return { text, picture: { width, height, data } };
}
