/** `models/numbers.json`, which `npm run fit:numbers` writes: how the two readings of a number are joined and believed. */
import { InklingError } from "../../base/errors.ts";
import { checkNumber } from "../../base/guards.ts";
import type { NumberFacts } from "./number-model.ts";

/**
 * @param text JSON
 * @param name what errors call the file
 * @throws InklingError if the facts are not whole
 */
export function readNumberFacts(text: string, name: string): NumberFacts {
  try {
    const facts = JSON.parse(text) as NumberFacts;
    checkNumber("latticeWeight", facts.latticeWeight, 0, 1);
    checkNumber("temperature", facts.temperature, Number.MIN_VALUE);
    checkNumber("thresholds.reject", facts.thresholds.reject, 0, 1);
    checkNumber("thresholds.accept", facts.thresholds.accept, 0, 1);
    const { probabilities, right, of } = facts.calibration;
    probabilities.forEach((probability) => checkNumber("calibration.probabilities", probability, 0, 1));
    right.forEach((value) => checkNumber("calibration.right", value, 0, 1));
    if (probabilities.length !== right.length || typeof of !== "string") {
      throw new TypeError("a calibration that is not whole");
    }
    return facts;
  } catch (cause) {
    throw new InklingError({
      what: `the facts about numbers in ${name} cannot be understood`,
      expected: "JSON as npm run fit:numbers writes it",
      received: (cause as Error).message.replace(/\.$/, ""),
      mend: "The file was changed or damaged, or is newer than this Inkling: install Inkling again.",
      cause,
    });
  }
}
