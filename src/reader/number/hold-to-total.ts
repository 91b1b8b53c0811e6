/**
 * Holds the columns of a page to their totals: of all readings of a column's numbers that add up, the likeliest one together, and
 * the probability of each number among them.
 * Method: total.ts, over the candidates of each number. Two things are told apart: what the sum changed, and how likely it was before
 * that the column would add up at all; where that is hardly so, the sum on the paper may be wrong, and a person should look.
 */
import { rangeError, typeError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import { DEFAULT_LOCALE, type NumberLocale } from "../grammar/grammar.ts";
import { valueOf } from "../grammar/value-of.ts";
import { byProbability, type TextCandidate } from "../text-candidate.ts";
import { readColumnWithTotal, type AmountCandidate, type ColumnReading } from "../total.ts";
import { doubtNumber } from "./decide-number.ts";
import type { NumberReading } from "./number-reading.ts";
import type { FieldReading } from "./read-field.ts";

/** A value, or a text of one as it is written in the locale; the text `"last"`: the last number of each column. */
export type ColumnTotal = number | string;

const MOST_CANDIDATES = 40;
const MOST_ALTERNATIVES = 5;
/** Below this probability that a column adds up at all, a person should look whether its sum is right. */
const HARDLY_ADDS_UP = 0.02;

/**
 * The numbers of the page in their order, every column of them held to its total.
 * @throws TypeError or RangeError if `total` is no value
 */
export function holdToTotal(
  fields: readonly FieldReading[],
  total: ColumnTotal,
  locale: NumberLocale = DEFAULT_LOCALE,
): NumberReading[] {
  const given = total === "last" ? undefined : textOfTotal(total, locale);
  const numbers = fields.map(({ number }) => number);
  const written = [...fields.keys()].filter((i) => !numbers[i].empty);
  for (const column of new Set(written.map((i) => numbers[i].column))) {
    const places = written.filter((i) => numbers[i].column === column);
    const held = holdColumn(
      places.map((i) => fields[i]),
      given,
      locale,
    );
    places.forEach((place, i) => (numbers[place] = held[i]));
  }
  return numbers;
}

/** The total as the locale writes it. */
function textOfTotal(total: number | string, locale: NumberLocale): string {
  if (typeof total !== "number" && typeof total !== "string") {
    throw typeError({
      what: "total is neither a number nor a text",
      expected: '"last" or a value',
      received: show(total),
    });
  }
  const text = typeof total === "number" ? String(total).replace(".", locale.decimal) : total.trim();
  if (Number.isFinite(valueOf(text, locale))) return text;
  throw rangeError({
    what: "total is no number",
    expected: `"last", or a value such as 1204${locale.decimal}50`,
    received: show(total),
  });
}

function holdColumn(
  fields: readonly FieldReading[],
  given: string | undefined,
  locale: NumberLocale,
): NumberReading[] {
  const numbers = fields.map(({ number }) => number);
  if (given === undefined && fields.length < 2)
    return numbers.map((number) => doubtNumber(number, "one number alone has no total"));
  const texts = fields.map(({ candidates }) =>
    candidates.filter(({ text }) => Number.isFinite(valueOf(text, locale))),
  );
  const missing = texts.findIndex((candidates) => candidates.length === 0);
  if (missing >= 0) {
    const { text } = numbers[missing];
    const culprit = text === "" ? `number ${missing + 1} of it was not read` : `${text} has no value`;
    return numbers.map((number) => doubtNumber(number, `the column cannot be added up: ${culprit}`));
  }
  if (given !== undefined) texts.push([{ text: given, logProbability: 0 }]);
  const amounts = toAmounts(texts, locale);
  const reading = readColumnWithTotal(amounts.slice(0, -1), amounts[amounts.length - 1]);
  if (reading === undefined) {
    const goal = given ?? (numbers[numbers.length - 1].text || "its last number");
    return numbers.map((number) => doubtNumber(number, `no reading of the column adds up to ${goal}`));
  }
  return fields.map((field, i) => retellHeld(field, i, amounts[i], reading));
}

/** The likeliest candidates with their values in units of the smallest decimal place of them all. */
function toAmounts(
  columns: readonly (readonly TextCandidate[])[],
  locale: NumberLocale,
): AmountCandidate[][] {
  const kept = columns.map((candidates) => [...candidates].sort(byProbability).slice(0, MOST_CANDIDATES));
  const places = Math.max(...kept.flat().map(({ text }) => decimalsOf(text, locale)));
  return kept.map((candidates) =>
    candidates
      .map((candidate) => ({
        ...candidate,
        units: Math.round(valueOf(candidate.text, locale) * 10 ** places),
      }))
      .filter(({ units }) => Number.isSafeInteger(units)),
  );
}

function decimalsOf(text: string, { decimal }: NumberLocale): number {
  const at = text.lastIndexOf(decimal);
  return at < 0 ? 0 : text.length - at - 1;
}

/** The number with its text of the joint reading, and with the probabilities that the sum leaves to its texts. */
function retellHeld(
  { number, retell }: FieldReading,
  index: number,
  amounts: readonly AmountCandidate[],
  { entries, total, entryPosteriors, totalPosterior, logEvidence, exact }: ColumnReading,
): NumberReading {
  const chosen = index < entries.length ? entries[index] : total;
  const posterior = index < entries.length ? entryPosteriors[index] : totalPosterior;
  const shares = amounts
    .map(({ text }, i) => ({ text, probability: Math.min(1, posterior[i]) }))
    .filter(({ text, probability }) => text === chosen.text || probability > 0);
  const rank = (text: string): number => (text === chosen.text ? 0 : 1);
  shares.sort((a, b) => rank(a.text) - rank(b.text) || b.probability - a.probability);
  const held = retell(shares.slice(0, MOST_ALTERNATIVES));
  const changed =
    chosen.text === number.text
      ? []
      : [`the column adds up to ${total.text} with this reading, instead of ${number.text || "nothing"}`];
  const reasons = [...held.reasons, ...changed];
  if (Math.exp(logEvidence) < HARDLY_ADDS_UP) {
    return doubtNumber(
      { ...held, reasons },
      `the column adds up to ${total.text} with unlikely readings only`,
    );
  }
  if (!exact) return doubtNumber({ ...held, reasons }, "the column has more sums than can be tried");
  return { ...held, reasons };
}
