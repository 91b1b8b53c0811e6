/** `inkling plot`: one plot into a file. */
import type { DataSet } from "../../data/index.ts";
import { historyPlot } from "../../plots/index.ts";
import { loadClassifier } from "../load-classifier.ts";
import { loadData, type DataOptions, type SetName } from "../load-data.ts";
import { predictSet } from "../../nn/recipes/measure.ts";
import { drawConfusion, drawMisreads, drawSamples } from "../model-plots.ts";
import type { Output } from "../output.ts";
import { prepareOutputPath } from "../output-path.ts";
import type { PlotKind } from "../plot-kinds.ts";
import { readHistory } from "../read-history.ts";
import { checkPlotPath, savePlot, type Draw } from "../save-plot.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `inkling plot`. */
export interface PlotOptions extends DataOptions {
  model?: string;
  history?: string;
  set: SetName;
  /** Images shown; undefined leaves it to the plot. */
  count?: number;
  out?: string;
}

/** What each kind of plot is made of. */
const DRAWERS: Readonly<Record<PlotKind, (options: PlotOptions) => Promise<Draw>>> = {
  async history(options) {
    const curves = await readHistory(required(options, "history", "history.csv"));
    return (document) => historyPlot(curves, { document });
  },
  async confusion(options) {
    const { set, probabilities } = await readSet(options);
    return drawConfusion(set, probabilities);
  },
  async samples(options) {
    return drawSamples((await loadData(options))[options.set], options.count);
  },
  async misread(options) {
    const { set, probabilities } = await readSet(options);
    return drawMisreads(set, probabilities, options.count);
  },
};

export async function plot(kind: PlotKind, options: PlotOptions, output: Output): Promise<void> {
  const file = options.out ?? `${kind}.svg`;
  checkPlotPath(file);
  const draw = await DRAWERS[kind](options);
  await prepareOutputPath(file);
  await savePlot(draw, [file]);
  output.print(`Saved ${file}`);
  output.emit({ event: "plot", kind, file });
}

async function readSet(options: PlotOptions) {
  const model = await loadClassifier(required(options, "model", "model.h5"));
  const set: DataSet = (await loadData(options))[options.set];
  return { set, probabilities: predictSet(model, set) };
}

/** An option that some kinds of plot need. */
function required(options: PlotOptions, name: "model" | "history", example: string): string {
  const value = options[name];
  if (value !== undefined) return value;
  throw new UsageError({ what: `this plot needs --${name} FILE, as in --${name} ${example}` });
}
