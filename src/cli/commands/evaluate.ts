/** `inkling evaluate`: a saved model on MNIST, or a reader on a folder of handwriting. */
import { evaluateSet } from "../evaluate-set.ts";
import { formatAccuracy } from "../format.ts";
import { loadClassifier } from "../load-classifier.ts";
import { loadData, type DataOptions, type SetName } from "../load-data.ts";
import { measure } from "../../nn/recipes/measure.ts";
import type { Output } from "../output.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `inkling evaluate`. */
export interface EvaluateOptions extends DataOptions {
  /** `test` or `train`, or a folder of handwriting. */
  set: string;
  /** Where plots and readings of a folder go. */
  out?: string;
  /** What the numbers of a folder may be. */
  grammar?: string;
  /** The share of its accepted numbers that may be wrong. */
  maxError?: number;
}

export async function evaluate(
  path: string | undefined,
  options: EvaluateOptions,
  output: Output,
): Promise<void> {
  const { set, out, data, dataset, grammar, maxError } = options;
  if (set === "test" || set === "train") {
    if (path === undefined)
      throw wrongUsage(`--set ${set} measures a model`, "inkling evaluate MODEL", "no model");
    if (out !== undefined)
      throw wrongUsage("--out is for a folder of handwriting", "--set DIR", `--set ${set}`);
    return await evaluateOnData(path, set, options, output);
  }
  const given = data === undefined ? dataset && `--dataset ${dataset}` : `--data ${data}`;
  if (given !== undefined)
    throw wrongUsage(`${given} is for MNIST's halves`, "--set test or train", `--set ${set}`);
  await evaluateSet(path, { set, out, grammar, maxError }, output);
}

async function evaluateOnData(
  path: string,
  half: SetName,
  options: DataOptions,
  output: Output,
): Promise<void> {
  const model = await loadClassifier(path);
  const set = (await loadData(options))[half];
  const count = set.labels.length;
  const { accuracy, loss } = await measure(model, set, output.verbose);
  output.print("");
  output.printFacts([
    ["Data", set.name],
    ["Accuracy", formatAccuracy(accuracy, count)],
    ["Loss", loss.toFixed(4)],
  ]);
  output.emit({ event: "evaluation", accuracy, loss, count });
}

function wrongUsage(what: string, expected: string, received: string): UsageError {
  return new UsageError({ what, expected, received });
}
