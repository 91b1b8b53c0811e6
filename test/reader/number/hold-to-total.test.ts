/** Columns held to their totals, of numbers whose candidates are known. */
import { describe, expect, test } from "vitest";
import { holdToTotal } from "../../../src/reader/number/hold-to-total.ts";
import type { NumberReading } from "../../../src/reader/number/number-reading.ts";
import type { FieldReading } from "../../../src/reader/number/read-field.ts";
import { exampleNumber } from "./example-page.ts";

/** A number that may be each of these texts; from 0.9 on it is accepted. */
function field(shares: Record<`x${string}`, number>, changes: Partial<NumberReading> = {}): FieldReading {
  const texts = Object.entries(shares).map(([name, probability]) => ({ text: name.slice(1), probability }));
  const retell = (alternatives: NumberReading["alternatives"]): NumberReading => {
    const [{ text, probability }] = alternatives;
    const decision = probability >= 0.9 ? "accept" : "review";
    return exampleNumber({ text, value: Number(text), probability, alternatives, decision, ...changes });
  };
  const candidates = texts.map(({ text, probability }) => ({ text, logProbability: Math.log(probability) }));
  return { number: retell(texts), candidates, retell };
}

const textsOf = (numbers: readonly NumberReading[]): string[] => numbers.map(({ text }) => text);

describe("a column whose last number is its total", () => {
  const column = [
    field({ x120: 0.97, x170: 0.03 }),
    field({ x35: 0.6, x85: 0.4 }),
    field({ x205: 0.99, x206: 0.01 }),
  ];
  const held = holdToTotal(column, "last");

  test("is read so that it adds up, and what the sum changed is said", () => {
    expect(textsOf(held)).toEqual(["120", "85", "205"]);
    expect(held.map(({ reasons }) => reasons)).toEqual([
      [],
      ["the column adds up to 205 with this reading, instead of 35"],
      [],
    ]);
  });

  test("has the probabilities that the sum leaves", () => {
    // 120 + 85 = 205 and 170 + 35 = 205; nothing makes 206.
    const [right, other] = [0.97 * 0.4 * 0.99, 0.03 * 0.6 * 0.99];
    expect(held[1].probability).toBeCloseTo(right / (right + other), 12);
    expect(held[1].alternatives[1]).toEqual({
      text: "35",
      probability: expect.closeTo(other / (right + other), 12),
    });
    expect(held[2].probability).toBeCloseTo(1, 12);
    expect(held.map(({ decision }) => decision)).toEqual(["accept", "accept", "accept"]);
  });

  test("is for review where it adds up only with unlikely readings: the sum on the paper may be wrong", () => {
    const numbers = holdToTotal(
      [field({ x12: 0.999 }), field({ x30: 0.999 }), field({ x43: 0.999, x42: 0.001 })],
      "last",
    );
    expect(textsOf(numbers)).toEqual(["12", "30", "42"]);
    expect(numbers.map(({ decision }) => decision)).toEqual(["review", "review", "review"]);
    expect(numbers[2].reasons).toEqual([
      "the column adds up to 42 with this reading, instead of 43",
      "the column adds up to 42 with unlikely readings only",
    ]);
  });

  test("is for review where nothing adds up, each number read by itself", () => {
    const numbers = holdToTotal([field({ x12: 1 }), field({ x30: 1 }), field({ x99: 1 })], "last");
    expect(textsOf(numbers)).toEqual(["12", "30", "99"]);
    for (const { decision, reasons } of numbers) {
      expect([decision, reasons]).toEqual(["review", ["no reading of the column adds up to 99"]]);
    }
  });

  test("cannot be added up if a number has no value, or if there is one number only", () => {
    const [first] = holdToTotal([field({ x12: 1 }), field({ "x1/2": 1 }), field({ x12: 1 })], "last");
    expect([first.decision, first.reasons]).toEqual([
      "review",
      ["the column cannot be added up: 1/2 has no value"],
    ]);
    const [alone] = holdToTotal([field({ x12: 1 })], "last");
    expect(alone.reasons).toEqual(["one number alone has no total"]);
  });
});

describe("a total that is given", () => {
  test("is exact in cents, and in the locale's own way of writing", () => {
    const column = [field({ "x0,10": 0.5, "x0,16": 0.5 }), field({ "x0,2": 1 }), field({ x1: 0.7, x7: 0.3 })];
    const locale = { decimal: "," } as const;
    expect(textsOf(holdToTotal(column, 1.3, locale))).toEqual(["0,10", "0,2", "1"]);
    expect(textsOf(holdToTotal(column, "7,36", locale))).toEqual(["0,16", "0,2", "7"]);
  });

  test("holds each column of a table, and passes over empty cells", () => {
    const numbers = [
      field({ x4: 0.6, x9: 0.4 }, { column: 0 }),
      field({ x7: 1 }, { column: 1 }),
      field({ x6: 1 }, { column: 0 }),
      field({ x0: 1 }, { column: 1, empty: true }),
      field({ x3: 0.5, x8: 0.5 }, { column: 1 }),
    ];
    expect(textsOf(holdToTotal(numbers, 15))).toEqual(["9", "7", "6", "0", "8"]);
  });

  test("that is no number is refused", () => {
    expect(() => holdToTotal([], "many")).toThrow(
      'total is no number: expected "last", or a value such as 1204.50, received "many"',
    );
    expect(() => holdToTotal([], NaN)).toThrow(RangeError);
    expect(() => holdToTotal([], true as never)).toThrow(TypeError);
  });
});
