/** What a number may be, as a person says it. `compileGrammar` makes of it what a search can use. */

/** How many: exactly so, or from `min` to `max`. */
export type Span = number | { min?: number; max?: number };

/** How numbers are written in a place. */
export interface NumberLocale {
  /** The decimal mark. */
  decimal: "." | ",";
  /**
   * What may stand between groups of three digits. A number has either all of its marks or none. Spaces are seen by no reader,
   * so `" "` allows no mark in what is read; `valueOf` takes them.
   * @default none
   */
  group?: "." | "," | " ";
}

/** A check digit by its name, or a test of the whole text, which can narrow a search only at its end. */
export type NumberCheck = "luhn" | "isbn13" | "mod11" | ((text: string) => boolean);

/**
 * All that is said must hold. Without `pattern` and `values` a number is one or more digits, zeros in front included, with a
 * decimal part only where `decimals` asks for one and a minus sign only where `range.min` is below 0. The empty text never fits.
 */
export interface Grammar {
  /** How many digits there are, on both sides of the decimal mark; marks do not count. @default any */
  length?: Span;
  /** The value, both ends included; -Infinity and Infinity are allowed. @default min 0, max Infinity */
  range?: { min?: number; max?: number };
  /**
   * The form, sign by sign: `#` is any digit; `0` to `9`, `.`, `,`, `-` and `/` are themselves; `[13579]` or `[1-5]` is one of
   * a list; `?` behind any of these says that it may be missing. Spaces are passed over. At most 30 signs. A pattern alone may
   * stand for what has no value, such as a date (`[0-3]#/[01]#/####`).
   */
  pattern?: string;
  /** All texts that are allowed. */
  values?: readonly string[];
  /**
   * `"luhn"` (ISO/IEC 7812-1, payment cards), `"isbn13"` (thirteen digits from 978 or 979), `"mod11"` (weights 1, 2, 3, … from
   * the right, divisible by 11: ISBN-10 and the NHS number; a check sign X is never read), or a test of the text.
   */
  check?: NumberCheck;
  /** How many digits there are behind the decimal mark; 0 forbids the mark. `max` is 15 unless told. @default 0 */
  decimals?: Span;
  /** @default { decimal: "." } */
  locale?: NumberLocale;
}

export const DEFAULT_LOCALE: NumberLocale = { decimal: "." };
