/** Numbers and pages drawn from known digits, read by the whole path: picture, paper, fields, lattice, decision. */
import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../../src/base/random.ts";
import { createGrayImage, type GrayImage } from "../../../src/image/index.ts";
import {
  NumberReader,
  type NumberFacts,
  type PageLayout,
  type PageOptions,
} from "../../../src/reader/index.ts";
import { readingSchema } from "../../../src/reader/number/reading-schema.ts";
import { drawNumber, shippedReader } from "../segments/draw-number.ts";

const FACTS: NumberFacts = {
  latticeWeight: 1,
  temperature: 1,
  thresholds: { reject: 0.3, accept: 0.6 },
  calibration: {
    probabilities: Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000),
    right: Array.from({ length: 1000 }, (_, i) => (i < 300 ? 0 : 1)),
    of: "strings for tests",
  },
};
let reader: NumberReader;
beforeAll(async () => {
  const digits = await shippedReader();
  reader = new NumberReader({ digits, facts: FACTS, name: "test", sha256: "a".repeat(64) });
});

/** Paper with numbers at places, their digits 40 pixels high. */
function drawPage(
  width: number,
  height: number,
  numbers: readonly [text: string, x: number, y: number][],
): GrayImage {
  const page = createGrayImage(width, height);
  page.data.fill(235);
  for (const [text, left, top] of numbers) {
    const ink = drawNumber(reader.model.digits, text, 3);
    for (let y = 0; y < 2 * ink.height; y++) {
      for (let x = 0; x < 2 * ink.width; x++) {
        const covered = ink.data[(y >> 1) * ink.width + (x >> 1)] / 255;
        if (covered > 0) page.data[(top + y) * width + left + x] = 235 - 190 * covered;
      }
    }
  }
  return page;
}

/** A black bar. */
function rule(page: GrayImage, x: number, y: number, width: number, height: number): void {
  for (let row = y; row < y + height; row++)
    page.data.fill(60, row * page.width + x, row * page.width + x + width);
}

describe("readNumber", () => {
  test("reads a number with where it is, its digits and its value", () => {
    const page = drawPage(400, 200, [["4827", 60, 50]]);
    const { text, value, decision, box, digits, alternatives } = reader.readNumber(page);
    expect([text, value, decision]).toEqual(["4827", 4827, "accept"]);
    expect(digits.map(({ digit }) => digit)).toEqual([4, 8, 2, 7]);
    expect(alternatives[0].text).toBe("4827");
    // The drawing begins at 60 + 2 · 4 and 50 + 2 · 6.
    expect(Math.abs(box.x - 68)).toBeLessThan(4);
    expect(Math.abs(box.y - 62)).toBeLessThan(4);
    digits.forEach(({ box: own }) => {
      expect(own.x).toBeGreaterThanOrEqual(box.x);
      expect(own.x + own.width).toBeLessThanOrEqual(box.x + box.width);
    });
  });

  test("reads light ink on dark paper, and an underlined number", () => {
    const page = drawPage(400, 200, [["592", 60, 50]]);
    const inverted = { ...page, data: page.data.map((level) => 255 - level) };
    expect(reader.readNumber(inverted).text).toBe("592");
    rule(page, 40, 125, 300, 3);
    expect(reader.readNumber(page).text).toBe("592");
  });

  test("a grammar is held against the number, and the value is told in its locale", () => {
    const page = drawPage(500, 200, [["12,50", 60, 50]]);
    const grammar = { decimals: 2, locale: { decimal: "," } } as const;
    const reading = reader.readNumber(page, { grammar });
    expect([reading.text, reading.value]).toEqual(["12,50", 12.5]);
    const { decision, reasons } = reader.readNumber(page, { grammar: { values: ["777"] } });
    expect(decision).toBe("reject");
    expect(reasons).toEqual(["nothing that is allowed"]);
  });

  test("reads a part of the picture only, and refuses one that is not within it", () => {
    const page = drawPage(600, 200, [
      ["48", 20, 50],
      ["75", 400, 50],
    ]);
    const region = { x: 380, y: 20, width: 200, height: 150 };
    const { text, box } = reader.readNumber(page, { region });
    expect(text).toBe("75");
    expect(box.x).toBeGreaterThan(400);
    expect(() => reader.readNumber(page, { region: { ...region, width: 300 } })).toThrow(
      "the region is not a part of the picture: expected whole pixels within 600 × 200, received 300 × 150 at (380, 20).",
    );
  });

  test("of blank paper nothing is read, and that is said", () => {
    const { text, decision, reasons } = reader.readNumber(drawPage(300, 100, []));
    expect([text, decision, reasons]).toEqual(["", "reject", ["blank"]]);
  });
});

