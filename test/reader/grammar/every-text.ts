/** Grammars beside brute force: every text of up to five signs, asked one by one. */
import { SYMBOLS } from "../../../src/reader/grammar/symbols.ts";
import type { GrammarMachine } from "../../../src/reader/grammar/compile-grammar.ts";

/** All texts of one to `longest` of the 14 signs that `fits` lets through. */
export function everyText(longest: number, fits: (text: string) => boolean): Set<string> {
  const found = new Set<string>();
  const visit = (text: string) => {
    if (text !== "" && fits(text)) found.add(text);
    if (text.length === longest) return;
    for (const sign of SYMBOLS) visit(text + sign);
  };
  visit("");
  return found;
}

/** All texts of up to `longest` signs that the machine accepts, and all that it lets begin. */
export function walk(machine: GrammarMachine, longest: number): { texts: Set<string>; begun: Set<string> } {
  const texts = new Set<string>();
  const begun = new Set<string>();
  const visit = (text: string, state: number) => {
    begun.add(text);
    if (machine.accepts(state)) texts.add(text);
    if (text.length === longest) return;
    for (const [symbol, sign] of Array.from(SYMBOLS).entries()) {
      const next = machine.step(state, symbol);
      if (next !== undefined) visit(text + sign, next);
    }
  };
  visit("", machine.start);
  return { texts, begun };
}

/** All beginnings of the texts, themselves and the empty one included. */
export function beginnings(texts: Iterable<string>): Set<string> {
  const begun = new Set<string>();
  for (const text of texts) for (let end = 0; end <= text.length; end++) begun.add(text.slice(0, end));
  return begun;
}
