import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readColumnWithTotal, type AmountCandidate } from "../../src/reader/total.ts";

const amount = (units: number, probability: number): AmountCandidate => ({
  text: String(units),
  units,
  logProbability: Math.log(probability),
});

/** Every choice of one candidate of each list. */
function choices(lists: readonly (readonly AmountCandidate[])[]): AmountCandidate[][] {
  return lists.reduce<AmountCandidate[][]>(
    (heads, list) => heads.flatMap((head) => list.map((each) => [...head, each])),
    [[]],
  );
}

const probabilityOf = (choice: readonly AmountCandidate[]) =>
  choice.reduce((product, { logProbability }) => product * Math.exp(logProbability), 1);

describe("a column with its total", () => {
  test("corrects the entry that does not fit", () => {
    const columns = [
      [amount(120, 0.9), amount(170, 0.1)],
      [amount(35, 0.6), amount(85, 0.4)],
    ];
    const reading = readColumnWithTotal(columns, [amount(205, 0.99), amount(206, 0.01)])!;
    expect(reading.entries.map(({ units }) => units)).toEqual([120, 85]);
    expect(reading.total.units).toBe(205);
    // The other way to 205 is 170 + 35.
    expect(reading.probability).toBeCloseTo(0.36 / (0.36 + 0.06), 12);
    expect(Math.exp(reading.logProbability)).toBeCloseTo(0.9 * 0.4 * 0.99, 12);
    expect(reading.exact).toBe(true);
  });

  test("is the likeliest that adds up, by brute force", () => {
    const candidate = fc.tuple(fc.integer({ min: -3, max: 9 }), fc.integer({ min: 1, max: 99 }));
    const list = fc
      .array(candidate, { minLength: 1, maxLength: 4 })
      .map((pairs) => pairs.map(([units, weight]) => amount(units, weight / 100)));
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), list, (columns, total) => {
        const fitting = choices([...columns, total]).filter(
          (choice) => choice.slice(0, -1).reduce((sum, { units }) => sum + units, 0) === choice.at(-1)!.units,
        );
        const reading = readColumnWithTotal(columns, total);
        if (fitting.length === 0) {
          expect(reading).toBeUndefined();
          return;
        }
        const probabilities = fitting.map(probabilityOf);
        const best = Math.max(...probabilities);
        const sum = probabilities.reduce((a, b) => a + b, 0);
        expect(probabilityOf([...reading!.entries, reading!.total]) / best).toBeCloseTo(1, 10);
        expect(reading!.entries.reduce((sum, { units }) => sum + units, 0)).toBe(reading!.total.units);
        expect(reading!.probability).toBeCloseTo(best / sum, 10);
        expect(reading!.exact).toBe(true);
        expect(Math.exp(reading!.logEvidence) / sum).toBeCloseTo(1, 10);
        const posteriors = [...reading!.entryPosteriors, reading!.totalPosterior];
        for (const [i, list] of [...columns, total].entries()) {
          for (const [c, candidate] of list.entries()) {
            const share = fitting.reduce(
              (p, choice, n) => p + (choice[i] === candidate ? probabilities[n] : 0),
              0,
            );
            expect(posteriors[i][c]).toBeCloseTo(share / sum, 10);
          }
        }
      }),
      { numRuns: 300, seed: 6 },
    );
  });

  test("says when it had to drop partial sums", () => {
    // Eighteen entries of 0 or a power of two have 262,144 sums, all of which can still reach the total.
    const columns = Array.from({ length: 18 }, (_, i) => [amount(0, 0.6), amount(2 ** i, 0.4)]);
    const reading = readColumnWithTotal(columns, [amount(0, 0.5), amount(2 ** 18 - 1, 0.5)])!;
    expect(reading.total.units).toBe(0);
    expect(reading.exact).toBe(false);
  });

  test("forgets partial sums that have gone past the total", () => {
    const columns = Array.from({ length: 18 }, (_, i) => [amount(0, 0.4), amount(2 ** i, 0.6)]);
    const reading = readColumnWithTotal(columns, [amount(5, 1)])!;
    expect(reading.entries.map(({ units }) => units).slice(0, 4)).toEqual([1, 0, 4, 0]);
    expect(reading.exact).toBe(true);
  });

  test("that cannot add up has no reading", () => {
    expect(readColumnWithTotal([[amount(1, 1)], [amount(2, 1)]], [amount(4, 1)])).toBeUndefined();
    expect(readColumnWithTotal([[amount(1, 1)], []], [amount(1, 1)])).toBeUndefined();
    expect(readColumnWithTotal([[amount(1, 1)]], [])).toBeUndefined();
  });

  test("wants whole units", () => {
    expect(() => readColumnWithTotal([[amount(1.5, 1)]], [amount(2, 1)])).toThrow(
      /"1\.5" is not in whole units: expected a whole number, such as cents, received 1\.5/,
    );
  });
});
