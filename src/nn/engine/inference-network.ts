/** A network that only predicts, with room for the inputs of a chunk of rows. */
import { sizeOf, type Shape } from "../../base/shapes.ts";
import type { Layer } from "../layers/layer.ts";
import { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import { Network } from "./network.ts";
import type { ParameterLayout } from "./parameters.ts";
import { WHOLE } from "./part.ts";
import { RowSchedule } from "./row-schedule.ts";

/** Rows of a chunk at most: a single prediction stays cheap. */
const MOST_ROWS = 128;
/** Bytes of a chunk's activations, at most. */
const CHUNK_BYTES = 2 ** 22;

/** What a network that predicts is planned from. */
export interface InferencePlan {
  layers: readonly Layer[];
  layout: ParameterLayout;
  inputShape: Shape;
  /** Address of the parameters. */
  parameters: number;
}

/** How a chunk's inputs lie in the room for them. */
export interface ChunkInputs {
  kind: "bytes" | "floats";
  /** Factor of uint8 inputs. */
  scale: number;
}

/** Nobody to meet. */
const alone = (): void => {};

export class InferenceNetwork {
  /** The most rows of a chunk. */
  readonly rows: number;
  readonly network: Network;
  /** Address of a chunk's inputs, (rows, inputs) bytes or floats without padding. */
  readonly inputs: number;
  /** Address of the numbers 0, 1, 2, …, u32. */
  readonly rowNumbers: number;
  readonly #schedule: RowSchedule;

  constructor(arena: Arena, plan: InferencePlan) {
    this.rows = rowsOf(plan);
    this.network = planNetwork(arena, plan, this.rows);
    this.inputs = arena.allocate(this.rows * sizeOf(plan.inputShape) * 4);
    this.rowNumbers = arena.allocate(this.rows * 4);
    this.#schedule = new RowSchedule(this.network.blockRows);
    this.network.addForward(this.#schedule, false);
  }

  /** Once, when the memory is there, by one thread. */
  initialise(kernels: Kernels, buffer: ArrayBufferLike): void {
    this.network.initialise(kernels);
    new Uint32Array(buffer, this.rowNumbers, this.rows).forEach((_, i, numbers) => (numbers[i] = i));
  }

  /** When the parameters have changed. */
  prepare(kernels: Kernels): void {
    this.network.prepare(kernels, WHOLE);
  }

  /** Runs the inputs of a chunk. @param activated whether the last activation is applied too */
  run(kernels: Kernels, { kind, scale }: ChunkInputs, rows: number, activated: boolean): void {
    const stored = { inputs: this.inputs, inputKind: kind, scale, starts: 0 };
    this.network.load(kernels, stored, this.rowNumbers, 0, rows);
    this.#schedule.run(kernels, { training: false, key: 0, rows, part: WHOLE }, alone);
    if (activated) this.network.outputActivation.forward(kernels, this.network.output, 0, rows);
  }

  /** Copies the outputs of a chunk, without padding, to where they belong. */
  copyOutputs(buffer: ArrayBufferLike, rows: number, result: Float32Array): void {
    const { width, stride } = this.network.output;
    const values = new Float32Array(buffer, this.network.output.values(), rows * stride);
    for (let n = 0; n < rows; n++) {
      for (let k = 0; k < width; k++) result[n * width + k] = values[n * stride + k];
    }
  }
}

/** As many rows as the activations leave room for. */
function rowsOf(plan: InferencePlan): number {
  const bytes = (rows: number): number => {
    const arena = new Arena();
    planNetwork(arena, plan, rows);
    return arena.bytes;
  };
  const rowBytes = (bytes(8) - bytes(4)) / 4;
  return Math.min(MOST_ROWS, Math.max(4, Math.floor(CHUNK_BYTES / rowBytes / 4) * 4));
}

function planNetwork(arena: Arena, plan: InferencePlan, rows: number): Network {
  return new Network(arena, {
    ...plan,
    rows,
    threads: 1,
    inputKinds: ["bytes", "floats"],
    sparseInput: true,
  });
}

/** Copies a chunk of examples to an address; returns as what. */
export function copyInputs(
  buffer: ArrayBufferLike,
  address: number,
  chunk: Uint8Array | Float32Array,
): ChunkInputs["kind"] {
  if (chunk instanceof Uint8Array) {
    new Uint8Array(buffer, address, chunk.length).set(chunk);
    return "bytes";
  }
  new Float32Array(buffer, address, chunk.length).set(chunk);
  return "floats";
}
