/** Whether a file can be written, found out before the work whose result it is to hold. */
import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { InklingError } from "../base/errors.ts";
import { fileError } from "../node/file-errors.ts";
import { makeFolder } from "../node/make-folder.ts";

/**
 * Makes the folder of a file that is to be written.
 * @throws InklingError if the folder cannot be made or written in, or the path is a folder itself
 */
export async function prepareOutputPath(path: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw fileError("write", path, error);
  }
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() !== true) return;
  throw new InklingError({
    what: `${path} cannot be written`,
    expected: "the path of a file",
    received: "a folder",
    mend: "Choose another path.",
  });
}
