/** Ctrl-C: the first asks a command to stop in good order, the second ends the process at once. */
import { InklingError } from "../base/errors.ts";

/** Exit status of a process that Ctrl-C ended: 128 + SIGINT. */
export const INTERRUPTED = 130;

/** What an interrupted command rejects with. */
export class Interruption extends InklingError {}

/** A signal that aborts at the first Ctrl-C. @param what what is then undone: `"no model was saved"` */
export function abortOnInterrupt(what: string): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => {
    controller.abort(new Interruption({ what: `Interrupted: ${what}` }));
  });
  return controller.signal;
}
