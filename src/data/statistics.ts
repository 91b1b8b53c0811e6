/**
 * Figures of a data set from one pass over its bytes: a histogram of 256 counts says everything, so no float
 * copy of the images (188 MB for MNIST) is ever made.
 */
import type { DataSet } from "./data-set.ts";

/** What a data set holds; pixels as they are read, that is times the images' scale (0..1). */
export interface DataSetStatistics {
  name: string;
  /** Number of images. */
  count: number;
  height: number;
  width: number;
  /** Images of each class, in the order of `classNames`. */
  classCounts: number[];
  mean: number;
  /** Of the population: the root of the mean squared deviation. */
  standardDeviation: number;
  min: number;
  max: number;
  /** Share of pixels that are not zero, 0..1. */
  nonZeroShare: number;
}

/** Counts images, classes and pixels of a data set. */
export function describeDataSet({ name, images, labels, classNames }: DataSet): DataSetStatistics {
  const [count, height, width] = images.shape;
  const classCounts = new Array<number>(classNames.length).fill(0);
  for (const label of labels) classCounts[label]++;
  const histogram = byteHistogram(images.data);
  const total = images.data.length;
  let sum = 0;
  for (let value = 0; value < 256; value++) sum += value * histogram[value];
  const mean = sum / total;
  let squares = 0;
  for (let value = 0; value < 256; value++) squares += histogram[value] * (value - mean) ** 2;
  return {
    name,
    count,
    height,
    width,
    classCounts,
    mean: mean * images.scale,
    standardDeviation: Math.sqrt(squares / total) * images.scale,
    min: histogram.findIndex((pixels) => pixels > 0) * images.scale,
    max: histogram.findLastIndex((pixels) => pixels > 0) * images.scale,
    nonZeroShare: 1 - histogram[0] / total,
  };
}

/** How often each value 0..255 comes. */
function byteHistogram(bytes: Uint8Array): Float64Array {
  const histogram = new Float64Array(256);
  for (let i = 0; i < bytes.length; i++) histogram[bytes[i]]++;
  return histogram;
}
