/** Writes images and labels as a pair of IDX files, batch by batch: memory for one batch, however many there are. */
import { join } from "node:path";
import { encodeIdxHeader } from "../data/idx.ts";
import type { DataSet } from "../data/index.ts";
import { replaceFile } from "./atomic-write.ts";

/** What is written. */
export interface WriteIdxOptions {
  /** Of all batches together. */
  count: number;
  height: number;
  width: number;
  /** Called with the number of images written so far. */
  onProgress?: (written: number) => void;
}

/**
 * Writes `images-idx3-ubyte` and `labels-idx1-ubyte` into a folder; either both are whole, or neither is there.
 * @returns their paths
 * @throws InklingError if they cannot be written; what the batches throw is passed on
 */
export async function writeIdx(
  folder: string,
  batches: AsyncIterable<DataSet>,
  { count, height, width, onProgress }: WriteIdxOptions,
): Promise<[images: string, labels: string]> {
  const paths: [string, string] = [join(folder, "images-idx3-ubyte"), join(folder, "labels-idx1-ubyte")];
  await replaceFile(paths[0], async (imageFile) => {
    await replaceFile(paths[1], async (labelFile) => {
      await imageFile.writeFile(encodeIdxHeader([count, height, width]));
      await labelFile.writeFile(encodeIdxHeader([count]));
      let written = 0;
      for await (const { images, labels } of batches) {
        await imageFile.writeFile(images.data);
        await labelFile.writeFile(labels);
        onProgress?.((written += labels.length));
      }
    });
  });
  return paths;
}
