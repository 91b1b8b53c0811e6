/** `inkling train`: trains a recipe's network on MNIST, tests it once at the end, and saves what was asked for. */
import { formatCount } from "../../base/format-count.ts";
import { join } from "node:path";
import { formatOfPath } from "../../formats/index.ts";
import {
  type BackupAndRestore,
  type Callback,
  CSVLogger,
  type History,
  type Sequential,
} from "../../nn/index.ts";
import type { Mnist } from "../../node/index.ts";
import { EpochClock } from "../epoch-clock.ts";
import { formatAccuracy, formatSeconds } from "../format.ts";
import { abortOnInterrupt } from "../interrupt.ts";
import { loadData, type DataOptions } from "../load-data.ts";
import { labelsFor, measure, predictSet } from "../../nn/recipes/measure.ts";
import { prepareOutputPath } from "../output-path.ts";
import type { Output } from "../output.ts";
import { getRecipe } from "../../nn/recipes/get-recipe.ts";
import type { Recipe, RecipeName } from "../../nn/recipes/recipe.ts";
import { backupIn, resumedFact, resumeHint } from "../resume.ts";
import { savePlot } from "../save-plot.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `inkling train`. */
export interface TrainOptions extends DataOptions {
  recipe: RecipeName;
  /** Undefined leaves it to the recipe. */
  epochs?: number;
  /** Undefined leaves it to the recipe. */
  batchSize?: number;
  seed: number;
  /** Undefined leaves it to the output. */
  verbose?: "0" | "1" | "2";
  /** Folder for the model, its history and its plots. */
  out?: string;
  /** File for the model. */
  save?: string;
  /** Folder for a backup after every epoch, to go on from. */
  resume?: string;
}

export async function train(options: TrainOptions, output: Output): Promise<void> {
  const signal = abortOnInterrupt(`training stopped and no model was saved${resumeHint(options.resume)}`);
  const modelPaths = await prepareModelPaths(options);
  const backup = await backupIn(options.resume);
  const mnist = await loadData(options, signal);
  const recipe = getRecipe(options.recipe);
  const model = recipe.build(options.seed, stepsOf(options, recipe, mnist));
  announce(options, recipe, model, mnist, output);
  const clock = new EpochClock(output);
  const history = await fit(model, recipe, mnist, { options, clock, output, signal, backup });
  const { accuracy, loss } = await measure(model, mnist.test);
  signal.throwIfAborted();
  for (const path of modelPaths) await model.save(path);
  const files = [...modelPaths];
  if (options.out !== undefined) files.push(...(await savePlots(options.out, model, mnist, history)));
  const weightsSha256 = await model.weightsSha256();
  await backup?.remove();
  const seconds = Math.round(process.uptime() * 1000) / 1000;
  const epochSeconds = clock.seconds;
  output.print("");
  output.printFacts([
    ["Test accuracy", formatAccuracy(accuracy, mnist.test.labels.length)],
    ["Test loss", loss.toFixed(4)],
    ["Time", `${formatSeconds(seconds)}, ${formatSeconds(median(epochSeconds))} an epoch`],
    ["Weights' hash", weightsSha256],
    ...resumedFact(backup),
    ["Saved", files.length === 0 ? "nothing; --save FILE or --out DIR would" : files.join(", ")],
  ]);
  const done = { accuracy, loss, seconds, epochSeconds, weightsSha256, model: modelPaths[0] ?? null };
  output.emit({ event: "done", ...done });
}

/** Optimizer steps of the whole training. */
function stepsOf(options: TrainOptions, recipe: Recipe, { train: { labels } }: Mnist): number {
  const { epochs = recipe.epochs, batchSize = recipe.batchSize } = options;
  return epochs * Math.ceil(labels.length / batchSize);
}

/** Where the model goes; whatever cannot be written there is known before the training. */
async function prepareModelPaths({ save, out }: TrainOptions): Promise<string[]> {
  const paths = [save, out === undefined ? undefined : join(out, "model.h5")].filter(
    (path) => path !== undefined,
  );
  for (const path of paths) {
    try {
      formatOfPath(path);
    } catch (cause) {
      throw new UsageError({ what: (cause as Error).message.replace(/\.$/, ""), cause });
    }
    await prepareOutputPath(path);
  }
  return paths;
}

function announce(
  options: TrainOptions,
  recipe: Recipe,
  model: Sequential,
  { train: trainSet, test, source }: Mnist,
  output: Output,
): void {
  const { recipe: name, seed, epochs = recipe.epochs, batchSize = recipe.batchSize } = options;
  const parameters = model.countParams();
  const [trainCount, testCount] = [trainSet.labels.length, test.labels.length];
  output.printFacts([
    ["Recipe", `${name}: ${recipe.description}`],
    ["Network", `${formatCount(parameters)} parameters`],
    ["Data", `${source}: ${formatCount(trainCount)} images to train on, ${formatCount(testCount)} to test`],
    ["Training", `${epochs} ${epochs === 1 ? "epoch" : "epochs"}, batches of ${batchSize}, seed ${seed}`],
  ]);
  output.print("");
  const counts = { parameters, trainCount, testCount };
  output.emit({ event: "start", recipe: name, epochs, batchSize, seed, ...counts });
}

interface FitSettings {
  options: TrainOptions;
  clock: EpochClock;
  output: Output;
  signal: AbortSignal;
  backup: BackupAndRestore | undefined;
}

async function fit(
  model: Sequential,
  recipe: Recipe,
  { train: trainSet }: Mnist,
  { options, clock, output, signal, backup }: FitSettings,
): Promise<History["history"]> {
  const { seed, out, epochs = recipe.epochs, batchSize = recipe.batchSize } = options;
  const set = recipe.prepare?.(trainSet, seed) ?? trainSet;
  const callbacks: Callback[] = [clock, ...(recipe.callbacks?.() ?? [])];
  if (out !== undefined) callbacks.push(new CSVLogger(join(out, "history.csv")));
  if (backup !== undefined) callbacks.push(backup);
  const verbose = verboseOf(options, output);
  const { history } = await model.fit(set.images, labelsFor(model, set), {
    ...{ epochs, batchSize, seed, verbose, callbacks, signal, augmentation: recipe.augmentation },
  });
  return history;
}

/** Writes the plots into `folder`; returns the paths of all files there but the model. */
async function savePlots(
  folder: string,
  model: Sequential,
  { test }: Mnist,
  history: History["history"],
): Promise<string[]> {
  const { historyPlot } = await import("../../plots/index.ts");
  const { drawConfusion, drawMisreads } = await import("../model-plots.ts");
  const probabilities = predictSet(model, test);
  const plots = {
    history: (document: Document) => historyPlot(history, { document }),
    confusion: drawConfusion(test, probabilities),
    misread: drawMisreads(test, probabilities),
  };
  const files = [join(folder, "history.csv")];
  for (const [name, draw] of Object.entries(plots)) {
    const paths = [join(folder, `${name}.svg`), join(folder, `${name}.png`)];
    await savePlot(draw, paths);
    files.push(...paths);
  }
  return files;
}

/** With `--json` nothing else may be printed. */
function verboseOf({ verbose }: TrainOptions, output: Output): 0 | 1 | 2 {
  return output.json || verbose === undefined ? output.verbose : (Number(verbose) as 0 | 1 | 2);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
