/**
 * The value of a number between two ends, as an automaton.
 * Method: of the digits read so far, taken as one whole number, it only matters how they stand to the first digits of either end;
 * so numbers that stand alike to all of these share a state, and there are few states however wide the range. Whole numbers
 * are in units of the last decimal place, and exact.
 */
import type { Automaton } from "./automaton.ts";
import { isDigit, SYMBOLS } from "./symbols.ts";

/** Ends in units of the last decimal place; no upper end is no limit. */
interface Units {
  min: bigint;
  max: bigint | undefined;
  /** The first digits of either, as many as there are, and 0. */
  heads: Set<bigint>;
}

interface RangeState {
  units: Units;
  /** A number that stands to the ends as what was read. */
  digits: bigint;
  /** Digits behind the decimal mark, or -1 in front of it. */
  decimals: number;
}

const MINUS = SYMBOLS.indexOf("-");

/**
 * Accepts values from `min` to `max` of numbers whose form another automaton checks; a minus never stands in front of zero.
 * @param places the most digits behind the decimal mark
 */
export function valueRange(min: number, max: number, places: number, decimalMark: string): Automaton {
  const mark = SYMBOLS.indexOf(decimalMark);
  const positive = unitsBetween(min, max, places, 0n);
  const negative = unitsBetween(-max, -min, places, 1n);
  const { numberOf, states } = makeStates({ units: positive, digits: 0n, decimals: -1 });

  const withDigit = ({ units, digits, decimals }: RangeState, digit: number): number | undefined => {
    const next = digits * 10n + BigInt(digit);
    if (decimals === places || (units.max !== undefined && next > units.max)) return undefined;
    return numberOf({ units, digits: next, decimals: decimals === -1 ? -1 : decimals + 1 });
  };

  return {
    start: 0,
    step(number, symbol) {
      const state = states[number];
      if (isDigit(symbol)) return withDigit(state, symbol);
      if (symbol === MINUS) return numberOf({ ...state, units: negative });
      return symbol === mark ? numberOf({ ...state, decimals: 0 }) : number;
    },
    accepts(number) {
      const { units, digits, decimals } = states[number];
      const value = digits * 10n ** BigInt(places - Math.max(0, decimals));
      return value >= units.min && (units.max === undefined || value <= units.max);
    },
  };
}

/** Numbers states from 0, equal ones alike. */
function makeStates(start: RangeState) {
  const states: RangeState[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (state: RangeState): number => {
    const key = `${state.units === start.units},${standing(state.digits, state.units)},${state.decimals}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(state) - 1;
  };
  numberOf(start);
  return { numberOf, states };
}

/** Where `digits` stands among the heads: twice how many are less, and one more if it is one of them. */
function standing(digits: bigint, { heads }: Units): number {
  let less = 0;
  for (const head of heads) if (head < digits) less++;
  return 2 * less + (heads.has(digits) ? 1 : 0);
}

/** The whole numbers of units between two values, at least `floor`. */
function unitsBetween(min: number, max: number, places: number, floor: bigint): Units {
  const lowest = min === -Infinity ? floor : toUnits(min, places, "up");
  const ends = {
    min: lowest > floor ? lowest : floor,
    max: max === Infinity ? undefined : toUnits(max, places, "down"),
  };
  const heads = new Set([0n]);
  for (const end of Object.values(ends)) {
    for (let head = end ?? 0n; head > 0n; head /= 10n) heads.add(head);
  }
  return { ...ends, heads };
}

/** A value in units of the last of `places` decimals, from its shortest decimal form, so that 0.07 is 7 hundredths. */
function toUnits(value: number, places: number, round: "up" | "down"): bigint {
  const [mantissa, exponent = "0"] = String(value).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  const digits = BigInt(whole + fraction);
  const power = Number(exponent) - fraction.length + places;
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  const quotient = digits / divisor;
  const rest = digits - quotient * divisor;
  if (round === "up") return rest > 0n ? quotient + 1n : quotient;
  return rest < 0n ? quotient - 1n : quotient;
}
