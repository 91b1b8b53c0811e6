/** A page with a number of each kind, put together by hand. */
import type { NumberReading, Page, Reading } from "../../../src/reader/number/number-reading.ts";

const shares = (digit: number): number[] =>
  Array.from({ length: 10 }, (_, i) => (i === digit ? 0.95 : 0.005));

export function exampleNumber(changes: Partial<NumberReading> = {}): NumberReading {
  return {
    text: "47",
    value: 47,
    probability: 0.984,
    alternatives: [
      { text: "47", probability: 0.984 },
      { text: "41", probability: 0.01 },
    ],
    decision: "accept",
    reasons: [],
    box: { x: 40, y: 60, width: 50, height: 30 },
    row: 0,
    column: 0,
    kind: "line",
    empty: false,
    digits: [
      { digit: 4, probabilities: shares(4), notADigit: 0.005, box: { x: 40, y: 60, width: 22, height: 30 } },
      { digit: 7, probabilities: shares(7), notADigit: 0.005, box: { x: 66, y: 60, width: 24, height: 30 } },
    ],
    ...changes,
  };
}

export function examplePage(numbers: NumberReading[]): Page {
  return { width: 300, height: 200, skewDegrees: 0, polarity: "dark-on-light", numbers };
}

export function exampleReading(numbers: NumberReading[]): Reading {
  return {
    version: 1,
    pages: [examplePage(numbers)],
    model: { name: "digits, line", sha256: "0".repeat(64) },
    pipeline: ["flatten", "read numbers"],
    timings: { flatten: 1.5, "read numbers": 20 },
  };
}
