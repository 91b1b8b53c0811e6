/** Draws from a `Random` that several files here share. */

/** Uniform in [low, high). */
export function uniform(random, low, high) {
  return low + (high - low) * random.nextFloat();
}

/** About normal, mean 0, variance 1, within 6 to either side: twelve uniform numbers' sum (Irwin and Hall), + and - alone. */
export function normal(random) {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.nextFloat();
  return sum;
}

/** True for that share of the draws. */
export function chance(random, share) {
  return random.nextFloat() < share;
}

/** One of the items, all alike. */
export function pick(random, items) {
  return items[random.nextBelow(items.length)];
}

/** A whole number from low to high, both included. */
export function wholeBetween(random, low, high) {
  return low + random.nextBelow(high - low + 1);
}
