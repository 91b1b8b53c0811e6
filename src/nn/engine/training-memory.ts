/**
 * Memories for fits. The last one is used again where it fits: JavaScript's collector does not see how large a shared memory
 * is, so fit after fit each would lie about for long (30 MB a fit of the notebook's network, measured).
 */
import { InklingError } from "../../base/errors.ts";
import { createMemory } from "./kernels.ts";

/** A memory more than so many times too large is not kept busy with a small fit. */
const LARGEST_EXCESS = 4;

/** Held weakly: when the collector does come by, it may have it. */
let spare: WeakRef<WebAssembly.Memory> | undefined;

/**
 * A memory of zeros.
 * @throws InklingError if the platform has none
 */
export function takeMemory(bytes: number): WebAssembly.Memory {
  const memory = spare?.deref();
  const size = memory?.buffer.byteLength ?? 0;
  if (memory !== undefined && size >= bytes && size <= LARGEST_EXCESS * bytes) {
    spare = undefined;
    new Uint8Array(memory.buffer).fill(0);
    return memory;
  }
  try {
    return createMemory(bytes);
  } catch (cause) {
    throw new InklingError({
      what: "there is not enough memory to train",
      expected: `${Math.ceil(bytes / 2 ** 20)} MiB for data and network`,
      received: "a refusal from the platform",
      mend: "Train on fewer examples or with smaller batches.",
      cause,
    });
  }
}

/** Offers a memory that nobody uses any more to the next fit. */
export function giveBackMemory(memory: WebAssembly.Memory): void {
  spare = new WeakRef(memory);
}
