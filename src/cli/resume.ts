/** `--resume DIR`: a training that is backed up after every epoch, and goes on from its backup if there is one. */
import { BackupAndRestore } from "../nn/index.ts";
import { prepareOutputPath } from "./output-path.ts";

/**
 * The backup in a folder; undefined without one. It stays until it is removed, which is to be done when the model has
 * been saved: a command that is killed after its training then need not train again.
 * @throws InklingError if the folder cannot be made or written in
 */
export async function backupIn(folder: string | undefined): Promise<BackupAndRestore | undefined> {
  if (folder === undefined) return undefined;
  const backup = new BackupAndRestore(folder, { deleteCheckpoint: false });
  await prepareOutputPath(backup.path);
  return backup;
}

/** What an interrupted command can say of going on. */
export function resumeHint(folder: string | undefined): string {
  return folder === undefined ? "" : "; the same command goes on after the last whole epoch";
}

/** The fact that a training went on from a backup, for people; none if it did not. */
export function resumedFact(backup: BackupAndRestore | undefined): [string, string][] {
  const epoch = backup?.resumedEpoch;
  return epoch === undefined ? [] : [["Resumed", `after epoch ${epoch}, from ${backup?.path}`]];
}
