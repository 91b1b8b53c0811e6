/** Grammars as people give them, checked and with their defaults filled in. */
import { InklingError, typeError } from "../../base/errors.ts";
import { checkInteger, lookUp, show } from "../../base/guards.ts";
import type { Automaton } from "./automaton.ts";
import { CHECK_DIGITS } from "./check-digits.ts";
import { DEFAULT_LOCALE, type Grammar, type NumberLocale, type Span } from "./grammar.ts";

/** A span with both of its ends. */
interface Ends {
  min: number;
  max: number;
}

/** A grammar of which nothing is left to be guessed. */
export interface CheckedGrammar {
  length?: Ends;
  range?: Ends;
  pattern?: string;
  values?: readonly string[];
  checkDigit?: Automaton;
  checkText?: (text: string) => boolean;
  decimals?: Ends;
  locale: NumberLocale;
}

/** More are read by nobody, and would cost states. */
const MOST_DIGITS = 64;
export const MOST_DECIMALS = 15;

/**
 * @throws TypeError or RangeError for what is no grammar, InklingError where an option alone allows nothing
 */
export function checkGrammar({ check, ...grammar }: Grammar): CheckedGrammar {
  return {
    length: checkSpan("length", grammar.length, { min: 1, max: Infinity }, MOST_DIGITS),
    range: checkRange(grammar.range),
    pattern: checkPattern(grammar.pattern),
    values: checkValues(grammar.values),
    checkDigit:
      typeof check === "function" || check === undefined ? undefined : lookUp("check", check, CHECK_DIGITS),
    checkText: typeof check === "function" ? check : undefined,
    decimals: checkSpan("decimals", grammar.decimals, { min: 0, max: MOST_DECIMALS }, MOST_DECIMALS),
    locale: checkLocale(grammar.locale),
  };
}

function checkSpan(name: string, span: Span | undefined, defaults: Ends, most: number): Ends | undefined {
  if (span === undefined) return undefined;
  if (typeof span === "number") {
    const exactly = checkInteger(name, span, defaults.min, most);
    return { min: exactly, max: exactly };
  }
  checkObject(name, span, "a whole number or { min, max }");
  const min = checkInteger(`${name}.min`, span.min ?? defaults.min, 0, most);
  const max = span.max === undefined ? defaults.max : checkInteger(`${name}.max`, span.max, 0, most);
  return inOrder(name, { min, max });
}

function checkRange(range: Grammar["range"]): Ends | undefined {
  if (range === undefined) return undefined;
  checkObject("range", range, "{ min, max }");
  const { min = 0, max = Infinity } = range;
  for (const [end, value] of Object.entries({ min, max })) {
    if (typeof value === "number" && !Number.isNaN(value)) continue;
    throw typeError({ what: `range.${end} is not a number`, expected: "a number", received: show(value) });
  }
  if (min === Infinity || max === -Infinity) {
    throw new InklingError({
      what: "nothing satisfies the grammar",
      expected: "range to hold a number",
      received: `min ${min} and max ${max}`,
      mend: "Leave out the end that is no limit.",
    });
  }
  return inOrder("range", { min, max });
}

function inOrder(name: string, { min, max }: Ends): Ends {
  if (min <= max) return { min, max };
  throw new InklingError({
    what: "nothing satisfies the grammar",
    expected: `${name}.min to be at most ${name}.max`,
    received: `min ${min} and max ${max}`,
    mend: "Raise max or lower min; where only one is given, the other has its default.",
  });
}

function checkPattern(pattern: string | undefined): string | undefined {
  if (pattern === undefined || typeof pattern === "string") return pattern;
  throw typeError({
    what: "pattern is not a text",
    expected: 'a text such as "####-##"',
    received: show(pattern),
  });
}

function checkValues(values: readonly string[] | undefined): readonly string[] | undefined {
  if (values === undefined || Array.isArray(values)) return values;
  throw typeError({ what: "values is not a list", expected: "an array of texts", received: show(values) });
}

function checkLocale(locale: NumberLocale = DEFAULT_LOCALE): NumberLocale {
  checkObject("locale", locale, '{ decimal: "." } or { decimal: ",", group: "." }');
  const marks: Record<string, string> = { ".": ".", ",": "," };
  lookUp("decimal mark", locale.decimal, marks);
  if (locale.group === undefined) return locale;
  lookUp("group mark", locale.group, { ...marks, " ": " " });
  if (locale.group !== locale.decimal) return locale;
  throw new InklingError({
    what: "the locale's marks cannot be told apart",
    expected: "decimal and group to differ",
    received: `${show(locale.decimal)} for both`,
    mend: 'Give one of them another mark, such as { decimal: ",", group: "." }.',
  });
}

function checkObject(name: string, value: unknown, expected: string): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  throw typeError({ what: `${name} is not an object`, expected, received: show(value) });
}
