/**
 * MNIST's files as they lie on this machine, for a page: `/data/mnist/index.json` lists what there is, and each file is served under
 * its own name, gzipped or not. Nothing is downloaded; the page checks each file's SHA-256.
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { MNIST_FILES } from "../data/index.ts";
import { cacheFolder } from "../node/index.ts";

export const MNIST_PATH = "/data/mnist/";

const NAMES = Object.values(MNIST_FILES).flatMap(({ name }) => [`${name}.gz`, name]);

/** Where `loadMnist` looks without a download: a folder that holds the files or a `mnist/` with them. */
export function mnistFolders(data: string | undefined): string[] {
  const given = data ?? process.env["INKLING_DATA"];
  const own = given === undefined || given === "" ? [] : [join(given, "mnist"), given];
  return data === undefined ? [...own, join(cacheFolder(), "mnist")] : own;
}

/** The path of one of MNIST's files, or `undefined` if it is none or not there. */
export async function findMnistFile(
  folders: readonly string[],
  name: string | undefined,
): Promise<string | undefined> {
  if (name === undefined || !NAMES.includes(name)) return undefined;
  for (const folder of folders) {
    const path = join(folder, name);
    if (await isFile(path)) return path;
  }
  return undefined;
}

/** The names of the files that are there, of each part the gzipped one where there are both. */
export async function listMnistFiles(folders: readonly string[]): Promise<string[]> {
  const parts = Object.values(MNIST_FILES).map(async ({ name }) => {
    for (const file of [`${name}.gz`, name]) {
      if ((await findMnistFile(folders, file)) !== undefined) return file;
    }
    return undefined;
  });
  return (await Promise.all(parts)).filter((name) => name !== undefined);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
