/** What `--grammar` says: JSON, or words such as `length=4..6 decimals=2`. */
import type { InklingError } from "../../base/errors.ts";
import {
  compileGrammar,
  type Grammar,
  type NumberCheck,
  type NumberLocale,
  type Span,
} from "../../reader/index.ts";
import { UsageError } from "../usage-error.ts";

const CHECKS: readonly string[] = ["luhn", "isbn13", "mod11"] satisfies NumberCheck[];

/** One parser for each word; it returns nothing where the value cannot be meant. */
const WORDS: Record<string, (value: string, grammar: Grammar) => Grammar | undefined> = {
  length: (value, grammar) => withSpan(value, (length) => ({ ...grammar, length })),
  decimals: (value, grammar) => withSpan(value, (decimals) => ({ ...grammar, decimals })),
  range: (value, grammar) => {
    const range = parseBounds(value);
    return range === undefined ? undefined : { ...grammar, range };
  },
  pattern: (pattern, grammar) => ({ ...grammar, pattern }),
  values: (value, grammar) => ({ ...grammar, values: value.split("|") }),
  check: (check, grammar) =>
    CHECKS.includes(check) ? { ...grammar, check: check as NumberCheck } : undefined,
  decimal: (decimal, grammar) =>
    isMark(decimal) ? { ...grammar, locale: { ...localeOf(grammar), decimal } } : undefined,
  group: (group, grammar) =>
    isMark(group) ? { ...grammar, locale: { ...localeOf(grammar), group } } : undefined,
};

/**
 * @returns the grammar, which something can satisfy
 * @throws UsageError for what is no grammar, or one that nothing satisfies
 */
export function parseGrammar(text: string): Grammar {
  const grammar = text.trimStart().startsWith("{") ? parseJson(text) : parseWords(text);
  try {
    compileGrammar(grammar);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError({
      what: "--grammar cannot be used",
      expected: "what a number can satisfy",
      received: error.message,
      cause: error,
    });
  }
  return grammar;
}

function parseJson(text: string): Grammar {
  try {
    return JSON.parse(text) as Grammar;
  } catch (error) {
    throw grammarError(text, error as Error);
  }
}

function parseWords(text: string): Grammar {
  let grammar: Grammar = {};
  for (const word of text.trim().split(/\s+/)) {
    const [, name, value] = /^([a-z]+)=(.+)$/.exec(word) ?? [];
    const next = name !== undefined && Object.hasOwn(WORDS, name) ? WORDS[name](value, grammar) : undefined;
    if (next === undefined) throw grammarError(word);
    grammar = next;
  }
  return grammar;
}

function withSpan(value: string, use: (span: Span) => Grammar): Grammar | undefined {
  if (/^\d+$/.test(value)) return use(Number(value));
  const span = parseBounds(value);
  return span === undefined ? undefined : use(span);
}

/** `4..6`, `4..` or `..6`. */
function parseBounds(value: string): { min?: number; max?: number } | undefined {
  const bound = String.raw`-?\d+(?:\.\d+)?`;
  const [, min, max] = new RegExp(`^(${bound})?\\.\\.(${bound})?$`).exec(value) ?? [];
  if (min === undefined && max === undefined) return undefined;
  return {
    ...(min === undefined ? {} : { min: Number(min) }),
    ...(max === undefined ? {} : { max: Number(max) }),
  };
}

function localeOf({ locale }: Grammar): NumberLocale {
  return locale ?? { decimal: "." };
}

function isMark(text: string): text is "." | "," {
  return text === "." || text === ",";
}

function grammarError(received: string, cause?: Error): InklingError {
  return new UsageError({
    what: "--grammar cannot be understood",
    expected:
      "words such as length=4..6, decimals=2, range=0..500, pattern=##/##, values=10|20, check=luhn, decimal=, and group=. " +
      "with spaces between them, or JSON",
    received: JSON.stringify(received),
    cause,
  });
}
