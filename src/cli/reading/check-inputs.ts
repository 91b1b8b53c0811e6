/** What is wrong with a command line that reads pictures, before any is read. */
import type { Output } from "../output.ts";
import { UsageError } from "../usage-error.ts";
import { STANDARD_INPUT } from "./read-pictures.ts";

/** @throws UsageError for two forms of output, or for a standard input that is read twice or is the keyboard */
export function checkInputs(files: readonly string[], csv: boolean, { json }: Output): void {
  if (csv && json) {
    throw new UsageError({
      what: "two forms of output are asked for",
      expected: "--csv or --json",
      received: "both",
    });
  }
  const inputs = files.filter((file) => file === STANDARD_INPUT).length;
  if (inputs > 1) {
    throw new UsageError({
      what: "standard input can be read once",
      expected: "one -",
      received: String(inputs),
    });
  }
  if (inputs === 1 && process.stdin.isTTY === true) {
    throw new UsageError({
      what: "there is no picture on standard input",
      expected: "one from a pipe or a file, as in inkling read - < my-digit.png",
      received: "the keyboard",
    });
  }
}
