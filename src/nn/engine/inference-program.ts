/**
 * The model's home: its parameters in a memory of their own, and a network that runs them in chunks of rows.
 * `predict` and `evaluate` work here, on the caller's thread.
 */
import { sizeOf, type NdArray, type Shape } from "../../base/shapes.ts";
import type { Layer } from "../layers/layer.ts";
import type { PlainInputs } from "../inputs.ts";
import type { PlainTargets } from "../targets.ts";
import type { Loss } from "../losses/loss.ts";
import { Arena } from "./arena.ts";
import { bindKernels, createMemory, kernelModule, type Kernels } from "./kernels.ts";
import { LossHead, planLossBuffers, type LossBuffersPlan, type Totals } from "./loss-head.ts";
import { Network } from "./network.ts";
import type { ParameterLayout } from "./parameters.ts";
import { WHOLE } from "./part.ts";
import { RowSchedule } from "./row-schedule.ts";

/** Rows of a chunk: activations stay in the second-level cache, and a single prediction stays cheap. */
const CHUNK_ROWS = 128;

/** Nobody to meet. */
const alone = (): void => {};

/** A planned and bound network with its parameters. */
export class InferenceProgram {
  readonly layout: ParameterLayout;
  /** The live parameters, (layout.floats). */
  readonly parameters: Float32Array;
  readonly #inputShape: Shape;
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;
  readonly #network: Network;
  readonly #schedule: RowSchedule;
  readonly #inputs: number;
  readonly #targets: number;
  readonly #rowNumbers: number;
  readonly #lossBuffers: LossBuffersPlan;
  #packed = false;

  constructor(layers: readonly Layer[], layout: ParameterLayout, inputShape: Shape) {
    const arena = new Arena();
    const inputWidth = sizeOf(inputShape);
    const parameters = arena.allocate(layout.floats * 4);
    this.layout = layout;
    this.#inputShape = inputShape;
    this.#network = new Network(arena, {
      layers,
      layout,
      inputShape,
      rows: CHUNK_ROWS,
      threads: 1,
      parameters,
      inputKinds: ["bytes", "floats"],
      sparseInput: true,
    });
    this.#schedule = new RowSchedule(this.#network.blockRows);
    this.#network.addForward(this.#schedule, false);
    this.#inputs = arena.allocate(CHUNK_ROWS * inputWidth * 4);
    this.#targets = arena.allocate(CHUNK_ROWS * this.#network.output.width * 4);
    this.#rowNumbers = arena.allocate(CHUNK_ROWS * 4);
    this.#lossBuffers = planLossBuffers(arena, this.#network, CHUNK_ROWS);
    this.#memory = createMemory(arena.seal());
    this.#kernels = bindKernels(kernelModule(), this.#memory);
    this.parameters = new Float32Array(this.#memory.buffer, parameters, layout.floats);
    new Uint32Array(this.#memory.buffer, this.#rowNumbers, CHUNK_ROWS).forEach((_, i, rows) => (rows[i] = i));
  }

  /** To be called after every change of `parameters`. */
  parametersChanged(): void {
    this.#packed = false;
  }

  /** Outputs (N, O) of examples. */
  predict(inputs: PlainInputs): NdArray {
    const { output, outputActivation } = this.#network;
    const result = new Float32Array(inputs.count * output.width);
    this.#pack();
    for (let first = 0; first < inputs.count; first += CHUNK_ROWS) {
      const rows = this.#forward(inputs, first);
      outputActivation.forward(this.#kernels, output, 0, rows);
      const values = new Float32Array(this.#memory.buffer, output.values(), rows * output.stride);
      for (let n = 0; n < rows; n++) {
        const row = values.subarray(n * output.stride, n * output.stride + output.width);
        result.set(row, (first + n) * output.width);
      }
    }
    return { data: result, shape: [inputs.count, output.width] };
  }

  /** Mean loss and accuracy of examples. */
  evaluate(inputs: PlainInputs, targets: PlainTargets, loss: Loss): { loss: number; accuracy: number } {
    const head = new LossHead(this.#network, this.#lossBuffers, loss, targets.kind);
    const width = targets.kind === "classes" ? 1 : this.#network.output.width;
    const totals: Totals = { loss: 0, hits: 0, examples: 0 };
    this.#pack();
    for (let first = 0; first < inputs.count; first += CHUNK_ROWS) {
      const rows = this.#forward(inputs, first);
      const chunk = targets.data.subarray(first * width, (first + rows) * width);
      const staging = targets.kind === "classes" ? Int32Array : Float32Array;
      new staging(this.#memory.buffer, this.#targets, chunk.length).set(chunk);
      head.loadTargets(this.#kernels, this.#targets, this.#rowNumbers, 0, rows);
      head.apply(this.#kernels, 0, rows, { rows });
      head.addTo(totals, this.#memory.buffer, rows);
    }
    return { loss: totals.loss / totals.examples, accuracy: totals.hits / totals.examples };
  }

  #pack(): void {
    if (this.#packed) return;
    this.#network.prepare(this.#kernels, WHOLE);
    this.#packed = true;
  }

  /** Runs the chunk that begins at example `first`, up to the last activation; returns its rows. */
  #forward({ count, data, scale }: PlainInputs, first: number): number {
    const width = sizeOf(this.#inputShape);
    const rows = Math.min(CHUNK_ROWS, count - first);
    const chunk = data.subarray(first * width, (first + rows) * width);
    const network = this.#network;
    const bytes = chunk instanceof Uint8Array;
    new (bytes ? Uint8Array : Float32Array)(this.#memory.buffer, this.#inputs, chunk.length).set(chunk);
    const stored = { inputs: this.#inputs, inputKind: bytes ? "bytes" : "floats", scale, starts: 0 } as const;
    network.load(this.#kernels, stored, this.#rowNumbers, 0, rows);
    this.#schedule.run(this.#kernels, { training: false, key: 0, rows, part: WHOLE }, alone);
    return rows;
  }
}
