/** The plots of a model on a data set, under the titles that every command gives them. */
import type { DataSet } from "../data/index.ts";
import { argmaxRows, confusionMatrix, findMisreads } from "../metrics/index.ts";
import type { NdArray } from "../base/shapes.ts";
import { confusionPlot, misreadGrid, sampleGrid } from "../plots/index.ts";
import type { Draw } from "./save-plot.ts";

/** @param probabilities (N, 10), the model's outputs for the set */
export function drawConfusion({ name, labels, classNames }: DataSet, probabilities: NdArray): Draw {
  const matrix = confusionMatrix(labels, argmaxRows(probabilities), { classCount: classNames.length });
  return (document) => confusionPlot(matrix, { document, title: `Confusion matrix: ${name}` });
}

/** @param probabilities (N, 10), the model's outputs for the set */
export function drawMisreads(
  { name, images, labels }: DataSet,
  probabilities: NdArray,
  count?: number,
): Draw {
  const misreads = findMisreads(labels, probabilities);
  return (document) => misreadGrid(images, misreads, { document, count, title: `Misread: ${name}` });
}

export function drawSamples({ name, images, labels }: DataSet, count?: number): Draw {
  return (document) => sampleGrid(images, labels, { document, count, title: `Samples: ${name}` });
}
