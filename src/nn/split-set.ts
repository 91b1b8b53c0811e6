/** Holds the last examples of a set back for validation, as Keras's `validation_split` does: views, not copies. */
import { rangeError } from "../base/errors.ts";
import type { PlainSet } from "./engine/examples.ts";

/**
 * @param share of the examples to hold back, 0 to 1
 * @throws RangeError if nothing would be left on one side
 */
export function splitSet(set: PlainSet, share: number): { training: PlainSet; held?: PlainSet } {
  if (share === 0) return { training: set };
  const { count } = set.inputs;
  const boundary = Math.floor(count * (1 - share));
  if (boundary === 0 || boundary === count) {
    throw rangeError({
      what: "validationSplit leaves one side empty",
      expected: "at least one example to train on and one to validate on",
      received: `validationSplit ${share} of ${count} examples`,
    });
  }
  return { training: slice(set, 0, boundary), held: slice(set, boundary, count) };
}

function slice({ inputs, targets }: PlainSet, from: number, to: number): PlainSet {
  const part = <T extends Uint8Array | Int32Array | Float32Array>(data: T): T => {
    const width = data.length / inputs.count;
    return data.subarray(from * width, to * width) as T;
  };
  return {
    inputs: { ...inputs, count: to - from, data: part(inputs.data) },
    targets: { ...targets, data: part(targets.data) },
  };
}
