/**
 * Files that are never half written: all bytes go to a temporary file in the same folder, reach the disk
 * (fsync), and then take the name in one step (rename). Whatever happens before, the old file stays whole.
 */
import { randomBytes } from "node:crypto";
import { open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InklingError } from "../base/errors.ts";
import { fileError } from "./file-errors.ts";
import { makeFolder } from "./make-folder.ts";

const SUFFIX_BYTES = 6;

/**
 * Writes a file, whole or not at all; makes its folder where there is none.
 * @throws InklingError if it cannot be written; a file of that name is then as it was.
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  await replaceFile(path, (file) => file.writeFile(data));
}

/**
 * Lets `fill` write a temporary file that takes the name `path` once it is whole and on the disk.
 * Whatever `fill` throws is passed on, and the temporary file removed.
 * @throws InklingError if the file cannot be written.
 */
export async function replaceFile(
  path: string,
  fill: (file: FileHandle, temporaryPath: string) => Promise<void>,
): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const target = await resolveTarget(path);
    const suffix = randomBytes(SUFFIX_BYTES).toString("hex");
    const temporaryPath = join(dirname(target), `.${basename(target)}.${suffix}.tmp`);
    try {
      await writeAndSync(temporaryPath, fill);
      await rename(temporaryPath, target);
    } catch (error) {
      await rm(temporaryPath, { force: true });
      throw error;
    }
  } catch (error) {
    throw fileError("write", path, error);
  }
}

/**
 * Removes a file, if it is there, and the temporary files that a process killed while it wrote has left beside it.
 * @throws InklingError if it cannot be removed.
 */
export async function removeFile(path: string): Promise<void> {
  const prefix = `.${basename(path)}.`;
  const length = prefix.length + 2 * SUFFIX_BYTES + ".tmp".length;
  const isLeftOver = (name: string): boolean =>
    name.length === length && name.startsWith(prefix) && name.endsWith(".tmp");
  try {
    const names = await readdir(dirname(path));
    const leftOver = names.filter(isLeftOver).map((name) => join(dirname(path), name));
    for (const each of [...leftOver, path]) await rm(each, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw fileError("write", path, error);
  }
}

async function writeAndSync(
  path: string,
  fill: (file: FileHandle, temporaryPath: string) => Promise<void>,
): Promise<void> {
  const file = await open(path, "wx");
  try {
    await fill(file, path);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The file that a link leads to. Folders and devices are refused: renaming onto /dev/null would destroy it. */
async function resolveTarget(path: string): Promise<string> {
  let target: string;
  try {
    target = await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return path;
    throw error;
  }
  const stats = await stat(target);
  if (stats.isFile()) return target;
  throw new InklingError({
    what: `${path} cannot be written`,
    expected: "the path of a file",
    received: stats.isDirectory() ? "a folder" : "a device",
    mend: "Choose another path.",
  });
}
