/** Data sets from a pair of IDX files of one's own, in MNIST's format. */
import { basename } from "node:path";
import { InklingError } from "../base/errors.ts";
import type { DataSet } from "../data/data-set.ts";
import { findDataSetFault } from "../data/data-set.ts";
import { idxImages, idxLabels } from "../data/idx.ts";
import { DIGIT_NAMES } from "../data/mnist-facts.ts";
import { readIdxFile } from "./read-idx-file.ts";

/** How `loadIdx` names things. */
export interface LoadIdxOptions {
  /** @default the images' file name */
  name?: string;
  /** @default the ten digits "0".."9" */
  classNames?: readonly string[];
}

/**
 * Reads images (N, height, width) and labels (N) from IDX files, raw or gzipped.
 * @throws NotFoundError if a file is not there, InklingError if one is damaged or the two do not fit.
 */
export async function loadIdx(
  imagesPath: string,
  labelsPath: string,
  { name = basename(imagesPath), classNames = DIGIT_NAMES }: LoadIdxOptions = {},
): Promise<DataSet> {
  const [imageArray, labelArray] = await Promise.all([readIdxFile(imagesPath), readIdxFile(labelsPath)]);
  const images = idxImages(imageArray, imagesPath);
  const labels = idxLabels(labelArray, labelsPath);
  const fault = findDataSetFault(images, labels, classNames);
  if (fault === undefined) return { name, images, labels, classNames };
  throw new InklingError({ ...fault, what: `${imagesPath} and ${labelsPath}: ${fault.what}` });
}
