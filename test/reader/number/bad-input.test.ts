/** Pictures with no number, or with one that stands unusually: nothing wrong is accepted, it is said why, and it takes no long time. */
import { beforeAll, describe, expect, test } from "vitest";
import { createGrayImage, type GrayImage } from "../../../src/image/index.ts";
import { loadNumberReader } from "../../../src/node/load-number-reader.ts";
import { NumberReader, type NumberReading, type PageOptions } from "../../../src/reader/index.ts";
import { drawNumber } from "../segments/draw-number.ts";
import { drawCrumbs, drawMusic, drawText, drawTexture, resize, turnRight } from "./no-numbers.ts";

const LAYOUTS = ["auto", "line", "column", "grid", "boxes"] as const;
/** Of the processor, so that a busy machine does not count. */
const MOST_MS = 10_000;
const TURNED = "the page seems to be turned by 90°";
const TEXTS = ["4827", "905", "6214", "70582"];

let reader: NumberReader;
beforeAll(async () => {
  const { model } = await loadNumberReader();
  const facts = { ...model.facts, thresholds: { reject: 0.3, accept: 0.9 } };
  reader = new NumberReader({ ...model, facts });
});

function read(image: GrayImage, options: PageOptions = {}): NumberReading[] {
  const start = process.cpuUsage();
  const { numbers } = reader.readPage(image, options).pages[0];
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(MOST_MS);
  return numbers;
}

/** The texts below each other, their digits 20 pixels high. */
function drawLines(texts: readonly string[], width = 250): GrayImage {
  const page = createGrayImage(width, 20 + 60 * texts.length);
  page.data.fill(235);
  texts.forEach((text, row) => {
    const ink = drawNumber(reader.model.digits, text, 3);
    ink.data.forEach((level, i) => {
      const at = (10 + 60 * row + Math.floor(i / ink.width)) * page.width + 30 + (i % ink.width);
      page.data[at] = 235 - (190 * level) / 255;
    });
  });
  return page;
}

describe.each(LAYOUTS)("with the layout %s", (layout) => {
  test("a blank sheet holds nothing, white or black", () => {
    for (const level of [0, 128, 255]) {
      const sheet = createGrayImage(600, 800);
      sheet.data.fill(level);
      expect(read(sheet, { layout })).toEqual([]);
    }
  });

  test.each([
    ["printed text", () => drawText(40)],
    ["music", () => drawMusic(1)],
    ["a texture of threads", () => drawTexture("threads")],
    ["a texture of clouds", () => drawTexture("clouds")],
    ["noise", () => drawTexture("noise")],
    ["5,000 crumbs", () => drawCrumbs(5000)],
  ] as const)("nothing is accepted of %s", (_name, draw) => {
    const accepted = read(draw(), { layout }).filter(
      ({ decision, empty }) => decision === "accept" && !empty,
    );
    expect(accepted).toEqual([]);
  });
});

test("what is rejected has its reason", () => {
  const numbers = [drawText(40), drawMusic(1), drawCrumbs(5000)].flatMap((image) => read(image));
  const rejected = numbers.filter(({ decision }) => decision === "reject");
  expect(rejected.length).toBeGreaterThan(600);
  expect(rejected.every(({ reasons }) => reasons.length > 0)).toBe(true);
});

describe("a page turned by 90°", () => {
  test.each([
    ["right", 1],
    ["left", 3],
  ])("to the %s is for review or rejected, and it is said why", (_side, turns) => {
    let page = drawLines(TEXTS);
    for (let i = 0; i < turns; i++) page = turnRight(page);
    for (const layout of ["auto", "line", "column"] as const) {
      const numbers = read(page, { layout });
      expect(numbers.length).toBeGreaterThan(0);
      for (const { decision, reasons } of numbers) {
        expect(decision).not.toBe("accept");
        expect(reasons).toContain(TURNED);
      }
    }
  });

  test("is not seen in one that is upright, be it a column of digits or of pairs of them", () => {
    for (const texts of [TEXTS, ["4", "0", "6", "8"], ["41", "10", "56", "98"]]) {
      expect(read(drawLines(texts)).flatMap(({ reasons }) => reasons)).not.toContain(TURNED);
    }
  });
});

describe("digits of unusual size", () => {
  test("6 pixels high are read, or not accepted", () => {
    const numbers = read(resize(drawLines(TEXTS), 6 / 20));
    expect(numbers).toHaveLength(TEXTS.length);
    numbers.forEach(({ text, decision }, i) => {
      if (decision === "accept") expect(text).toBe(TEXTS[i]);
    });
    expect(numbers.filter(({ text }, i) => text === TEXTS[i]).length).toBeGreaterThanOrEqual(2);
  });

  test("600 pixels high are read", () => {
    const [number] = read(resize(drawLines(["4827"], 150), 30));
    expect(number.text).toBe("4827");
    expect(number.decision).not.toBe("reject");
  });
});

describe("a grammar", () => {
  test("that nothing can satisfy is refused, and it is said why", () => {
    const impossible = { length: 3, range: { min: 5000 } };
    expect(() => read(drawLines(["4827"]), { grammar: impossible })).toThrow(/grammar/);
  });

  test("that the picture does not satisfy rejects it, and it is said why", () => {
    for (const grammar of [{ values: ["777"] }, { pattern: "##/##/##" }, { length: 12 }]) {
      const [{ decision, reasons }] = read(drawLines(["4827"]), { grammar, layout: "line" });
      expect([decision, reasons]).toEqual(["reject", ["nothing that is allowed"]]);
    }
  });
});
