/**
 * The form of a number: a sign, whole digits in groups of three or not, a decimal mark and digits behind it.
 * Grouped numbers have all of their marks: 1,234,567 and 1234567, never 1234,567.
 */
import type { Automaton } from "./automaton.ts";
import type { NumberLocale } from "./grammar.ts";
import { isDigit, SYMBOLS } from "./symbols.ts";

export interface NumberForm {
  locale: NumberLocale;
  /** Digits behind the decimal mark. */
  decimals: { min: number; max: number };
  /** Whether a minus sign may stand in front. */
  signed: boolean;
}

const START = 0;
const SIGN = 1;
/** One to three digits, behind which a group mark may still come. */
const HEAD = 2;
const UNGROUPED = 5;
/** No to three digits behind a group mark. */
const GROUP = 6;
const FULL_GROUP = 9;
/** The decimal mark and the digits behind it. */
const DECIMALS = 10;

/** Accepts every number of the form. */
export function numberForm({ locale, decimals, signed }: NumberForm): Automaton {
  const groupMark = locale.group === undefined ? -1 : SYMBOLS.indexOf(locale.group);
  const decimalMark = SYMBOLS.indexOf(locale.decimal);
  const minus = SYMBOLS.indexOf("-");
  const isWhole = (state: number) => (state >= HEAD && state <= UNGROUPED) || state === FULL_GROUP;

  const afterDigit = (state: number): number | undefined => {
    if (state <= SIGN) return groupMark === -1 ? UNGROUPED : HEAD;
    if (state === UNGROUPED) return UNGROUPED;
    if (state === FULL_GROUP || state === DECIMALS + decimals.max) return undefined;
    return state + 1;
  };

  return {
    start: START,
    step(state, symbol) {
      if (isDigit(symbol)) return afterDigit(state);
      if (symbol === minus) return state === START && signed ? SIGN : undefined;
      if (symbol === decimalMark) return isWhole(state) && decimals.max > 0 ? DECIMALS : undefined;
      const mayGroup = isWhole(state) && state !== UNGROUPED;
      return symbol === groupMark && mayGroup ? GROUP : undefined;
    },
    accepts: (state) => (isWhole(state) ? decimals.min === 0 : state >= DECIMALS + Math.max(1, decimals.min)),
  };
}
