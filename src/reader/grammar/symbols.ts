/** The symbols that numbers are written with, in the order of the line network's classes. */

/** Digits first, so that the index of a digit is its value. */
export const SYMBOLS = "0123456789.,-/";
export const SYMBOL_COUNT = SYMBOLS.length;
/** CTC's blank is the class behind the symbols. */
export const BLANK = SYMBOLS.length;
export const CLASS_COUNT = SYMBOLS.length + 1;

export function isDigit(symbol: number): boolean {
  return symbol < 10;
}

/** The indices of the symbols of `text`, or nothing if it holds another sign. */
export function symbolsOf(text: string): number[] | undefined {
  const symbols = Array.from(text, (sign) => SYMBOLS.indexOf(sign));
  return symbols.includes(-1) ? undefined : symbols;
}
