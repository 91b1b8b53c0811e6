/** From pictures of paper to digits that a network can read. */
export type { Box } from "./components.ts";
export { normaliseDigit } from "./normalise-digit.ts";
export type { NormalisationStep, NormalisedDigit, NormaliseOptions } from "./normalise-digit.ts";
export type { Polarity } from "./polarity.ts";
