/**
 * Wilson's score interval for a share, such as an accuracy: how far the true one may be from the measured one.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
import { checkInteger, checkNumber } from "../base/guards.ts";

/** The ends of an interval, both 0..1. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * The interval that holds the true share with the given confidence, after `successes` in `trials`.
 *
 * ```ts
 * wilsonInterval(9645, 10_000); // { low: 0.9607, high: 0.9679 }
 * ```
 * @param confidence 0.5..0.9999, @default 0.95
 * @throws RangeError if a number is out of range
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): Interval {
  checkInteger("trials", trials, 1);
  checkInteger("successes", successes, 0, trials);
  checkNumber("confidence", confidence, 0.5, 0.9999);
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / trials;
  const centre = (share + z ** 2 / (2 * trials)) / (1 + z ** 2 / trials);
  const spread = Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const halfWidth = (z * spread) / (1 + z ** 2 / trials);
  // At the ends the exact bound is 0 or 1; rounding errors must not push it past.
  return {
    low: successes === 0 ? 0 : centre - halfWidth,
    high: successes === trials ? 1 : centre + halfWidth,
  };
}

/**
 * The z below which a standard normal variable lies with probability `p`, 0.5 <= p < 1, by Newton's method. From z = 0
 * it rises to the root without passing it, for the distribution is concave there.
 */
function normalQuantile(p: number): number {
  let z = 0;
  for (let round = 0; round < 50; round++) {
    const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const step = (p - normalDistribution(z, density)) / density;
    z += step;
    if (Math.abs(step) < 1e-14) break;
  }
  return z;
}

/** P(Z <= z) = 1/2 + density (z + z³/3 + z⁵/(3·5) + …): G. Marsaglia, "Evaluating the normal distribution" (2004). */
function normalDistribution(z: number, density: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    term *= z ** 2 / odd;
    sum += term;
  }
  return 0.5 + density * sum;
}
