/** How the commands write numbers for people. */
import { formatCount } from "../base/format-count.ts";
import { wilsonInterval } from "../metrics/index.ts";

/** `0.96451` as `96.45 %`. */
export function formatPercent(share: number, digits = 2): string {
  return `${(share * 100).toFixed(digits)} %`;
}

/** `3.14159` as `3.14 s`. */
export function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
}

/** An accuracy with Wilson's 95 % interval: `96.45 %  (9,645 of 10,000; 95 % interval 96.07 to 96.79 %)`. */
export function formatAccuracy(accuracy: number, count: number): string {
  const right = Math.round(accuracy * count);
  const { low, high } = wilsonInterval(right, count);
  const interval = `95 % interval ${(low * 100).toFixed(2)} to ${formatPercent(high)}`;
  return `${formatPercent(accuracy)}  (${formatCount(right)} of ${formatCount(count)}; ${interval})`;
}
