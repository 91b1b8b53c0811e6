/** Whether a reading is believed, and why not, in words. */
import type { DigitThresholds } from "./digit-model-facts.ts";
import type { Decision, DigitReading } from "./digit-reading.ts";
import { secondDigit } from "./second-digit.ts";

/** A picture with more doubts than that is not believed, however sure the network is: the edge of a shadow may be a 1 to it. */
const MOST_DOUBTS = 1;

/**
 * Rejected is what is blank, no digit, unlike digits or too unsure; accepted what is sure enough, which is more where the
 * picture itself is doubtful; the rest is for review.
 * @param thresholds left out for a model without: then only blank pictures are rejected, and the rest is accepted
 */
export function decide(
  reading: Omit<DigitReading, "decision" | "reasons">,
  thresholds: DigitThresholds | undefined,
): Pick<DigitReading, "decision" | "reasons"> {
  const { normalised, probability, notADigit, energy } = reading;
  if (normalised.blank) return { decision: "reject", reasons: ["blank"] };
  const doubts = doubtsOf(reading);
  if (thresholds === undefined) return { decision: "accept", reasons: doubts };
  if (notADigit > probability) return { decision: "reject", reasons: ["not a digit", ...doubts] };
  if (energy < thresholds.energy) return { decision: "reject", reasons: ["unlike any digit", ...doubts] };
  const second = secondDigit(reading);
  const unsure =
    second === undefined
      ? `unsure: ${(probability * 100).toFixed(0)} %`
      : `two readings close: ${reading.digit} or ${second}`;
  if (probability < thresholds.reject) return { decision: "reject", reasons: [unsure, ...doubts] };
  const against = [
    ...(probability < thresholds.accept ? [unsure] : []),
    ...(energy < thresholds.acceptEnergy ? ["unlike most digits"] : []),
  ];
  const isSureAllTheSame = doubts.length === 0 || probability >= thresholds.acceptCautiously;
  const isAccepted = against.length === 0 && doubts.length <= MOST_DOUBTS && isSureAllTheSame;
  const decision: Decision = isAccepted ? "accept" : "review";
  return { decision, reasons: [...against, ...doubts] };
}

/** What in the picture itself speaks against trusting the reading. */
function doubtsOf({ normalised }: Pick<DigitReading, "normalised">): string[] {
  const { polarityUncertain, touchesBorder } = normalised;
  return [
    ...(polarityUncertain ? ["polarity uncertain"] : []),
    ...(touchesBorder ? ["stroke touches the border"] : []),
  ];
}
