/**
 * A grammar as a machine that a search walks symbol by symbol.
 * Method: each option is an automaton; the machine is their product, cut down to the states from which a number that is allowed
 * can still be reached. So what cannot become such a number ends at the first symbol that makes it so, however the options
 * work together; a check as a function alone is left for the end.
 */
import { InklingError, typeError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import { intersect, type Automaton, type TrimmedAutomaton } from "./automaton.ts";
import { checkGrammar, MOST_DECIMALS, type CheckedGrammar } from "./check-grammar.ts";
import { digitCount } from "./digit-count.ts";
import type { Grammar } from "./grammar.ts";
import { listedTexts } from "./listed-texts.ts";
import { numberForm } from "./number-form.ts";
import { patternAutomaton } from "./pattern.ts";
import { symbolsOf } from "./symbols.ts";
import { valueRange } from "./value-range.ts";

/** What a search needs to know of a grammar. States are numbered from 0. */
export interface GrammarMachine extends TrimmedAutomaton {
  /** Whether the whole text is allowed, a check as a function included. */
  allows(text: string): boolean;
  /** Whether the automaton tells all: false where the check is a function. */
  readonly complete: boolean;
}

/** An automaton and the option that asks for it, for errors. */
interface Condition {
  name: string;
  automaton: Automaton;
}

/**
 * Compiles a grammar for a search.
 * @throws InklingError if nothing can satisfy the grammar, TypeError or RangeError if it is none
 */
export function compileGrammar(grammar: Grammar): GrammarMachine {
  if (typeof grammar !== "object" || grammar === null) {
    throw typeError({
      what: "the grammar is not an object",
      expected: "{ length: 5 }",
      received: show(grammar),
    });
  }
  const checked = checkGrammar(grammar);
  const conditions = conditionsOf(checked);
  const automaton = intersect(conditions.map((condition) => condition.automaton));
  if (automaton === undefined) throw nothingSatisfies(conditions);
  const { checkText } = checked;
  return {
    ...automaton,
    complete: checkText === undefined,
    allows: (text) => runsThrough(automaton, text) && (checkText === undefined || checkText(text)),
  };
}

function conditionsOf(grammar: CheckedGrammar): Condition[] {
  const { length, range, pattern, values, checkDigit, decimals } = grammar;
  const conditions: Condition[] = [];
  const add = (name: string, automaton: Automaton) => conditions.push({ name, automaton });
  if (pattern !== undefined) add("pattern", patternAutomaton(pattern));
  if (values !== undefined) add("values", listedTexts(values));
  const isFree = pattern === undefined && values === undefined;
  if (isFree || range !== undefined || decimals !== undefined) add(...formOf(grammar, isFree));
  if (length !== undefined) add("length", digitCount(length));
  if (range !== undefined) {
    add("range", valueRange(range.min, range.max, mostDecimals(grammar, isFree), grammar.locale.decimal));
  }
  if (checkDigit !== undefined) add("check", checkDigit);
  return conditions;
}

/** Where pattern or values tell the form, this only keeps out what has no value. */
function formOf(grammar: CheckedGrammar, isFree: boolean): [string, Automaton] {
  const { decimals, range, locale } = grammar;
  const automaton = numberForm({
    locale,
    decimals: { min: decimals?.min ?? 0, max: mostDecimals(grammar, isFree) },
    signed: range === undefined ? !isFree : range.min < 0,
  });
  return [decimals === undefined ? "the form of a number" : "decimals", automaton];
}

function mostDecimals({ decimals }: CheckedGrammar, isFree: boolean): number {
  return decimals?.max ?? (isFree ? 0 : MOST_DECIMALS);
}

function runsThrough(automaton: Automaton, text: string): boolean {
  let state: number | undefined = automaton.start;
  for (const symbol of symbolsOf(text) ?? [-1]) {
    state = symbol === -1 ? undefined : automaton.step(state, symbol);
    if (state === undefined) return false;
  }
  return automaton.accepts(state);
}

/** Names the options up to the first with which nothing is left. */
function nothingSatisfies(conditions: readonly Condition[]): InklingError {
  const automata = conditions.map(({ automaton }) => automaton);
  let count = 1;
  while (intersect(automata.slice(0, count)) !== undefined) count++;
  const names = conditions.slice(0, count).map(({ name }) => name);
  const last = names.pop();
  return new InklingError({
    what: "nothing satisfies the grammar",
    expected: "a number to fit all of its options",
    received:
      names.length === 0 ? `${last} without any` : `none that fits ${names.join(" and ")} and also ${last}`,
    mend: "Loosen one of them, or leave it out.",
  });
}
