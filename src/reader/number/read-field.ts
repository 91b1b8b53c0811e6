/** Reads the number of one field: the lattice and the line network look at it, and their opinions become one. */
import type { Box, Field } from "../../vision/index.ts";
import type { GrammarMachine } from "../grammar/compile-grammar.ts";
import type { NumberLocale } from "../grammar/grammar.ts";
import { valueOf } from "../grammar/value-of.ts";
import type { LatticeSymbol } from "../segments/read-lattice.ts";
import { renormalise } from "../posterior.ts";
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

export function readField(field: Field, task: FieldTask): NumberReading {
  const place = placeOf(field, task.layout);
  if (field.empty) return { ...NOTHING, decision: "accept", reasons: [], ...place };
  const { model, machine, locale, thresholds, layout } = task;
  const { lattice, weighed } = askBoth(field, model, machine);
  const { latticeWeight, temperature } = model.facts;
  const candidates = joinSources(weighed(latticeWeight), field.digitBoxes === undefined ? temperature : 1);
  const { alternatives, acceptedLogMass } = renormalise(candidates, { machine });
  const allowed = machine === undefined ? 1 : Math.exp(acceptedLogMass);
  const decided = decideNumber({ alternatives, notANumber: lattice.notANumber, allowed }, thresholds);
  const [{ text, probability } = { text: "", probability: 0 }] = alternatives;
  const value = valueOf(text, locale);
  const cautions = layout.polarityUncertain ? ["polarity uncertain"] : [];
  return {
    text,
    value: Number.isNaN(value) ? null : value,
    probability,
    alternatives,
    decision: decided.decision === "accept" && cautions.length > 0 ? "review" : decided.decision,
    reasons: [...decided.reasons, ...cautions],
    ...place,
    digits: (lattice.symbolsOf(text) ?? []).flatMap((symbol) => digitOf(symbol, field.box, layout)),
  };
}

/** A field that was not looked at, since there are too many. */
export function leaveUnread(field: Field, layout: Pick<PageLayout, "placeOf">): NumberReading {
  const reasons = ["more pieces of writing than a page of numbers has"];
  return {
    ...NOTHING,
    probability: 0,
    alternatives: [],
    decision: "reject",
    reasons,
    ...placeOf(field, layout),
  };
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
