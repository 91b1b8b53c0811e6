/** The other digit that a reading might be. */
import type { DigitReading } from "./digit-reading.ts";

/** It is named from this share of the first one's probability on. */
const CLOSE = 0.1;

/** The second likeliest digit, or undefined if it is unlikely beside the first. */
export function secondDigit(
  reading: Pick<DigitReading, "digit" | "probability" | "probabilities">,
): number | undefined {
  const { digit, probability, probabilities } = reading;
  const others = probabilities.map((other, i) => (i === digit ? 0 : other));
  const second = others.indexOf(Math.max(...others));
  return others[second] >= CLOSE * probability ? second : undefined;
}
