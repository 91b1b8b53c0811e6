/** How a fit's examples lie in the training memory: as they are, or, if mostly zero, packed. */
import type { PlainInputs } from "../inputs.ts";
import type { PlainTargets } from "../targets.ts";
import { Arena } from "./arena.ts";
import { bindKernels, createMemory, kernelModule } from "./kernels.ts";

/** What examples are stored as; packed bytes are for sparse lists alone, see kernels/sparse-lists.ts. */
export type InputKind = "packed" | "bytes" | "floats";

/** A set of examples, but for its numbers. */
export interface ExamplesFacts {
  count: number;
  /** Numbers of one example. */
  width: number;
  inputKind: InputKind;
  /** Factor of uint8 inputs. */
  scale: number;
  /** Non-zero bytes of all examples, where they are packed. */
  entries: number;
}

/** Addresses of a set of examples. */
export interface Examples extends ExamplesFacts {
  inputs: number;
  targets: number;
  /** Packed rows only: where each begins, and room for bytes on their way to be packed. */
  starts: number;
  staging: number;
}

/** Examples with their labels. */
export interface PlainSet {
  inputs: PlainInputs;
  targets: PlainTargets;
}

/** Rows packed at a time. */
const STAGING_ROWS = 256;
/** Bytes counted at a time; a multiple of 16. */
const COUNTED_BYTES = 2 ** 18;
/** A packed index has 16 bits. */
const WIDEST_PACKED = 65_535;

/** @param lists whether the network reads its input as sparse lists alone */
export function examplesFacts({ inputs }: PlainSet, lists: boolean): ExamplesFacts {
  const { count, data, scale } = inputs;
  const width = data.length / count;
  const facts: ExamplesFacts = { count, width, inputKind: "floats", scale, entries: 0 };
  if (data instanceof Float32Array) return facts;
  if (!lists || width > WIDEST_PACKED) return { ...facts, inputKind: "bytes" };
  return { ...facts, inputKind: "packed", entries: countNonZero(data) };
}

/** Declares the memory of a set of examples. @param targetBytes of one example */
export function declareExamples(arena: Arena, facts: ExamplesFacts, targetBytes: number): Examples {
  const { count, width, inputKind, entries } = facts;
  const packed = inputKind === "packed";
  // Packing a row writes up to 3 bytes an input before it knows how many of them count.
  const inputBytes = packed ? 3 * (entries + width) : count * width * (inputKind === "bytes" ? 1 : 4);
  return {
    ...facts,
    inputs: arena.allocate(inputBytes),
    targets: arena.allocate(count * targetBytes),
    starts: packed ? arena.allocate((count + 1) * 4) : 0,
    staging: packed ? arena.allocate(STAGING_ROWS * width) : 0,
  };
}

/** Copies a set of examples to where it was declared. */
export function fillExamples(
  memory: WebAssembly.Memory,
  place: Examples,
  { inputs, targets }: PlainSet,
): void {
  const Targets = targets.data instanceof Int32Array ? Int32Array : Float32Array;
  new Targets(memory.buffer, place.targets, targets.data.length).set(targets.data);
  if (place.inputKind === "packed") {
    packInputs(memory, place, inputs.data);
    return;
  }
  const Inputs = inputs.data instanceof Uint8Array ? Uint8Array : Float32Array;
  new Inputs(memory.buffer, place.inputs, inputs.data.length).set(inputs.data);
}

function packInputs(memory: WebAssembly.Memory, place: Examples, data: Uint8Array | Float32Array): void {
  const { count, width, inputs, starts, staging } = place;
  const kernels = bindKernels(kernelModule(), memory);
  const stage = new Uint8Array(memory.buffer, staging, STAGING_ROWS * width);
  const rowStarts = new Uint32Array(memory.buffer, starts, count + 1);
  let next = 0;
  for (let first = 0; first < count; first += STAGING_ROWS) {
    const rows = Math.min(STAGING_ROWS, count - first);
    stage.set(data.subarray(first * width, (first + rows) * width));
    next = kernels.packRows(inputs, starts + first * 4, staging, width, rows, next) >>> 0;
  }
  rowStarts[count] = next;
}

/** By the kernel, a piece at a time: 10 ms for 60,000 images, where a loop here takes 80 (measured). */
function countNonZero(bytes: Uint8Array): number {
  const address = new Arena().allocate(COUNTED_BYTES);
  const memory = createMemory(address + COUNTED_BYTES);
  const kernels = bindKernels(kernelModule(), memory);
  const piece = new Uint8Array(memory.buffer, address, COUNTED_BYTES);
  let count = 0;
  for (let first = 0; first < bytes.length; first += COUNTED_BYTES) {
    const part = bytes.subarray(first, first + COUNTED_BYTES);
    piece.set(part);
    piece.fill(0, part.length);
    count += kernels.countNonZero(address, COUNTED_BYTES);
  }
  return count;
}
