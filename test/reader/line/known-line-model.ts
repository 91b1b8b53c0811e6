/** A line model whose answers are known: each step is the class of ink where its four columns hold any, and else the blank. */
import { Conv2D, MaxPooling2D, Reshape, Sequential } from "../../../src/nn/index.ts";
import { BLANK, CLASS_COUNT } from "../../../src/reader/grammar/symbols.ts";
import type { LineModelFacts } from "../../../src/reader/line/line-model.ts";

export const FACTS: LineModelFacts = { version: 1, input: "ink on black", temperature: 2, card: "# A card" };
export const STEP = 4;
/** Logits of the class of ink where there is full ink, and of the blank everywhere; of all other classes 0. */
export const INK_LOGIT = 24;
export const BLANK_LOGIT = 12;

/** @param symbol the class of ink */
export function inkNetwork(symbol: number, width = 168): Sequential {
  const network = new Sequential([
    new MaxPooling2D({ poolSize: [32, STEP], inputShape: [32, width, 1] }),
    new Conv2D(CLASS_COUNT, 1),
    new Reshape([-1, CLASS_COUNT]),
  ]);
  const kernel = new Float32Array(CLASS_COUNT);
  kernel[symbol] = INK_LOGIT;
  const bias = new Float32Array(CLASS_COUNT);
  bias[BLANK] = BLANK_LOGIT;
  network.setWeights([
    { data: kernel, shape: [1, 1, 1, CLASS_COUNT] },
    { data: bias, shape: [CLASS_COUNT] },
  ]);
  return network;
}
