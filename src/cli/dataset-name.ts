/** Names of the data sets that a command can be told to use; apart, so that declaring options loads nothing else. */
export const DATASET_NAMES = ["mnist", "ink"] as const;

export type DatasetName = (typeof DATASET_NAMES)[number];
