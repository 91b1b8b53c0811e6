#!/usr/bin/env node
/**
 * The command line `inkling`. Exit status: 0 done, 1 failed, 2 wrong usage; 130 after Ctrl-C and 141 where the reader
 * of the output has gone, as the shell gives them to any program.
 */
import { inspect } from "node:util";
import { CommanderError } from "commander";
import { InklingError } from "../base/errors.ts";
import { Interruption, INTERRUPTED } from "./interrupt.ts";
import { createProgram } from "./program.ts";
import { UsageError } from "./usage-error.ts";

const FAILED = 1;
const WRONG_USAGE = 2;
/** 128 + SIGPIPE. */
const READER_GONE = 141;

const program = createProgram();

// In `inkling … | head` the reader leaves early: that is no error to complain of.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(READER_GONE);
  process.stderr.write(`Standard output cannot be written: ${error.message}\n`);
  process.exit(FAILED);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = failureStatus(error);
}

/** Says what went wrong, unless commander has, and returns the exit status. */
function failureStatus(error: unknown): number {
  // Help and the version end commander's work too, with status 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  // On a terminal the cursor may stand in a progress bar, behind "^C".
  if (error instanceof Interruption && process.stderr.isTTY === true) process.stderr.write("\n");
  process.stderr.write(`${describe(error)}\n`);
  if (error instanceof Interruption) return INTERRUPTED;
  return error instanceof UsageError ? WRONG_USAGE : FAILED;
}

function describe(error: unknown): string {
  if (program.opts<{ debug?: boolean }>().debug === true) return inspect(error);
  if (!(error instanceof Error)) return String(error);
  if (error instanceof InklingError) return error.message;
  return `${error.message}\nWith --debug the command also says where this happened.`;
}
