/** A list of allowed texts as an automaton. Method: a prefix tree (trie). */
import { InklingError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import type { Automaton } from "./automaton.ts";
import { SYMBOLS, symbolsOf } from "./symbols.ts";

/**
 * Accepts what is one of `texts`.
 * @throws InklingError if there is none, or one is empty or holds a sign that numbers are not written with
 */
export function listedTexts(texts: readonly string[]): Automaton {
  if (texts.length === 0) {
    throw new InklingError({
      what: "nothing satisfies the grammar",
      expected: "values to list at least one text",
      received: "an empty list",
      mend: "Leave values out, or list what may be written.",
    });
  }
  const children: Map<number, number>[] = [new Map()];
  const ends = new Set<number>();
  for (const text of texts) {
    let node = 0;
    for (const symbol of checkedSymbols(text)) {
      let child = children[node].get(symbol);
      if (child === undefined) {
        child = children.push(new Map()) - 1;
        children[node].set(symbol, child);
      }
      node = child;
    }
    ends.add(node);
  }
  return {
    start: 0,
    step: (state, symbol) => children[state].get(symbol),
    accepts: (state) => ends.has(state),
  };
}

function checkedSymbols(text: string): number[] {
  const symbols = typeof text === "string" && text !== "" ? symbolsOf(text) : undefined;
  if (symbols !== undefined) return symbols;
  throw new InklingError({
    what: "a text of the grammar's values cannot be read",
    expected: `one or more of ${Array.from(SYMBOLS).join(" ")}`,
    received: show(text),
    mend: "Leave out spaces and letters, which no reader of numbers sees.",
  });
}
