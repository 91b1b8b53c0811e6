/** Finds the images and labels of a set in a folder: MNIST's file names, with any prefix, gzipped or not. */
import { join } from "node:path";
import { InklingError } from "../base/errors.ts";

/** Paths of two files that belong together. */
export interface IdxPair {
  images: string;
  labels: string;
}

/** Some programs unpack `t10k-images-idx3-ubyte.gz` as `t10k-images.idx3-ubyte`. */
const IMAGES = /^(.*)images[-.]idx3-ubyte(\.gz)?$/;
const LABELS = /^(.*)labels[-.]idx1-ubyte(\.gz)?$/;

/**
 * The pair among the files of a folder, undefined if there is none. Of a file and its gzipped copy the file is taken.
 * @param names of the folder's files
 * @throws InklingError if there are several pairs, for which of them is meant cannot be known
 */
export function findIdxPair(folder: string, names: readonly string[]): IdxPair | undefined {
  const images = byPrefix(names, IMAGES);
  const labels = byPrefix(names, LABELS);
  const pairs = [...images].flatMap(([prefix, name]): IdxPair[] => {
    const partner = labels.get(prefix);
    return partner === undefined ? [] : [{ images: join(folder, name), labels: join(folder, partner) }];
  });
  if (pairs.length <= 1) return pairs[0];
  throw new InklingError({
    what: `${folder} holds several sets`,
    expected: "one pair of IDX files, images and labels",
    received: `${pairs.length} pairs, ${pairs.map((pair) => pair.images).join(" and ")}`,
    mend: "Put each pair into a folder of its own.",
  });
}

function byPrefix(names: readonly string[], pattern: RegExp): Map<string, string> {
  const found = new Map<string, string>();
  // "a" comes before "a.gz", so that the file itself is met first.
  for (const name of [...names].sort()) {
    const prefix = pattern.exec(name)?.[1];
    if (prefix !== undefined && !found.has(prefix)) found.set(prefix, name);
  }
  return found;
}
