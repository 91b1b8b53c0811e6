/**
 * Check digits as automata that read from the left, whatever the length. They pass over all but digits.
 * Sources: ISO/IEC 7812-1 annex B (Luhn), ISO 2108 (ISBN-13, and the weights of ISBN-10).
 */
import type { Automaton } from "./automaton.ts";
import { isDigit } from "./symbols.ts";

function overDigits(step: (state: number, digit: number) => number | undefined): Automaton["step"] {
  return (state, symbol) => (isDigit(symbol) ? step(state, symbol) : state);
}

/**
 * Which digits are doubled is known only at the end, so a state holds two sums modulo 10: one for the last digit being as it
 * is, one for it being doubled.
 */
const luhn: Automaton = {
  start: 0,
  step: overDigits((state, digit) => {
    const [plain, doubled] = [Math.floor(state / 10), state % 10];
    const twice = digit < 5 ? 2 * digit : 2 * digit - 9;
    return ((doubled + digit) % 10) * 10 + ((plain + twice) % 10);
  }),
  accepts: (state) => state < 10,
};

const ISBN_LENGTH = 13;
/** What may stand in the first three places. */
const ISBN_PREFIX = ["9", "7", "89"];

/** A state holds how many digits there were, and their sum with weights 1, 3, 1, … modulo 10. */
const isbn13: Automaton = {
  start: 0,
  step: overDigits((state, digit) => {
    const [count, sum] = [Math.floor(state / 10), state % 10];
    if (count === ISBN_LENGTH) return undefined;
    if (count < ISBN_PREFIX.length && !ISBN_PREFIX[count].includes(String(digit))) return undefined;
    return (count + 1) * 10 + ((sum + digit * (count % 2 === 0 ? 1 : 3)) % 10);
  }),
  accepts: (state) => state === ISBN_LENGTH * 10,
};

/** Weights 1, 2, 3, … from the right are the sum of all sums of first digits, so a state holds both modulo 11. */
const mod11: Automaton = {
  start: 0,
  step: overDigits((state, digit) => {
    const sum = (Math.floor(state / 11) + digit) % 11;
    return sum * 11 + (((state % 11) + sum) % 11);
  }),
  accepts: (state) => state % 11 === 0,
};

export const CHECK_DIGITS: Readonly<Record<"luhn" | "isbn13" | "mod11", Automaton>> = { luhn, isbn13, mod11 };
