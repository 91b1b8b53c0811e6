/** A wrong command line that is only known to be wrong once a command looks at it: the process exits with 2. */
import { InklingError } from "../base/errors.ts";

/** What was typed cannot be meant; nothing was done. */
export class UsageError extends InklingError {}
