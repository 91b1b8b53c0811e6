/** The operating system's errors (ENOENT, ENOSPC, …) in three parts. */
import { InklingError, NotFoundError } from "../base/errors.ts";

/** What a system error means, and how to mend it. */
const MEANINGS: Readonly<Record<string, readonly [meaning: string, mend: string]>> = {
  ENOENT: ["there is no such file or folder", "Check the path."],
  ENOTDIR: ["a part of the path is a file, not a folder", "Check the path."],
  EEXIST: ["a part of the path is a file, not a folder", "Check the path."],
  EISDIR: ["it is a folder, not a file", "Give the path of a file."],
  EACCES: ["permission was denied", "Give yourself the right to it, or choose another place."],
  EPERM: ["permission was denied", "Give yourself the right to it, or choose another place."],
  EROFS: ["the file system is read-only", "Choose another place."],
  ENOSPC: ["the disk is full", "Free some space, or choose another place."],
  EDQUOT: ["the disk quota is used up", "Free some space, or choose another place."],
  ENAMETOOLONG: ["the name is too long", "Choose a shorter one."],
};

/** Turns a system error about `path` into an InklingError; any other error is returned as it is. */
export function fileError(action: "read" | "write", path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const [meaning, mend] = MEANINGS[error.code] ?? [error.message, undefined];
  const parts = {
    what: `${path} cannot be ${action === "read" ? "read" : "written"}`,
    received: meaning,
    mend,
  };
  const absent = action === "read" && (error.code === "ENOENT" || error.code === "ENOTDIR");
  return new (absent ? NotFoundError : InklingError)({ ...parts, cause: error });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
