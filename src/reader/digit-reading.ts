/** What a reader says of one picture. */
import type { NormalisedDigit } from "../vision/index.ts";

/** Whether a reading may be taken as it is, is to be looked at by somebody, or is none. */
export type Decision = "accept" | "review" | "reject";

export interface DigitReading {
  /** The likeliest digit, 0..9, whatever the decision. */
  digit: number;
  /** Calibrated probability of that digit, 0..1: of a hundred readings at 0.9, ninety are right. */
  probability: number;
  /** Calibrated probabilities of the ten digits; with `notADigit` they sum to one. */
  probabilities: number[];
  /** Calibrated probability that it is no digit. */
  notADigit: number;
  /**
   * How much it is like digits, without a unit: the logarithm of the summed exponentials of the ten digits' logits, less three
   * quarters of the logit of no digit. It lies between two scores, the energy of the ten digits alone, which is low for what is like
   * nothing learnt, and the log-odds of being a digit, which is low for what was learnt to be none; the model's card shows how
   * each of the three tells letters from digits.
   * Source of the first: W. Liu et al., "Energy-based out-of-distribution detection", NeurIPS 2020, with the sign turned.
   */
  energy: number;
  decision: Decision;
  /** Why it is not accepted, or what speaks against it, in words; empty where nothing does. */
  reasons: string[];
  /** The digit as the network saw it, and where it was found. */
  normalised: NormalisedDigit;
}
