/** From pictures to readings that say how sure they are. */
export { checkGoldens, type GoldenCheck } from "./check-goldens.ts";
export { diagnose, type Finding } from "./diagnose.ts";
export { readDigitModel, writeDigitModel, type DigitModel, type GoldenPairs } from "./digit-model.ts";
export type { DigitModelFacts, DigitThresholds } from "./digit-model-facts.ts";
export { DigitReader } from "./digit-reader.ts";
export type { Decision, DigitReading } from "./digit-reading.ts";
export type { Grammar, NumberCheck, NumberLocale, Span } from "./grammar/grammar.ts";
export { valueOf } from "./grammar/value-of.ts";
export type { TextCandidate } from "./text-candidate.ts";
export { readColumnWithTotal, type AmountCandidate, type ColumnReading } from "./total.ts";
