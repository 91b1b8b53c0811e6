/** `loadModel`: a model from a file. */
import { NotFoundError } from "../base/errors.ts";
import { readModelRecord } from "../formats/index.ts";
import { Sequential, platform } from "../nn/index.ts";

/**
 * Loads what `model.save` or Keras wrote: architecture, weights, compile configuration and optimizer state. The
 * format is decided by the file's first bytes, not by its name.
 * @throws NotFoundError if there is no such file; InklingError if it is damaged or holds something unknown
 */
export async function loadModel(path: string): Promise<Sequential> {
  const bytes = await platform().readBytes(path);
  if (bytes === undefined) {
    throw new NotFoundError({
      what: `there is no model file ${path}`,
      mend: "Check the path, or train a model and save it: inkling train --save model.h5.",
    });
  }
  return Sequential.fromRecord(await readModelRecord(bytes, path));
}
