import { describe, expect, test } from "vitest";
import { deriveSeed, Random } from "../../src/base/random.ts";
import { loadInk } from "../../src/node/index.ts";
import { SYMBOLS } from "../../src/reader/grammar/symbols.ts";
import { blockPool, importLines, type DrawMark, type Line, type LineSet, type Pool } from "./lines-script.ts";

const { drawLineSet, drawPlainSet } = await importLines<{
  drawLineSet: (pool: Pool, options: { count: number; seed: number }) => LineSet;
  drawPlainSet: (pool: Pool, options: { count: number; seed: number; gaps: [number, number] }) => LineSet;
}>("line-set");
const { makeDigitPool } = await importLines<{ makeDigitPool: (set: object, seed: number) => Pool }>(
  "digit-pool",
);
const { composeLine, drawHand } = await importLines<{
  composeLine: (text: string, hand: object, pool: Pool, random: Random) => Line;
  drawHand: (random: Random, options?: object) => object;
}>("compose-line");
const { drawText } = await importLines<{ drawText: (random: Random) => string }>("number-texts");
const { drawMark } = await importLines<{ drawMark: DrawMark }>("pen-marks");

/** The columns of a picture that hold ink, as runs [from, to). */
function inkRuns({ width, data }: Line["picture"]): [number, number][] {
  const runs: [number, number][] = [];
  for (let x = 0; x < width; x++) {
    const inked = data.some((level, i) => i % width === x && level > 80);
    const last = runs.at(-1);
    if (!inked) continue;
    if (last !== undefined && last[1] === x) last[1] = x + 1;
    else runs.push([x, x + 1]);
  }
  return runs;
}

describe("strings for the line network", async () => {
  const { images, labels } = await loadInk({ count: 1000, seed: 3 });
  const pool = makeDigitPool({ images, labels }, 1);

  test("are the same for the same seed, and the first do not depend on how many are drawn", () => {
    const drawn = drawLineSet(pool, { count: 40, seed: 5 });
    expect(drawn.images.shape).toEqual([40, 32, 168, 1]);
    const fewer = drawLineSet(pool, { count: 15, seed: 5 });
    expect(fewer.images.data).toEqual(drawn.images.data.subarray(0, 15 * 32 * 168));
    expect(fewer.texts).toEqual(drawn.texts.slice(0, 15));
    expect(drawLineSet(pool, { count: 15, seed: 6 }).texts).not.toEqual(fewer.texts);
  });

  test("carry their texts as symbols, ended by -1, and short enough for the network's steps", () => {
    const { texts, labels: rows, images: lines } = drawLineSet(pool, { count: 300, seed: 7 });
    const [, width] = rows.shape;
    texts.forEach((text, n) => {
      const row = Array.from(rows.data.subarray(n * width, (n + 1) * width));
      expect(row.slice(0, text.length).map((symbol) => SYMBOLS[symbol])).toEqual([...text]);
      expect(row.slice(text.length).every((symbol) => symbol === -1)).toBe(true);
      const equal = [...text].filter((symbol, i) => symbol === text[i - 1]).length;
      expect(text.length + equal).toBeLessThanOrEqual(168 / 2);
      const line = lines.data.subarray(n * 32 * 168, (n + 1) * 32 * 168);
      if (text !== "") expect(Math.max(...line)).toBeGreaterThan(100);
    });
    const share = texts.filter((text) => text === "").length / texts.length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.12);
  });

  test("of a plain set have the gaps that were asked for, between the boxes of digits", () => {
    const blocks = blockPool();
    for (const gap of [2, 5]) {
      for (let n = 0; n < 20; n++) {
        const random = new Random(deriveSeed(gap, n));
        const hand = { ...drawHand(random, { gaps: [gap, gap], plain: true }), spread: 0 };
        const runs = inkRuns(composeLine("1234", hand, blocks, random).picture);
        expect(runs.length).toBe(4);
        for (let i = 1; i < 4; i++)
          expect(Math.abs(runs[i][0] - runs[i - 1][1] - gap)).toBeLessThanOrEqual(1);
      }
    }
  });

  test("of a plain set touch where gaps are negative", () => {
    for (let n = 0; n < 20; n++) {
      const random = new Random(deriveSeed(11, n));
      const hand = drawHand(random, { gaps: [-3, -2], plain: true });
      expect(inkRuns(composeLine("5678", hand, blockPool(), random).picture).length).toBe(1);
    }
  });

  test("of a plain set are of two to six digits", () => {
    const { texts } = drawPlainSet(pool, { count: 100, seed: 2, gaps: [1, 6] });
    expect(texts.every((text) => /^\d{2,6}$/.test(text))).toBe(true);
    expect(new Set(texts.map(({ length }) => length))).toEqual(new Set([2, 3, 4, 5, 6]));
  });
});

test("texts are numbers in the forms that people write", () => {
  const random = new Random(4);
  const texts = Array.from({ length: 2000 }, () => drawText(random));
  const forms = [
    /^-?\d{1,8}$/,
    /^\d{9,12}$/,
    /^-?\d{1,4}[.,]\d{0,3}$/,
    /^\d{1,3}([., ]\d{3}){1,2}([.,]\d\d)?$/,
    /^\d{1,3}\/\d{1,3}$/,
    /^\d{1,2}([-/.])\d{1,2}(\1(\d{2}|\d{4}))?$/,
  ];
  for (const text of texts) expect(forms.some((form) => form.test(text))).toBe(true);
  for (const form of forms) expect(texts.filter((text) => form.test(text)).length).toBeGreaterThan(40);
});

describe("points, commas, dashes and slashes", () => {
  const HEIGHT = 40;
  const boxes = (symbol: string) =>
    Array.from({ length: 200 }, (_, n) => {
      const { picture, top } = drawMark(symbol, { height: HEIGHT, pen: 5 }, new Random(n));
      const rows = Array.from({ length: picture.height }, (_, y) => y).filter((y) =>
        picture.data.subarray(y * picture.width, (y + 1) * picture.width).some((level) => level > 127),
      );
      const [columns] = [inkRuns(picture)];
      return {
        top: top + rows[0],
        bottom: top + rows.at(-1)! + 1,
        width: columns.at(-1)![1] - columns[0][0],
      };
    });

  test("are in their places: on the line, below it, between, and through it", () => {
    for (const { top, bottom } of boxes(".")) {
      expect(top).toBeGreaterThan(-0.3 * HEIGHT);
      expect(bottom).toBeLessThan(0.2 * HEIGHT);
    }
    for (const { top, bottom } of boxes(",")) {
      expect(top).toBeGreaterThan(-0.3 * HEIGHT);
      expect(bottom).toBeGreaterThan(0.04 * HEIGHT);
    }
    for (const { top, bottom } of boxes("-")) {
      expect(top).toBeGreaterThan(-0.75 * HEIGHT);
      expect(bottom).toBeLessThan(-0.15 * HEIGHT);
    }
    for (const { top, bottom } of boxes("/")) {
      expect(top).toBeLessThan(-0.95 * HEIGHT);
      expect(bottom).toBeGreaterThan(0);
    }
  });

  test("are no digits by their sizes: a dash is flat, a slash leans more than a 1", () => {
    for (const { top, bottom, width } of boxes("-")) expect(width).toBeGreaterThan(bottom - top);
    for (const { top, bottom, width } of boxes("/")) expect(width).toBeGreaterThan(0.33 * (bottom - top));
    for (const { top, bottom } of boxes(",")) expect(bottom - top).toBeLessThan(0.55 * HEIGHT);
  });
});
