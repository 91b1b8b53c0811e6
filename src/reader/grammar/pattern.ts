/**
 * A form given sign by sign, such as `####-##`; the language is told at `Grammar.pattern`.
 * Method: positions that may come next as the bits of a state (the subset construction, done as the text is read).
 */
import { InklingError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import type { Automaton } from "./automaton.ts";
import { SYMBOLS } from "./symbols.ts";

/** One place of a pattern. */
interface Place {
  /** The symbols that may stand here. */
  signs: string;
  optional: boolean;
}

/** As many as a state has bits, less one for the end. */
const MOST_PLACES = 30;
const DIGITS = "0123456789";

/**
 * Accepts what has the form of `pattern`.
 * @throws InklingError if it is no pattern, is empty or has more than 30 places
 */
export function patternAutomaton(pattern: string): Automaton {
  const places = parse(pattern);
  const end = 1 << places.length;

  /** Adds the places behind those that may be missing. */
  const withSkips = (state: number): number => {
    for (let i = 0; i < places.length; i++) {
      if ((state & (1 << i)) !== 0 && places[i].optional) state |= 1 << (i + 1);
    }
    return state;
  };

  return {
    start: withSkips(1),
    step(state, symbol) {
      let next = 0;
      for (let i = 0; i < places.length; i++) {
        if ((state & (1 << i)) !== 0 && places[i].signs.includes(SYMBOLS[symbol])) next |= 1 << (i + 1);
      }
      return next === 0 ? undefined : withSkips(next);
    },
    accepts: (state) => (state & end) !== 0,
  };
}

function parse(pattern: string): Place[] {
  const places: Place[] = [];
  // A list in brackets, or any one sign, each with what makes it optional.
  for (const [whole, list, sign, mark] of pattern
    .replaceAll(" ", "")
    .matchAll(/(?:\[([^\]]*)\]|(.))(\??)/gsu)) {
    const signs = list === undefined ? (sign === "#" ? DIGITS : sign) : expandList(list);
    if (signs === "" || Array.from(signs).some((each) => !SYMBOLS.includes(each))) {
      throw badPattern(pattern, `${show(whole)} in ${show(pattern)}`);
    }
    places.push({ signs, optional: mark === "?" });
  }
  if (places.length === 0 || places.length > MOST_PLACES) {
    throw badPattern(pattern, `${places.length} signs`, `1 to ${MOST_PLACES} signs`);
  }
  return places;
}

/** `1-5` within a list becomes 12345; a minus at its end is itself. */
function expandList(list: string): string {
  return list.replaceAll(/(\d)-(\d)/g, (_, from: string, to: string) =>
    DIGITS.slice(Number(from), Number(to) + 1),
  );
}

function badPattern(
  pattern: string,
  received: string,
  expected = 'of #, 0 to 9, ".", ",", "-", "/", lists such as [1-5], and ? behind any of them',
): InklingError {
  return new InklingError({
    what: `${show(pattern)} is no pattern of a number`,
    expected,
    received,
    mend: 'Write # for any digit and marks as they are: "####-##".',
  });
}
