/** Against closed forms, and against the engine's own Math, which is good to its last bit or two. */
import { describe, expect, test } from "vitest";
import { cosPi, exp, integerPower, log, power } from "../../src/base/portable-math.ts";

/** Numbers from `from` to `to`, both included. */
const range = (from: number, to: number, steps = 1000) =>
  Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);

/** The largest error, relative to the expected value or to `floor` if that is larger. */
function largestError(actual: number[], expected: number[], floor = 0): number {
  return Math.max(
    ...actual.map((value, i) => Math.abs(value - expected[i]) / Math.max(floor, Math.abs(expected[i]))),
  );
}

describe("exp", () => {
  test("has a relative error under 1e-15 wherever doubles reach", () => {
    for (const [from, to] of [
      [-1, 1],
      [-50, 50],
      [-700, 709],
    ]) {
      const points = range(from, to).filter((x) => x !== 0);
      expect(largestError(points.map(exp), points.map(Math.exp))).toBeLessThan(1e-15);
    }
  });

  test("gives e, its root and its inverse", () => {
    expect(exp(1)).toBeCloseTo(Math.E, 15);
    expect(exp(0.5)).toBeCloseTo(Math.sqrt(Math.E), 15);
    expect(exp(-1)).toBeCloseTo(1 / Math.E, 15);
  });

  test("is exact where it can be", () => {
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(-1000), exp(1000), exp(NaN)]).toEqual([
      1,

      0,
      Infinity,
      0,
      Infinity,
      NaN,
    ]);
  });
});

describe("log", () => {
  test("has an error under 1e-15, absolute below 1 and relative beyond", () => {
    for (const points of [range(1e-3, 3), range(1, 1e9), range(1e-300, 1e-9)]) {
      expect(largestError(points.map(log), points.map(Math.log), 1)).toBeLessThan(1e-15);
    }
  });

  test("is exact where it can be", () => {
    expect([log(1), log(2), log(10), log(0), log(Infinity), log(-1), log(NaN)]).toEqual([
      0,
      Math.LN2,
      Math.LN10,
      -Infinity,
      Infinity,
      NaN,
      NaN,
    ]);
  });
});

describe("power", () => {
  test("has a relative error under 1e-14 for a decay rate to any share of its steps", () => {
    for (const base of [0.1, 0.5, 0.9, 0.96, 0.999, 1.5]) {
      const exponents = range(0, 20, 777);
      const powers = exponents.map((exponent) => power(base, exponent));
      expect(
        largestError(
          powers,
          exponents.map((exponent) => base ** exponent),
        ),
      ).toBeLessThan(1e-14);
    }
  });

  test("gives roots and whole powers", () => {
    expect(power(2, 0.5)).toBeCloseTo(Math.SQRT2, 15);
    expect(power(4, 1.5)).toBeCloseTo(8, 14);
    expect(power(4, -0.5)).toBeCloseTo(0.5, 15);
    expect([power(3, 4), power(2, -3), power(7, 0), power(0, 0), power(0, 0.5), power(0, 2)]).toEqual([
      81, 0.125, 1, 1, 0, 0,
    ]);
  });
});

describe("integerPower", () => {
  test("is exact for powers of two, and for products that fit", () => {
    expect([
      integerPower(2, 1023),
      integerPower(2, -1022),
      integerPower(10, 15),
      integerPower(-3, 3),
    ]).toEqual([2 ** 1023, 2 ** -1022, 1e15, -27]);
  });
});

describe("cosPi", () => {
  test("has an absolute error under 6e-16 over several turns", () => {
    const points = range(-6, 6, 4001);
    // cos(pi x) loses digits to the rounding of pi x; the remainder after whole turns keeps that small.
    const expected = points.map((x) => Math.cos(Math.PI * (x - 2 * Math.round(x / 2))));
    expect(largestError(points.map(cosPi), expected, 1)).toBeLessThan(6e-16);
  });

  test("has its closed forms", () => {
    expect([0, 0.5, 1, 1.5, 2, -1, 7, 8].map(cosPi).map((value) => value + 0)).toEqual([
      1, 0, -1, 0, 1, -1, -1, 1,
    ]);
    expect(cosPi(1 / 3)).toBeCloseTo(0.5, 15);
    expect(cosPi(1 / 4)).toBeCloseTo(Math.SQRT1_2, 15);
    expect(cosPi(1 / 5)).toBeCloseTo((1 + Math.sqrt(5)) / 4, 15);
    expect(cosPi(1 / 12)).toBeCloseTo((Math.sqrt(6) + Math.sqrt(2)) / 4, 15);
    expect(cosPi(0.375) + cosPi(0.625)).toBe(0);
  });
});
