/** The folder of MNIST's IDX files, which peers read for themselves. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, loadMnist } from "inkling";

const FILE = "train-images-idx3-ubyte";

/**
 * The folder in INKLING_DATA, or Inkling's cache, into which MNIST is downloaded if it is nowhere.
 * @throws Error if MNIST is there only in another form
 */
export async function findMnistFolder() {
  const given = process.env.INKLING_DATA;
  const places = given ? [join(given, "mnist"), given] : [join(cacheFolder(), "mnist")];
  const find = () =>
    places.find((place) => [FILE, `${FILE}.gz`].some((name) => existsSync(join(place, name))));
  if (find() === undefined) await loadMnist();
  const found = find();
  if (found !== undefined) return found;
  throw new Error(
    `The benchmarks need MNIST's four IDX files, and ${places[0]} does not hold them. ` +
      "Set INKLING_DATA to the folder that does.",
  );
}
