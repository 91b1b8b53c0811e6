/** `loadModel`: a model from a file. */
import { InklingError, NotFoundError } from "../base/errors.ts";
import { readModelRecord } from "../formats/index.ts";
import { Sequential, platform } from "../nn/index.ts";

/** Options of `loadModel`. */
export interface LoadModelOptions {
  /** Whether to compile the model as it was when it was saved; predictions alone do not need it. @default true */
  compile?: boolean;
}

/**
 * Loads what `model.save` or Keras wrote: architecture, weights, compile configuration and optimizer state. The
 * format is decided by the file's first bytes, not by its name.
 * @throws NotFoundError if there is no such file; InklingError if it is damaged or holds something unknown
 */
export async function loadModel(
  path: string,
  { compile = true }: LoadModelOptions = {},
): Promise<Sequential> {
  const bytes = await platform().readBytes(path);
  if (bytes === undefined) {
    throw new NotFoundError({
      what: `there is no model file ${path}`,
      mend: "Check the path, or train a model and save it: inkling train --save model.h5.",
    });
  }
  const record = await readModelRecord(bytes, path);
  try {
    return Sequential.fromRecord(record, { compile });
  } catch (cause) {
    throw unusable(path, cause, compile && record.compile !== undefined);
  }
}

/** What a file asks for and Inkling does not have is the file's fault, not the caller's argument's. */
function unusable(path: string, cause: unknown, compiled: boolean): unknown {
  if (!(cause instanceof RangeError || cause instanceof TypeError || cause instanceof InklingError))
    return cause;
  return new InklingError({
    what: `the model in ${path} cannot be built: ${cause.message.replace(/\.$/, "")}`,
    mend: compiled
      ? "If only its training is the trouble, loadModel(path, { compile: false }) loads it to predict."
      : undefined,
    cause,
  });
}
