/** Reads the number of one field: the lattice and the line network look at it, and their opinions become one. */
import type { Box, Field } from "../../vision/index.ts";
import type { GrammarMachine } from "../grammar/compile-grammar.ts";
import type { NumberLocale } from "../grammar/grammar.ts";
import { valueOf } from "../grammar/value-of.ts";
import type { LatticeSymbol } from "../segments/read-lattice.ts";
import { renormalise } from "../posterior.ts";
import type { TextCandidate } from "../text-candidate.ts";
import { decideNumber, type NumberThresholds } from "./decide-number.ts";
import { askBoth } from "./ink-sources.ts";
import { joinSources } from "./join-sources.ts";
import type { PageLayout } from "./lay-out-page.ts";
import type { NumberModel } from "./number-model.ts";
import type { DigitInNumber, NumberReading } from "./number-reading.ts";

export interface FieldTask {
  model: NumberModel;
  machine: GrammarMachine | undefined;
  locale: NumberLocale | undefined;
  thresholds: NumberThresholds;
  layout: Pick<PageLayout, "placeOf" | "polarityUncertain">;
}

const NOTHING = {
  text: "",
  value: null,
  probability: 1,
  alternatives: [{ text: "", probability: 1 }],
  digits: [],
};

/** A field's number, and what else it may be. */
export interface FieldReading {
  number: NumberReading;
  /** Every text that was thought of and is allowed, with probabilities that sum to one; none of a field without ink. */
  candidates: readonly TextCandidate[];
  /** The same ink with other probabilities of its texts, likeliest first, as what is known of other numbers makes them. */
  retell: (alternatives: NumberReading["alternatives"]) => NumberReading;
}

export function readField(field: Field, task: FieldTask): FieldReading {
  const place = placeOf(field, task.layout);
  if (field.empty) return unchangeable({ ...NOTHING, decision: "accept", reasons: [], ...place });
  const { model, machine, locale, thresholds, layout } = task;
  const { lattice, weighed, symbolsOf } = askBoth(field, model, machine);
  const { latticeWeight, temperature } = model.facts;
  const texts = joinSources(weighed(latticeWeight), field.digitBoxes === undefined ? temperature : 1);
  const { alternatives, acceptedLogMass } = renormalise(texts, { machine });
  const allowed = machine === undefined ? 1 : Math.exp(acceptedLogMass);
  const cautions = layout.polarityUncertain ? ["polarity uncertain"] : [];
  const retell = (chosen: NumberReading["alternatives"]): NumberReading => {
    const decided = decideNumber(
      { alternatives: chosen, notANumber: lattice.notANumber, allowed },
      thresholds,
    );
    const [{ text, probability } = { text: "", probability: 0 }] = chosen;
    const value = valueOf(text, locale);
    return {
      text,
      value: Number.isNaN(value) ? null : value,
      probability,
      alternatives: chosen,
      decision: decided.decision === "accept" && cautions.length > 0 ? "review" : decided.decision,
      reasons: [...decided.reasons, ...cautions],
      ...place,
      digits: symbolsOf(text).flatMap((symbol) => digitOf(symbol, field.box, layout)),
    };
  };
  const candidates = texts
    .filter(({ text }) => machine === undefined || machine.allows(text))
    .map(({ text, logProbability }) => ({ text, logProbability: logProbability - acceptedLogMass }));
  return { number: retell(alternatives), candidates, retell };
}

function unchangeable(number: NumberReading): FieldReading {
  return { number, candidates: [], retell: () => number };
}

/** A field that was not looked at, since there are too many. */
export function leaveUnread(field: Field, layout: Pick<PageLayout, "placeOf">): FieldReading {
  const reasons = ["more pieces of writing than a page of numbers has"];
  return unchangeable({
    ...NOTHING,
    probability: 0,
    alternatives: [],
    decision: "reject",
    reasons,
    ...placeOf(field, layout),
  });
}

function placeOf({ box, row, column, kind, empty }: Field, layout: Pick<PageLayout, "placeOf">) {
  return { box: layout.placeOf(box).box, row, column, kind, empty };
}

function digitOf(
  { symbol, box, probabilities, notADigit }: LatticeSymbol,
  field: Box,
  { placeOf }: Pick<PageLayout, "placeOf">,
): DigitInNumber[] {
  if (probabilities === undefined || !/\d/.test(symbol)) return [];
  const place = placeOf({ ...box, x: field.x + box.x, y: field.y + box.y });
  return [{ digit: Number(symbol), probabilities, notADigit: notADigit ?? 0, ...place }];
}
