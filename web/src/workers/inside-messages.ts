/** What the page and the worker that looks into networks say to each other. */
import type { GrayImage } from "../../../src/image/index.ts";
import type { WeightImages } from "../../../src/nn/index.ts";

/** (28, 28), ink bright (0..255) on black. */
export type DigitPixels = Uint8Array<ArrayBuffer>;

/** A model file; without one the shipped model of digits is meant. */
export interface ModelFile {
  name: string;
  bytes: Uint8Array;
}

/** Where the page lies: data are fetched relative to it. */
interface FromPage {
  base: string;
}

/** What each kind of request brings along. */
export interface InsideWishes {
  /** Everything else asks this model from now on. */
  "use model": { model?: ModelFile };
  /** A drawing, dark on light, as the 28 × 28 pixels that a network sees. */
  prepare: { image: GrayImage };
  samples: FromPage & { count: number };
  look: { pixels: DigitPixels };
  nearest: FromPage & { pixels: DigitPixels; count: number };
  flip: { pixels: DigitPixels };
  /** What a file holds. */
  inspect: { model: ModelFile };
  /** How well a model reads MNIST's test set. */
  measure: FromPage & { model?: ModelFile };
}

/** To the worker; every message is answered under its `id`. */
export type InsideRequest = {
  [Kind in keyof InsideWishes]: { id: number; kind: Kind } & InsideWishes[Kind];
}[keyof InsideWishes];

/** Where labelled digits come from. */
export type DigitSource = "mnist" | "ink";

export interface LabelledDigit {
  pixels: DigitPixels;
  label: number;
}

export interface LayerPicture {
  name: string;
  className: string;
  /** Without the batch axis. */
  shape: number[];
  /** (...shape), row-major. */
  values: Float32Array;
}

export interface Look {
  digit: number;
  /** Of the ten digits; what is missing to 1 is "no digit". */
  probabilities: number[];
  layers: LayerPicture[];
  /** Of each digit's score, its gradient for the 784 pixels. */
  gradients: Float32Array[];
}

export interface Neighbours {
  source: DigitSource;
  /** How many digits were compared. */
  searched: number;
  /** Distance 0 (alike) to 2, or in lengths of pixels for a network without hidden layers. */
  found: (LabelledDigit & { distance: number })[];
}

export interface FlipPicture {
  from: number;
  to: number;
  /** 0..1 each, and their difference. */
  changed: Float32Array;
  change: Float32Array;
  norm: number;
}

export interface Inspection {
  /** As `model.summary()` prints it. */
  summary: string;
  parameters: number;
  /** Why it cannot read digits; undefined if it can. */
  obstacle?: string;
}

export interface Measured {
  right: number;
  count: number;
  /** Wilson's interval at 95 %. */
  low: number;
  high: number;
}

/** Results by the kind of request. */
export interface InsideResults {
  "use model": { weights?: WeightImages };
  prepare: { pixels: DigitPixels; blank: boolean };
  samples: { source: DigitSource; digits: LabelledDigit[] };
  look: Look;
  nearest: Neighbours;
  /** `undefined`: nothing in 0..1 flips it. */
  flip: { flip?: FlipPicture };
  inspect: Inspection;
  /** Without MNIST on the server nothing is measured. */
  measure: { measured?: Measured };
}
