/**
 * Standard normal numbers, the same on every platform.
 * Method: Marsaglia's polar method, two numbers from each point drawn in the unit disc. Source: G. Marsaglia, T. A. Bray,
 * "A convenient method for generating normal variables", SIAM Review 6 (1964).
 */
import { log } from "./portable-math.ts";
import type { Random } from "./random.ts";

/** A stream of standard normal numbers over a stream of random bits. */
export class NormalStream {
  readonly #random: Random;
  #kept: number | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): number {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept !== undefined) return kept;
    for (;;) {
      const x = 2 * this.#random.nextFloat() - 1;
      const y = 2 * this.#random.nextFloat() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * log(square)) / square);
      this.#kept = y * factor;
      return x * factor;
    }
  }
}
