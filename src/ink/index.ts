/** The built-in data set: handwritten-looking digits, drawn by a model that was trained on MNIST. */
export { drawInk, inkBatches, type InkBatchesOptions, type InkOptions } from "./draw-ink.ts";
export { InkSource } from "./ink-source.ts";
export { readInkModel, triangleSize, writeInkModel, type InkModel } from "./ink-model.ts";