describe("readPage", () => {
  test("reads lines from the top to the bottom", () => {
    const page = drawPage(500, 420, [
      ["4827", 60, 30],
      ["905", 70, 150],
      ["6214", 55, 270],
    ]);
    const { pages } = reader.readPage(page);
    expect(pages[0].numbers.map(({ text }) => text)).toEqual(["4827", "905", "6214"]);
    expect(pages[0].numbers.map(({ row }) => row)).toEqual([0, 1, 2]);
  });

  test("gives what the schema describes, with its steps and their times", () => {
    const reading = reader.readPage(drawPage(500, 200, [["4827", 60, 50]]));
    expect(readingSchema.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
    expect(Object.keys(reading.timings)).toEqual(reading.pipeline);
  });

  test("reads boxes for digits, and leaves empty ones", () => {
    const page = drawPage(560, 160, [
      ["4", 56, 40],
      ["8", 126, 40],
      ["2", 196, 40],
    ]);
    for (let i = 0; i <= 6; i++) rule(page, 50 + 70 * i, 30, 3, 80);
    for (const y of [30, 107]) rule(page, 50, y, 423, 3);
    const [number] = reader.readPage(page, { layout: "boxes" }).pages[0].numbers;
    expect([number.text, number.kind, number.digits.length]).toEqual(["482", "boxes", 3]);
  });

  test("leaves a page of thousands of blots unread, soon, and says why", () => {
    const page = drawPage(2000, 2000, []);
    const random = new Random(3);
    for (let n = 0; n < 3000; n++) {
      const side = 3 + random.nextBelow(12);
      rule(page, random.nextBelow(1980), random.nextBelow(1980), side, side);
    }
    const start = performance.now();
    const { numbers } = reader.readPage(page).pages[0];
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(numbers.length).toBeGreaterThan(500);
    expect(numbers.every(({ decision }) => decision === "reject")).toBe(true);
    expect(numbers[0].reasons).toEqual(["more pieces of writing than a page of numbers has"]);
  });

  test("shows the page's steps to who asks", () => {
    const layouts: PageLayout[] = [];
    reader.readPage(drawPage(300, 160, [["48", 60, 30]]), { onLayout: (layout) => layouts.push(layout) });
    expect(layouts[0].steps.map(({ name }) => name)).toEqual(["picture", "ink", "upright", "without rules"]);
  });
});

describe("a column with a total", () => {
  test("is read so that it adds up", () => {
    const column: [string, number, number][] = [
      ["41", 60, 30],
      ["12", 60, 150],
    ];
    // The drawn 3 is taken for a 2, unless the sum says otherwise.
    const page = drawPage(400, 420, [...column, ["53", 60, 270]]);
    const textsOf = (options: PageOptions) =>
      reader.readPage(page, options).pages[0].numbers.map(({ text }) => text);
    expect(textsOf({ layout: "column" })).toEqual(["41", "12", "52"]);
    expect(textsOf({ total: "last" })).toEqual(["41", "12", "53"]);
    const { numbers } = reader.readPage(page, { total: "last" }).pages[0];
    expect(numbers[2].reasons).toContain("the column adds up to 53 with this reading, instead of 52");
    expect(numbers[2].digits.map(({ digit }) => digit)).toEqual([5, 3]);
    const entries = reader.readPage(drawPage(400, 300, column), { layout: "column", total: 53 }).pages[0]
      .numbers;
    expect(entries.every(({ probability }) => probability > 0.99)).toBe(true);
  });

  test("needs a layout with columns", () => {
    expect(() => reader.readPage(drawPage(300, 100, []), { layout: "line", total: "last" })).toThrow(
      'only columns have totals: expected total with the layout "column" or "grid", received "line"',
    );
  });
});

describe("maxError", () => {
  test("takes the threshold from the held-out strings", () => {
    // The surest 700 are right, and of the next 50 none: too many for 1 %.
    const { threshold, coverage, risk } = reader.thresholdFor(0.01);
    expect(coverage).toBeCloseTo(0.7, 2);
    expect(risk).toBe(0);
    expect(threshold).toBeCloseTo(0.301, 2);
  });

  test("accepts nothing where so few errors cannot be promised", () => {
    const page = drawPage(400, 200, [["4827", 60, 50]]);
    expect(reader.thresholdFor(0.0001).threshold).toBe(Infinity);
    expect(reader.readNumber(page, { maxError: 0.0001 }).decision).toBe("review");
    expect(() => reader.readNumber(page, { maxError: 0 })).toThrow(RangeError);
  });
});
