/** Where tests find MNIST, and `describeWithMnist`, which is skipped (and counted) where it is not. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe } from "vitest";

/** The folder named by INKLING_DATA if it holds `mnist/`, else undefined. */
export function mnistFolder(): string | undefined {
  const folder = process.env["INKLING_DATA"];
  if (folder === undefined || !existsSync(join(folder, "mnist", "train-images-idx3-ubyte.gz")))
    return undefined;
  return resolve(folder);
}

/** `describe` for suites that read real MNIST. */
export const describeWithMnist = describe.skipIf(mnistFolder() === undefined);
