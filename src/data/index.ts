/** Data: IDX and npz files to data sets of grey images and labels. */
export { Augmentation, type AugmentationOptions } from "./augmentation.ts";
export type { DataSet, DataSetOptions } from "./data-set.ts";
export { createDataSet, sliceDataSet } from "./data-set.ts";
export { encodeIdx, parseIdx, parseIdxImages, parseIdxLabels } from "./idx.ts";
export type { MnistFile, MnistPart } from "./mnist-facts.ts";
export { DIGIT_NAMES, MNIST_FILES, MNIST_MIRRORS } from "./mnist-facts.ts";
export type { KerasMnistArrays } from "./npz.ts";
export { parseKerasMnist, parseNpy } from "./npz.ts";
export type { DataSetStatistics } from "./statistics.ts";
export { describeDataSet } from "./statistics.ts";
export { toCategorical } from "./to-categorical.ts";
