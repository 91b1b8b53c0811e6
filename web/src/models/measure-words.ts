/** An accuracy in words. */
import { formatCount, formatPercent } from "../parts/format.ts";
import type { Measured } from "../workers/inside-messages.ts";

/** `96.45 % of 10,000 (95 % interval 96.07 % to 96.79 %)`. */
export function measureWords({ right, count, low, high }: Measured): string {
  const interval = `${formatPercent(low, 2)} to ${formatPercent(high, 2)}`;
  return `${formatPercent(right / count, 2)} of ${formatCount(count)} (95 % interval ${interval})`;
}
