import { describe, expect, test } from "vitest";
import { summariseReadings } from "../../src/metrics/index.ts";
import type { ReadingOutcome } from "../../src/metrics/index.ts";

const digit = (
  correct: boolean,
  confidence: number,
  decision: ReadingOutcome["decision"],
): ReadingOutcome => ({ isDigit: true, correct, confidence, decision });
const other = (confidence: number, decision: ReadingOutcome["decision"]): ReadingOutcome => ({
  isDigit: false,
  correct: false,
  confidence,
  decision,
});

/** Five digits, of which four are read right, and three other things, of which two are rejected. */
const MIXED = [
  digit(true, 1, "accept"),
  digit(true, 0.9, "accept"),
  digit(false, 0.8, "accept"),
  digit(true, 0.6, "review"),
  digit(true, 0.3, "reject"),
  other(0.9, "accept"),
  other(0.2, "reject"),
  other(0.1, "reject"),
];

describe("summariseReadings", () => {
  test("counts a digit as right by its best reading, and what is none as right when it was rejected", () => {
    const { count, digits, notDigits, accuracy } = summariseReadings(MIXED);
    expect({ count, digits, notDigits }).toEqual({ count: 8, digits: 5, notDigits: 3 });
    expect(accuracy).toMatchObject({ right: 6, of: 8, share: 0.75 });
  });

  test("gives accuracy Wilson's interval, whose ends solve (p - 3/4)² = z² p (1 - p) / 8", () => {
    const { low, high } = summariseReadings(MIXED).accuracy.interval;
    for (const p of [low, high]) {
      expect((p - 0.75) ** 2).toBeCloseTo((1.959963984540054 ** 2 * p * (1 - p)) / 8, 10);
    }
    expect(low).toBeLessThan(0.75);
    expect(high).toBeGreaterThan(0.75);
  });

  test("counts what is no digit but was accepted as wrong among the accepted", () => {
    const { accepted, accuracyAccepted, notDigitsAccepted } = summariseReadings(MIXED);
    expect({ accepted, notDigitsAccepted }).toEqual({ accepted: 4, notDigitsAccepted: 1 });
    expect(accuracyAccepted).toMatchObject({ right: 2, of: 4, share: 0.5 });
  });

  test("tells by decision how many digits there were and how many were read right", () => {
    const { reviewed, rejected, decisions } = summariseReadings(MIXED);
    expect({ reviewed, rejected }).toEqual({ reviewed: 1, rejected: 3 });
    expect(decisions).toEqual({
      accept: { count: 4, digits: 3, digitsRight: 2, notDigits: 1 },
      review: { count: 1, digits: 1, digitsRight: 1, notDigits: 0 },
      reject: { count: 3, digits: 1, digitsRight: 1, notDigits: 2 },
    });
  });

  test("calibration and risk take what is no digit as read wrong", () => {
    const { calibration, riskCoverage } = summariseReadings([digit(true, 1, "accept"), other(0.5, "reject")]);
    // One bin is 1 sure and right, the other 0.5 sure and wrong: (0 + 0.5) / 2.
    expect(calibration.error).toBeCloseTo(0.25, 12);
    expect(riskCoverage.points).toEqual([
      { threshold: 1, coverage: 0.5, risk: 0 },
      { threshold: 0.5, coverage: 1, risk: 0.5 },
    ]);
  });

  test("of a set without digits, accuracy is the share rejected", () => {
    const summary = summariseReadings([other(0.9, "review"), other(0.2, "reject")]);
    expect(summary.accuracy.share).toBe(0.5);
    expect(summary.accuracyAccepted).toBeUndefined();
  });

  test("refuses no outcomes, and a right reading of what is no digit", () => {
    expect(() => summariseReadings([])).toThrow("there are no outcomes: expected at least one");
    const broken = { ...other(0.5, "accept"), correct: true };
    expect(() => summariseReadings([digit(true, 1, "accept"), broken])).toThrow("outcomes[1] cannot be");
  });
});
