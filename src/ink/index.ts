/** The built-in data set: handwritten-looking digits, drawn by a model that was trained on MNIST. */
export { DEFAULT_COUNT, drawInk, inkBatches, type InkBatchesOptions, type InkOptions } from "./draw-ink.ts";
export {
  readInkModel,
  triangleSize,
  writeInkModel,
  type InkLayer,
  type InkMixtures,
  type InkModel,
} from "./ink-model.ts";
