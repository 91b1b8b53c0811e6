/** The two ways to name an image: a number in MNIST, or a file. */
import { sliceDataSet } from "../data/index.ts";
import type { GrayImage } from "../image/index.ts";
import { checkIndex, loadData, type DataOptions, type SetName } from "./load-data.ts";
import { UsageError } from "./usage-error.ts";

/** Options of every command that takes an image. */
export interface ImageSourceOptions extends DataOptions {
  /** Number of the image in the set, from 0. */
  index?: number;
  set: SetName;
}

/** @throws UsageError unless exactly one of the two is given */
export function checkImageSource(path: string | undefined, { index }: ImageSourceOptions): void {
  if ((path === undefined) !== (index === undefined)) return;
  throw new UsageError({
    what: path === undefined ? "no image is named" : "two images are named",
    expected: "either --index N, an image of MNIST, or the path of a picture",
    received: path === undefined ? "neither" : `--index ${index} and ${path}`,
  });
}

/** An image of MNIST with its label. @throws UsageError if the set has none of that number */
export async function loadIndexed(
  index: number,
  options: ImageSourceOptions,
): Promise<{ image: GrayImage; label: number }> {
  const set = (await loadData(options))[options.set];
  checkIndex(index, set, options.set);
  const { images, labels } = sliceDataSet(set, index, index + 1);
  const [, height, width] = images.shape;
  return { image: { data: images.data, width, height }, label: labels[0] };
}
