/** The notebook's training and test, and the model's way to a file and back. */
import { formatCount } from "../../base/format-count.ts";
import { InklingError } from "../../base/errors.ts";
import type { NdArray } from "../../base/shapes.ts";
import type { DataSet } from "../../data/index.ts";
import type { BackupAndRestore, Evaluation, History, Sequential } from "../../nn/index.ts";
import { loadModel, type Mnist } from "../../node/index.ts";
import { EpochClock } from "../epoch-clock.ts";
import { formatAccuracy, formatSeconds } from "../format.ts";
import { labelsFor, measure, predictSet } from "../../nn/recipes/measure.ts";
import type { Output } from "../output.ts";

/** How the notebook's network is trained. */
export interface TrainingSettings {
  epochs: number;
  batchSize: number;
  seed: number;
  signal: AbortSignal;
  /** Keeps the training, so that it can go on. */
  backup: BackupAndRestore | undefined;
}

/** Trains as the notebook does: after each epoch the test set is measured too, but nothing is chosen by it. */
export async function trainModel(
  model: Sequential,
  { train, test }: Mnist,
  { backup, ...settings }: TrainingSettings,
  output: Output,
): Promise<{ history: History["history"]; epochSeconds: number[] }> {
  const clock = new EpochClock(output);
  const { history } = await model.fit(train.images, labelsFor(model, train), {
    ...settings,
    validationData: [test.images, labelsFor(model, test)],
    verbose: output.json ? 0 : 2,
    callbacks: backup === undefined ? [clock] : [clock, backup],
  });
  const total = clock.seconds.reduce((sum, seconds) => sum + seconds, 0);
  const each = `${formatSeconds(total / clock.seconds.length)} an epoch, with its validation`;
  output.print("", `Trained in ${formatSeconds(total)}: ${each}.`);
  return { history, epochSeconds: clock.seconds };
}

export async function testModel(model: Sequential, set: DataSet, output: Output): Promise<Evaluation> {
  const result = await measure(model, set, output.json ? 0 : 2);
  output.print("");
  output.printFacts([
    ["Test loss", result.loss.toFixed(4)],
    ["Test accuracy", formatAccuracy(result.accuracy, set.labels.length)],
  ]);
  return result;
}

/**
 * Loads the model from its file and compares.
 * @param probabilities what the model that was saved says of the set
 * @throws InklingError if the loaded model says anything else
 */
export async function loadBack(
  path: string,
  set: DataSet,
  probabilities: NdArray,
  output: Output,
): Promise<Sequential> {
  const loaded = await loadModel(path);
  const again = predictSet(loaded, set);
  const differing = again.data.findIndex((value, i) => !Object.is(value, probabilities.data[i]));
  if (differing >= 0) {
    throw new InklingError({
      what: `the model loaded from ${path} predicts differently`,
      expected: String(probabilities.data[differing]),
      received: String(again.data[differing]),
      mend: "This is a fault of Inkling's; please report it.",
    });
  }
  const count = formatCount(probabilities.data.length);
  output.print(`Loaded ${path}.`, `Its ${count} probabilities on the test set are the same, bit for bit.`);
  return loaded;
}
