/** Whether the reading of a number is believed, and why not, in words. */
import type { Decision } from "../digit-reading.ts";
import type { NumberReading } from "./number-reading.ts";

/** From which figures on a number is believed. */
export interface NumberThresholds {
  /** Below this probability a reading is rejected. */
  reject: number;
  /** From this probability on a reading is accepted; between the two it is to be reviewed. */
  accept: number;
}

/** What a decision rests on. */
export interface NumberEvidence {
  alternatives: readonly { text: string; probability: number }[];
  /** The probability that the ink is no number at all. */
  notANumber: number;
  /** The probability, before it was known what is allowed, of all that is allowed; 1 without a grammar. */
  allowed: number;
}

/** The second text is named where it has this share of the first one's probability. */
const CLOSE = 0.25;
/** Below this probability of all that is allowed, a person should look whether the picture is the right one. */
const HARDLY_ALLOWED = 0.02;
const NOT_ALLOWED = 1e-4;
const NO_NUMBER = 0.5;

/** @param evidence of ink that is not blank */
export function decideNumber(
  { alternatives, notANumber, allowed }: NumberEvidence,
  { reject, accept }: NumberThresholds,
): { decision: Decision; reasons: string[] } {
  const [first, second] = alternatives;
  if (notANumber > NO_NUMBER) return { decision: "reject", reasons: ["not a number"] };
  if (first === undefined || allowed < NOT_ALLOWED) {
    return { decision: "reject", reasons: ["nothing that is allowed"] };
  }
  if (first.text === "") return { decision: "reject", reasons: ["no number"] };
  const isClose = second !== undefined && second.probability >= CLOSE * first.probability;
  const unsure = isClose
    ? `two readings close: ${first.text} or ${second.text === "" ? "nothing" : second.text}`
    : `unsure: ${(first.probability * 100).toFixed(0)} %`;
  if (first.probability < reject) return { decision: "reject", reasons: [unsure] };
  const against = [
    ...(first.probability < accept ? [unsure] : []),
    ...(allowed < HARDLY_ALLOWED ? ["hardly like anything that is allowed"] : []),
  ];
  return { decision: against.length === 0 ? "accept" : "review", reasons: against };
}

/** The number with something more that speaks against accepting it. */
export function doubtNumber(number: NumberReading, reason: string): NumberReading {
  const decision = number.decision === "accept" ? "review" : number.decision;
  return { ...number, decision, reasons: [...number.reasons, reason] };
}
