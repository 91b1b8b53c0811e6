/** What a digit model's file says about its answers, checked when it is read: they decide what is believed. */
import { InklingError } from "../base/errors.ts";
import { checkInteger, checkNumber } from "../base/guards.ts";

/** From which figures on a reading is believed. */
export interface DigitThresholds {
  /** Below this energy an image is unlike any digit, and rejected: see `DigitReading.energy`. */
  energy: number;
  /** Below this energy it is unlike most digits, and not accepted. */
  acceptEnergy: number;
  /** Below this probability a reading is rejected. */
  reject: number;
  /** From this probability on a reading is accepted; between the two it is to be reviewed. */
  accept: number;
  /** The same where something else speaks against it: uncertain polarity, a stroke that may be cut off. */
  acceptCautiously: number;
}

export interface DigitModelFacts {
  version: 1;
  /** What the network wants to be shown, in words. */
  input: string;
  /** Divides the logits, so that the softmax gives calibrated probabilities. */
  temperature: number;
  thresholds: DigitThresholds;
  /** The model card, Markdown: what it was trained on and how, what it reaches, what it cannot do. */
  card: string;
}

const THRESHOLDS: readonly (keyof DigitThresholds)[] = [
  "energy",
  "acceptEnergy",
  "reject",
  "accept",
  "acceptCautiously",
];

/**
 * @param text JSON
 * @param name what errors call the file
 * @throws InklingError if the facts are not whole
 */
export function readFacts(text: unknown, name: string): DigitModelFacts {
  try {
    const facts = JSON.parse(String(text)) as DigitModelFacts;
    checkInteger("its version", facts.version, 1, 1);
    checkNumber("its temperature", facts.temperature, Number.MIN_VALUE);
    for (const threshold of THRESHOLDS)
      checkNumber(`its threshold ${threshold}`, facts.thresholds[threshold]);
    if (typeof facts.input !== "string" || typeof facts.card !== "string")
      throw new TypeError("no input or no card");
    return facts;
  } catch (cause) {
    throw new InklingError({
      what: `the facts about the digits in ${name} cannot be understood`,
      expected: "JSON as npm run train:digits writes it",
      received: (cause as Error).message.replace(/\.$/, ""),
      mend: "The file was changed or damaged, or is newer than this Inkling: install Inkling again.",
      cause,
    });
  }
}
