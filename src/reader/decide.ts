/** Whether a reading is believed, and why not, in words. */
import type { DigitThresholds } from "./digit-model-facts.ts";
import type { Decision, DigitReading } from "./digit-reading.ts";

/** A second reading is named from this share of the first one's probability on. */
const CLOSE = 0.1;

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
  const unsure = secondReading(reading) ?? `unsure: ${(probability * 100).toFixed(0)} %`;
  if (probability < thresholds.reject) return { decision: "reject", reasons: [unsure, ...doubts] };
  const against = [
    ...(probability < thresholds.accept ? [unsure] : []),
    ...(energy < thresholds.acceptEnergy ? ["unlike most digits"] : []),
  ];
  const isSureAllTheSame = doubts.length === 0 || probability >= thresholds.acceptCautiously;
  const decision: Decision = against.length === 0 && isSureAllTheSame ? "accept" : "review";
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

/** `two readings close: 7 or 1`, if the second is. */
function secondReading({
  digit,
  probability,
  probabilities,
}: Pick<DigitReading, "digit" | "probability" | "probabilities">): string | undefined {
  const others = probabilities.map((other, i) => (i === digit ? 0 : other));
  const second = others.indexOf(Math.max(...others));
  return others[second] >= CLOSE * probability ? `two readings close: ${digit} or ${second}` : undefined;
}
