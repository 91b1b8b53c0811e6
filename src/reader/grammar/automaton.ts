/**
 * Deterministic automata over the symbols of numbers, and their product with all dead ends cut off.
 * Method: breadth-first construction of the reachable product, then reachability backwards from the accepting states
 * (Hopcroft, Motwani and Ullman, Introduction to Automata Theory, chapters 2 and 4).
 */
import { InklingError } from "../../base/errors.ts";
import { SYMBOL_COUNT } from "./symbols.ts";

/** One condition on a text, read symbol by symbol. */
export interface Automaton {
  readonly start: number;
  /** The state behind `symbol`, or nothing where no text that fits goes on so. */
  step(state: number, symbol: number): number | undefined;
  accepts(state: number): boolean;
}

/** An automaton whose states are numbered from 0, the start, and can all still reach an accepting one. */
export interface TrimmedAutomaton extends Automaton {
  readonly stateCount: number;
}

const MOST_STATES = 250_000;
const DEAD = -1;

/**
 * The texts that fit all of `automata`, the empty one aside, which takes that some automaton never returns to its start; nothing
 * where there is none.
 * @throws InklingError if the product has more than 250,000 states
 */
export function intersect(automata: readonly Automaton[]): TrimmedAutomaton | undefined {
  const { table, accepting } = explore(automata);
  accepting[0] = 0;
  const alive = reachBackwards(table, accepting);
  if (alive[0] === 0) return undefined;
  const numbers = new Int32Array(alive.length).fill(DEAD);
  let stateCount = 0;
  for (let state = 0; state < alive.length; state++) if (alive[state] === 1) numbers[state] = stateCount++;
  const steps = new Int32Array(stateCount * SYMBOL_COUNT).fill(DEAD);
  const accepts = new Uint8Array(stateCount);
  for (let state = 0; state < alive.length; state++) {
    if (alive[state] === 0) continue;
    accepts[numbers[state]] = accepting[state];
    for (let symbol = 0; symbol < SYMBOL_COUNT; symbol++) {
      const next = table[state * SYMBOL_COUNT + symbol];
      if (next !== DEAD) steps[numbers[state] * SYMBOL_COUNT + symbol] = numbers[next];
    }
  }
  return {
    start: 0,
    stateCount,
    step(state, symbol) {
      const next = steps[state * SYMBOL_COUNT + symbol];
      return next === DEAD ? undefined : next;
    },
    accepts: (state) => accepts[state] === 1,
  };
}

/** All states that can be reached, as tuples of the automata's own, in a table of steps. */
function explore(automata: readonly Automaton[]): { table: number[]; accepting: number[] } {
  const tuples = [automata.map(({ start }) => start)];
  const numbers = new Map([[tuples[0].join(), 0]]);
  const table: number[] = [];
  const accepting: number[] = [];
  for (let state = 0; state < tuples.length; state++) {
    const tuple = tuples[state];
    accepting.push(automata.every((automaton, i) => automaton.accepts(tuple[i])) ? 1 : 0);
    for (let symbol = 0; symbol < SYMBOL_COUNT; symbol++) {
      const next = stepTuple(automata, tuple, symbol);
      if (next === undefined) {
        table.push(DEAD);
        continue;
      }
      const key = next.join();
      const known = numbers.get(key);
      if (known === undefined) {
        numbers.set(key, tuples.length);
        table.push(tuples.push(next) - 1);
      } else table.push(known);
    }
    if (tuples.length > MOST_STATES) throw tooLarge();
  }
  return { table, accepting };
}

function stepTuple(
  automata: readonly Automaton[],
  tuple: readonly number[],
  symbol: number,
): number[] | undefined {
  const next: number[] = [];
  for (let i = 0; i < automata.length; i++) {
    const state = automata[i].step(tuple[i], symbol);
    if (state === undefined) return undefined;
    next.push(state);
  }
  return next;
}

/** 1 for each state from which an accepting one can be reached. */
function reachBackwards(table: readonly number[], accepting: readonly number[]): Uint8Array {
  const sources: number[][] = accepting.map(() => []);
  for (let i = 0; i < table.length; i++) {
    if (table[i] !== DEAD) sources[table[i]].push(Math.floor(i / SYMBOL_COUNT));
  }
  const alive = Uint8Array.from(accepting);
  const open = Array.from(accepting.keys()).filter((state) => accepting[state] === 1);
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const source of sources[state]) {
      if (alive[source] === 1) continue;
      alive[source] = 1;
      open.push(source);
    }
  }
  return alive;
}

function tooLarge(): InklingError {
  return new InklingError({
    what: "the grammar is too large to search with",
    expected: `at most ${MOST_STATES} states`,
    received: "more",
    mend: "Say less at once: a shorter length, a narrower range, or a check as a function.",
  });
}
