/**
 * Errors in three parts: what happened, what was expected and received, how to mend it.
 *
 * `InklingError` is for the outside world (files, networks, models). A caller's own mistake is a `TypeError`
 * (wrong kind) or a `RangeError` (wrong value) with the same three parts.
 */

/** The parts of an error message; every one but `what` may be left out where it would repeat another. */
export interface ErrorParts {
  /** What happened, with the name of the thing: `"digits.h5 is not an HDF5 file"`. No full stop. */
  what: string;
  /** What was expected: `"it to start with 89 48 44 46"`. */
  expected?: string;
  /** What was received instead: `"50 4b 03 04"`. */
  received?: string;
  /** How to mend it, a full sentence: `"Save it again with model.save(…)."`. */
  mend?: string;
  /** The error underneath, kept for `--debug`. */
  cause?: unknown;
}

/** Anything that goes wrong with files, networks, models or data. Base of all errors Inkling throws itself. */
export class InklingError extends Error {
  constructor(parts: ErrorParts) {
    super(errorMessage(parts), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = new.target.name;
  }
}

/** A data set, model or other file that is not where it was looked for. Callers offer another source. */
export class NotFoundError extends InklingError {}

/** A `TypeError` (wrong kind of argument) in three parts. */
export function typeError(parts: ErrorParts): TypeError {
  return new TypeError(errorMessage(parts), { cause: parts.cause });
}

/** A `RangeError` (right kind, wrong value) in three parts. */
export function rangeError(parts: ErrorParts): RangeError {
  return new RangeError(errorMessage(parts), { cause: parts.cause });
}

function errorMessage({ what, expected, received, mend }: ErrorParts): string {
  let message = what;
  if (expected !== undefined) message += `: expected ${expected}`;
  if (received !== undefined) message += `${expected === undefined ? ":" : ","} received ${received}`;
  message += ".";
  return mend === undefined ? message : `${message} ${mend}`;
}
