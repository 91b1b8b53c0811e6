/** What the visitor has chosen to train: images, network, optimizer. Plain data, so that a reload can keep it. */
import type { RecipeName } from "../../../src/nn/recipes/recipe.ts";
import type { NetworkPlan, OptimizerChoice, TrainingPlan } from "../workers/training-messages.ts";

export type SourceKind = "mnist" | "ink" | "files";

export interface Setup {
  source: SourceKind;
  /** Images to be drawn, if the built-in digits are chosen. */
  inkCount: number;
  /** `undefined`: the visitor's own layers. */
  recipe?: RecipeName;
  /** The visitor's own layers. */
  network?: NetworkPlan;
  optimizer: OptimizerChoice;
  learningRate: number;
  augment: boolean;
  batchSize: number;
  epochs: number;
  seed: number;
}

/** The notebook's network, trained as the notebook does. */
export const FIRST_SETUP: Setup = {
  source: "mnist",
  inkCount: 20_000,
  recipe: "seed",
  optimizer: "rmsprop",
  learningRate: 0.001,
  augment: false,
  batchSize: 128,
  epochs: 25,
  seed: 0,
};

/** What each optimizer starts with in Keras. */
export const USUAL_RATES: Readonly<Record<OptimizerChoice, number>> = {
  rmsprop: 0.001,
  adam: 0.001,
  adamw: 0.001,
  sgd: 0.01,
};

export const OPTIMIZER_NAMES: Readonly<Record<OptimizerChoice, string>> = {
  rmsprop: "RMSprop",
  adam: "Adam",
  adamw: "AdamW",
  sgd: "SGD with momentum 0.9",
};

export const RECIPE_TITLES: Readonly<Record<RecipeName, string>> = {
  seed: "The notebook's network",
  ann: "Dense layers, better trained",
  sprint: "Convolutions, 99 % in two epochs",
  "ann-best": "The best of dense layers (long)",
};

/** @returns undefined while there are no layers to train */
export function planOfSetup(setup: Setup): TrainingPlan | undefined {
  const { recipe, network, optimizer, learningRate, augment, batchSize, epochs, seed } = setup;
  const common = { batchSize, epochs, seed };
  if (recipe !== undefined) return { ...common, recipe };
  return network && { ...common, network, optimizer, learningRate, augment };
}

/** The same for setups that are about the same network. */
export function networkKey({ recipe, network }: Setup): string {
  return recipe ?? JSON.stringify(network);
}

/** What keeps the figures of a setup from being trained with, in words. */
export function findSetupFault({
  batchSize,
  epochs,
  seed,
  learningRate,
  inkCount,
}: Setup): string | undefined {
  if (!isWhole(epochs, 1, 1000)) return "Epochs must be a whole number from 1 to 1,000.";
  if (!isWhole(batchSize, 1, 4096)) return "The batch must be a whole number from 1 to 4,096.";
  if (!isWhole(seed, 0, 2 ** 31 - 1)) return "The seed must be a whole number, 0 or more.";
  if (!isWhole(inkCount, 100, 60_000)) return "Images to draw must be a whole number from 100 to 60,000.";
  if (!(learningRate > 0 && learningRate <= 10)) return "The learning rate must be above 0, and at most 10.";
  return undefined;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
