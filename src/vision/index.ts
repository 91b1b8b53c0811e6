/** From pictures of paper to digits that a network can read. */
export type { Box } from "./components.ts";
export { measureDigit, measureShape } from "./measure-digit.ts";
export type { DigitMeasures, ShapeMeasures } from "./measure-digit.ts";
export { MNIST_SHAPE, placeAmongMnist } from "./mnist-shape.ts";
export type { Place } from "./mnist-shape.ts";
export { normaliseDigit } from "./normalise-digit.ts";
export type { NormalisationStep, NormalisedDigit, NormaliseOptions } from "./normalise-digit.ts";
export type { Polarity } from "./polarity.ts";
