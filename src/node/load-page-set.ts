/** Sets of pages: a folder with `pages.json` that says which numbers are where. */
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InklingError } from "../base/errors.ts";
import type { GrayImage } from "../image/index.ts";
import type { Box } from "../vision/index.ts";
import { fileError } from "./file-errors.ts";
import { readImage } from "./read-image.ts";

/** A number on a page. */
export interface WrittenLine {
  text: string;
  box: Box;
}

export interface PageSet {
  /** The folder's name. */
  name: string;
  pages: { file: string; lines: WrittenLine[] }[];
  /** The image of a page. */
  image(index: number): Promise<GrayImage>;
}

const LIST = "pages.json";

/**
 * Reads `pages.json`: a list of { file, lines: { text, box: [left, top, right, bottom] }[] }, the files beside it, boxes in pixels.
 * @throws NotFoundError if there is none, InklingError if it is no such list
 */
export async function loadPageSet(folder: string): Promise<PageSet> {
  const path = join(folder, LIST);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw fileError("read", path, error);
  }
  const pages = parsePages(text, path);
  return {
    name: basename(resolve(folder)),
    pages,
    image: async (index) => await readImage(join(dirname(path), pages[index].file)),
  };
}

function parsePages(text: string, path: string): PageSet["pages"] {
  try {
    const pages = JSON.parse(text) as { file: string; lines: { text: string; box: number[] }[] }[];
    if (!Array.isArray(pages) || pages.length === 0) throw new TypeError("no list of pages");
    return pages.map(({ file, lines }) => ({
      file,
      lines: lines.map((line) => ({ text: line.text, box: toBox(line.box) })),
    }));
  } catch (cause) {
    throw new InklingError({
      what: `${path} cannot be understood`,
      expected: '[{ "file": "page.jpg", "lines": [{ "text": "4711", "box": [left, top, right, bottom] }] }]',
      received: (cause as Error).message.replace(/\.$/, ""),
      cause,
    });
  }
}

function toBox(corners: readonly number[]): Box {
  const [left, top, right, bottom] = corners;
  if (corners.length !== 4 || !(right > left) || !(bottom > top)) {
    throw new TypeError(`the box ${JSON.stringify(corners)}`);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
