/** What a recipe is: a network, and how it is trained. */
import type { Augmentation, DataSet } from "../../data/index.ts";
import type { Callback, Sequential } from "../index.ts";

/** The recipes there are, by the name that `--recipe` takes; the first is the default of `train`. */
export const RECIPE_NAMES = ["ann", "ann-best", "seed", "sprint"] as const;

export type RecipeName = (typeof RECIPE_NAMES)[number];

export interface Recipe {
  /** Network and training in one line. */
  description: string;
  epochs: number;
  batchSize: number;
  /** The network, compiled. @param steps optimizer steps of the whole training, for a schedule of the learning rate */
  build(seed: number, steps: number): Sequential;
  /** What the training set becomes before training. @default itself */
  prepare?(train: DataSet, seed: number): DataSet;
  /** How images are changed anew in every epoch. @default not at all */
  augmentation?: Augmentation;
  /** Callbacks that belong to its training. @default none */
  callbacks?(): Callback[];
}
