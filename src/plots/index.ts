/** Plots as standalone SVG text, and images in a terminal's half-blocks. */
export { confusionPlot } from "./confusion-plot.ts";
export type { ConfusionPlotOptions } from "./confusion-plot.ts";
export { halfBlocks } from "./half-blocks.ts";
export type { HalfBlocksOptions, TerminalColour } from "./half-blocks.ts";
export { historyPlot } from "./history-plot.ts";
export type { HistoryCurves } from "./history-plot.ts";
export { misreadGrid } from "./misread-grid.ts";
export type { MisreadGridOptions } from "./misread-grid.ts";
export type { PlotStyleOptions } from "./plot-style.ts";
export { reliabilityPlot } from "./reliability-plot.ts";
export { riskCoveragePlot } from "./risk-coverage-plot.ts";
export { sampleGrid } from "./sample-grid.ts";
export type { SampleGridOptions } from "./sample-grid.ts";
