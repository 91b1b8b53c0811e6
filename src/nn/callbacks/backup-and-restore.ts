/**
 * Backs a fit up after every epoch, so that it can go on after the process was killed, as
 * `keras.callbacks.BackupAndRestore` does; but the fit that goes on ends with the same weights, to the last bit, as one
 * that was never interrupted. A backup is one file, written whole or not at all. What is in it, `fit` decides, which
 * alone knows all parts of itself: see src/nn/resumption.ts.
 */
import { InklingError, typeError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import type { ModelRecord } from "../model-record.ts";
import { platform } from "../platform.ts";
import { Callback } from "./callback.ts";

export interface BackupAndRestoreOptions {
  /** Whether the backup is removed when the fit has ended as it should. @default true */
  deleteCheckpoint?: boolean;
}

export class BackupAndRestore extends Callback {
  /** The backup's file. */
  readonly path: string;
  /** Whether the backup is removed when the fit has ended as it should. */
  readonly deleteCheckpoint: boolean;
  /** Epochs that were done when the last fit went on from a backup; undefined if it began at its beginning. */
  resumedEpoch: number | undefined;

  /**
   * @param backupDir a folder for this training alone; made where there is none
   * @throws TypeError if it is not the path of a folder
   */
  constructor(backupDir: string, { deleteCheckpoint = true }: BackupAndRestoreOptions = {}) {
    super();
    if (typeof backupDir !== "string" || backupDir === "") {
      throw typeError({ what: "backupDir is no folder", expected: "a path", received: show(backupDir) });
    }
    this.path = `${backupDir.replace(/\/+$/, "")}/backup.safetensors`;
    this.deleteCheckpoint = deleteCheckpoint;
  }

  /**
   * The backup; undefined if there is none.
   * @throws InklingError if the file cannot be read or is damaged
   */
  async load(): Promise<ModelRecord | undefined> {
    const bytes = await platform().readBytes(this.path);
    if (bytes === undefined) return undefined;
    try {
      return await platform().readModel(bytes, this.path);
    } catch (cause) {
      throw this.damaged(cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  /** Replaces the backup. @throws InklingError if it cannot be written; the old one is then as it was */
  async save(record: ModelRecord): Promise<void> {
    await platform().saveModel(record, this.path);
  }

  /** Removes the backup, if there is one. @throws InklingError if it cannot be removed */
  async remove(): Promise<void> {
    await platform().removeFile(this.path);
  }

  /** The error that the backup's file is not what `save` wrote. */
  damaged(received: string, cause?: unknown): InklingError {
    return new InklingError({
      what: `the backup ${this.path} is damaged`,
      expected: "what BackupAndRestore wrote",
      received: received.replace(/\.$/, ""),
      mend: "Delete it to train from the beginning.",
      cause,
    });
  }
}
