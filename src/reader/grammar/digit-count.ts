/** How many digits a text has, as an automaton; other symbols do not count. */
import type { Automaton } from "./automaton.ts";
import { isDigit } from "./symbols.ts";

/** Accepts what has from `min` to `max` digits. */
export function digitCount({ min, max }: { min: number; max: number }): Automaton {
  // Without an upper end all counts from the lower one on are alike.
  const highest = max === Infinity ? min : max;
  return {
    start: 0,
    step(state, symbol) {
      if (!isDigit(symbol)) return state;
      return state < max ? Math.min(state + 1, highest) : undefined;
    },
    accepts: (state) => state >= min,
  };
}
