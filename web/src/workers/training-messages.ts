/** What the page and the worker that trains say to each other. */
import type { ModelFormat } from "../../../src/formats/index.ts";
import type { ClassReport, ReliabilityBin, Scores } from "../../../src/metrics/index.ts";
import type { KerasObject } from "../../../src/nn/index.ts";
import type { RecipeName } from "../../../src/nn/recipes/recipe.ts";
import type { DigitPixels, LabelledDigit } from "./inside-messages.ts";

/** Where images to train on come from: MNIST from the page's server, drawn by the built-in model, or the visitor's files. */
export type DataChoice =
  | { kind: "mnist"; base: string }
  | { kind: "ink"; count: number }
  | { kind: "files"; files: { name: string; bytes: Uint8Array }[] };

export interface DataFacts {
  /** As "MNIST". */
  name: string;
  trainCount: number;
  testCount: number;
  /** Where test images come from, if they are not a set of their own. */
  note?: string;
  /** One of each digit that occurs, from the test images. */
  samples: LabelledDigit[];
}

/** Layers in Keras's serialised form, the first an InputLayer. */
export type NetworkPlan = KerasObject[];

export type OptimizerChoice = "rmsprop" | "adam" | "adamw" | "sgd";

/** A network and how it is trained. A recipe brings its own network and optimizer. */
export type TrainingPlan = {
  batchSize: number;
  epochs: number;
  seed: number;
} & (
  | { recipe: RecipeName }
  | {
      network: NetworkPlan;
      optimizer: OptimizerChoice;
      learningRate: number;
      /** Moves, turns and bends every image anew in every epoch. */
      augment: boolean;
    }
);

export interface LayerFacts {
  name: string;
  className: string;
  /** Without the batch axis. */
  outputShape: number[];
  parameters: number;
}

export interface NetworkFacts {
  layers: LayerFacts[];
  parameters: number;
}

/** A network that cannot be built: which of its layers is at fault, if one is, and why. */
export interface NetworkFault {
  layer?: number;
  message: string;
}

export type NetworkDescription = { facts: NetworkFacts } | { fault: NetworkFault };

/** How a model reads the samples. */
export interface SampleReading {
  digit: number;
  probability: number;
}

/** How far an epoch is. */
export interface Progress {
  epoch: number;
  /** Images of this epoch that were learnt from. */
  images: number;
  imagesPerSecond: number;
  loss: number;
  accuracy: number;
}

/** An epoch that is over. */
export interface EpochFigures {
  /** Counted from 1. */
  epoch: number;
  seconds: number;
  imagesPerSecond: number;
  loss: number;
  accuracy: number;
  /** On the test images. */
  testLoss: number;
  testAccuracy: number;
  samples: SampleReading[];
}

/** What the worker tells without being asked, while it trains. */
export type TrainingEvent =
  /** @param whyOneThread why it does not train on all processors, if it does not */
  | { kind: "begin"; imagesPerEpoch: number; whyOneThread?: string }
  | { kind: "progress"; progress: Progress }
  | { kind: "epoch"; figures: EpochFigures }
  | { kind: "paused" };

export interface TrainingResult {
  /** Whether it was stopped before its last epoch was over. */
  stopped: boolean;
  /** Of all training, without pauses. */
  seconds: number;
  weightsSha256: string;
}

/** A wrong answer. */
export interface Mistake extends LabelledDigit {
  /** What it was read as. */
  predicted: number;
  /** The probability given to that, 0..1. */
  probability: number;
}

/** What the trained network does with the test images. */
export interface ModelEvaluation {
  count: number;
  loss: number;
  accuracy: number;
  /** Wilson's interval at 95 %. */
  interval: { low: number; high: number };
  /** `confusion[t][p]`: images of digit t that were read as p, (10, 10). */
  confusion: number[][];
  classes: ClassReport[];
  macroAverage: Scores;
  weightedAverage: Scores;
  /** The most confident mistakes, the worst first. */
  mistakes: Mistake[];
  calibrationError: number;
  bins: ReliabilityBin[];
}

/** What each kind of request brings along. */
export interface TrainingWishes {
  /** Whether the page's server has MNIST. */
  "find mnist": { base: string };
  "load data": { choice: DataChoice };
  /** Whether a network can be built, and its shapes and counts of weights. */
  describe: { network: NetworkPlan };
  /** The network of a recipe, to be looked at or edited. */
  "recipe network": { recipe: RecipeName };
  /** Trains anew, or goes on with the model there is. */
  train: { plan: TrainingPlan; goOn: boolean };
  /** Rests when the epoch that runs is over. */
  pause: object;
  resume: object;
  /** Stops at the next step; the weights stay as they are then. */
  stop: object;
  evaluate: object;
  /** Images of digit `truth` that were read as `predicted` at the last evaluation. */
  "confused images": { truth: number; predicted: number; most: number };
  /** The model as a file. */
  save: { format: ModelFormat };
  /** Takes the network and its weights from a file. */
  open: { name: string; bytes: Uint8Array };
}

/** To the worker; every message is answered under its `id`. */
export type TrainingRequest = {
  [Kind in keyof TrainingWishes]: { id: number; kind: Kind } & TrainingWishes[Kind];
}[keyof TrainingWishes];

/** Results by the kind of request. */
export interface TrainingResults {
  "find mnist": { isThere: boolean };
  "load data": DataFacts;
  describe: NetworkDescription;
  "recipe network": { network: NetworkPlan; epochs: number; batchSize: number };
  train: TrainingResult;
  pause: object;
  resume: object;
  stop: object;
  evaluate: ModelEvaluation;
  "confused images": { images: DigitPixels[] };
  save: { bytes: Uint8Array };
  open: { network: NetworkPlan; described: NetworkDescription };
}
