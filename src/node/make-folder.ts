/** Makes a folder and those above it. Node's own `mkdir` with `recursive` never ends where a file system refuses with ENOENT, as /proc does. */
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a folder where there is none, and the folders above it. @throws the system's error if that cannot be */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await isFolder(path))) return;
    // Without the check of the parent, a file system that answers ENOENT to everything would be asked for ever.
    if (code !== "ENOENT" || (await isFolder(dirname(path)))) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
