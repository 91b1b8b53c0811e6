/** `inkling evaluate`: loss and accuracy of a saved model. */
import { formatAccuracy } from "../format.ts";
import { loadClassifier } from "../load-classifier.ts";
import { loadData, type DataOptions, type SetName } from "../load-data.ts";
import { measure } from "../measure.ts";
import type { Output } from "../output.ts";

/** Options of `inkling evaluate`. */
export interface EvaluateOptions extends DataOptions {
  set: SetName;
}

export async function evaluate(path: string, options: EvaluateOptions, output: Output): Promise<void> {
  const model = await loadClassifier(path);
  const set = (await loadData(options))[options.set];
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
