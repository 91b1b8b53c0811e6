/** The lattice on numbers whose text is known, and its sums against sums over all paths. */
import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../../src/base/random.ts";
import { createGrayImage } from "../../../src/image/index.ts";
import { compileGrammar } from "../../../src/reader/index.ts";
import type { DigitReader } from "../../../src/reader/index.ts";
import { readLattice, type LatticeReading } from "../../../src/reader/segments/read-lattice.ts";
import { drawNumber, shippedReader } from "./draw-number.ts";

let reader: DigitReader;
beforeAll(async () => {
  reader = await shippedReader();
});

const likeliest = ({ candidates }: LatticeReading) =>
  candidates.reduce((best, next) => (next.logProbability > best.logProbability ? next : best));

describe("digits that stand apart", () => {
  test.each(["0", "42", "124567890", "9081", "77", "2205"])("reads %s", (text) => {
    const reading = readLattice(drawNumber(reader, text, 3), reader);
    expect(likeliest(reading).text).toBe(text);
    expect(reading.notANumber).toBeLessThan(0.2);
  });

  test("says where each digit is, from left to right and without overlap", () => {
    const symbols = readLattice(drawNumber(reader, "4711", 4), reader).symbolsOf("4711") ?? [];
    expect(symbols.map(({ symbol }) => symbol).join("")).toBe("4711");
    symbols.forEach(({ box, probabilities, notADigit }, i) => {
      if (i > 0) expect(box.x).toBeGreaterThanOrEqual(symbols[i - 1].box.x + symbols[i - 1].box.width);
      expect(probabilities.reduce((sum, share) => sum + share, notADigit)).toBeCloseTo(1, 5);
    });
  });
});

test("reads digits whose ink touches", () => {
  const texts = ["25", "906", "84"];
  const read = texts.map((text) => likeliest(readLattice(drawNumber(reader, text, -1), reader)).text);
  expect(read).toEqual(texts);
});

test.each(["12,50", "2.75", "-48"])("reads the signs of %s", (text) => {
  expect(likeliest(readLattice(drawNumber(reader, text, 3), reader)).text).toBe(text);
});

describe("probabilities", () => {
  test("those of the texts found are part of one, and the likeliest texts hold nearly all of it", () => {
    const { candidates, logProbabilityOf } = readLattice(drawNumber(reader, "385", 1), reader);
    const sum = candidates.reduce((total, { logProbability }) => total + Math.exp(logProbability), 0);
    expect(sum).toBeLessThanOrEqual(1 + 1e-9);
    expect(sum).toBeGreaterThan(0.95);
    for (const { text, logProbability } of candidates) {
      expect(logProbabilityOf(text)).toBeCloseTo(logProbability, 9);
    }
  });

  test("of two digits, all allowed texts together are what the grammar's mass says", () => {
    const machine = compileGrammar({ length: 2 });
    const reading = readLattice(drawNumber(reader, "38", 2), reader, { machine });
    let sum = 0;
    for (let n = 0; n < 100; n++) sum += Math.exp(reading.logProbabilityOf(String(n).padStart(2, "0")));
    expect(Math.exp(reading.acceptedLogMass ?? NaN)).toBeCloseTo(sum, 9);
  });

  test("a grammar brings its texts among the candidates, however unlikely they are", () => {
    const machine = compileGrammar({ values: ["36", "56"] });
    const { candidates } = readLattice(drawNumber(reader, "35", 2), reader, { machine });
    expect(candidates.map(({ text }) => text)).toEqual(expect.arrayContaining(["35", "36", "56"]));
  });
});

describe("boxes for digits", () => {
  const boxes = [0, 1, 2, 3].map((i) => ({ x: i * 40, y: 0, width: 40, height: 40 }));

  test("give one digit a box, and nothing for an empty one", () => {
    const ink = createGrayImage(160, 40);
    [4, 7, 2].forEach((digit, i) => {
      const one = drawNumber(reader, String(digit), 0);
      for (let y = 0; y < 40; y++) {
        ink.data.set(one.data.subarray(y * one.width, (y + 1) * one.width), y * 160 + i * 40 + 6);
      }
    });
    const reading = readLattice(ink, reader, { digitBoxes: boxes });
    expect(likeliest(reading).text).toBe("472");
    expect(reading.symbolsOf("472")?.map(({ box }) => Math.floor(box.x / 40))).toEqual([0, 1, 2]);
  });

  test("that are all empty hold no number", () => {
    const reading = readLattice(createGrayImage(160, 40), reader, { digitBoxes: boxes });
    expect(reading.candidates).toEqual([{ text: "", logProbability: 0 }]);
  });
});

describe("what is no number", () => {
  test("blank paper holds no text, for sure", () => {
    const reading = readLattice(createGrayImage(300, 60), reader);
    expect(reading.candidates).toEqual([{ text: "", logProbability: 0 }]);
  });

  test("five thousand specks are given up at once", () => {
    const random = new Random(5);
    const ink = createGrayImage(1000, 400);
    for (let n = 0; n < 5000; n++) ink.data[random.nextBelow(ink.data.length)] = 255;
    const start = performance.now();
    expect(readLattice(ink, reader).notANumber).toBe(1);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test("a disc of ink is no number", () => {
    const ink = createGrayImage(80, 80);
    for (let i = 0; i < ink.data.length; i++) {
      const [x, y] = [(i % 80) - 40, Math.floor(i / 80) - 40];
      if (x * x + y * y < 30 * 30) ink.data[i] = 255;
    }
    expect(readLattice(ink, reader).notANumber).toBeGreaterThan(0.5);
  });
});
