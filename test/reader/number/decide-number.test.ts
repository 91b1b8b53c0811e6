/** Decisions about numbers, with their reasons. */
import { expect, test } from "vitest";
import { decideNumber, type NumberEvidence } from "../../../src/reader/number/decide-number.ts";

const THRESHOLDS = { reject: 0.4, accept: 0.95 };
const decide = (shares: Record<string, number>, evidence: Partial<NumberEvidence> = {}) =>
  decideNumber(
    {
      alternatives: Object.entries(shares).map(([text, probability]) => ({ text, probability })),
      notANumber: 0,
      allowed: 1,
      ...evidence,
    },
    THRESHOLDS,
  );

test("a sure number is accepted without a word", () => {
  expect(decide({ " 4711": 0.99 })).toEqual({ decision: "accept", reasons: [] });
});

test.each([
  [{ x17: 0.6, x11: 0.3 }, {}, "review", "two readings close: x17 or x11"],
  [{ x17: 0.9, x11: 0.1 }, {}, "review", "unsure: 90 %"],
  [{ x17: 0.6, "": 0.3 }, {}, "review", "two readings close: x17 or nothing"],
  [{ x17: 0.3, x11: 0.05 }, {}, "reject", "unsure: 30 %"],
  [{ "": 0.9 }, {}, "reject", "no number"],
  [{}, {}, "reject", "nothing that is allowed"],
  [{ x17: 0.99 }, { notANumber: 0.8 }, "reject", "not a number"],
  [{ x17: 0.99 }, { allowed: 0.01 }, "review", "hardly like anything that is allowed"],
  [{ x17: 0.99 }, { allowed: 1e-6 }, "reject", "nothing that is allowed"],
] as const)("of %j with %j it says %s: %s", (shares, evidence, decision, reason) => {
  expect(decide(shares as Record<string, number>, evidence)).toEqual({ decision, reasons: [reason] });
});
