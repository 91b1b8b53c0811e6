/** Measures a reader on whole pages: which lines it finds, and which of them it reads right. */
import type { NumberReader, NumberReading, PageOptions } from "../reader/index.ts";
import type { Box } from "../vision/index.ts";
import type { PageSet, WrittenLine } from "./load-page-set.ts";

/** Found is a line that a reading's box covers by so much: the area of both over the area of either. */
const LEAST_OVERLAP = 0.5;

export interface PageEvaluation {
  file: string;
  /** Lines that are written there. */
  lines: number;
  found: number;
  /** Found lines that are read right, points and commas passed over. */
  right: number;
  /** Readings that are no line of the page, and were not rejected. */
  surplus: number;
}

/** Reads every page of a set. @throws InklingError if one cannot be read */
export async function evaluatePages(
  reader: NumberReader,
  set: PageSet,
  options: PageOptions = {},
): Promise<PageEvaluation[]> {
  const evaluations: PageEvaluation[] = [];
  for (const [index, { file, lines }] of set.pages.entries()) {
    const { pages } = reader.readPage(await set.image(index), options);
    evaluations.push({ file, ...compare(lines, pages[0].numbers) });
  }
  return evaluations;
}

function compare(lines: readonly WrittenLine[], numbers: readonly NumberReading[]) {
  const left = new Set(numbers);
  let [found, right] = [0, 0];
  for (const { text, box } of lines) {
    const match = [...left].find((number) => overlap(number.box, box) >= LEAST_OVERLAP);
    if (match === undefined) continue;
    left.delete(match);
    found++;
    if (match.text.replaceAll(/\D/g, "") === text) right++;
  }
  const surplus = [...left].filter(({ decision, empty }) => decision !== "reject" && !empty).length;
  return { lines: lines.length, found, right, surplus };
}

/** Intersection over union. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (a.width * a.height + b.width * b.height - both);
}
