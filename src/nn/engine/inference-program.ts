/**
 * The model's home: its parameters in a memory of their own, and a network that runs them in chunks of rows.
 * `predict` and `evaluate` work here, on the caller's thread; a model that predicts much gets helpers beside it.
 */
import { sizeOf, type NdArray, type Shape } from "../../base/shapes.ts";
import type { Layer } from "../layers/layer.ts";
import type { PlainInputs } from "../inputs.ts";
import type { PlainTargets } from "../targets.ts";
import type { Loss } from "../losses/loss.ts";
import { penaltyOf } from "../regularizers/penalty.ts";
import { Arena } from "./arena.ts";
import { InferenceHelpers, type StartHelpers } from "./inference-helpers.ts";
import { copyInputs, InferenceNetwork } from "./inference-network.ts";
import { bindKernels, createMemory, kernelModule, type Kernels } from "./kernels.ts";
import { OutputMeasure } from "./output-measure.ts";
import type { ParameterLayout } from "./parameters.ts";

/** Milliseconds of predicting after which a model gets helpers: starting them takes as long. */
const HOT_MS = 50;

/** How many helpers a model may have, and what starts them. */
export interface HelperSupport {
  count: number;
  start: StartHelpers;
}

/** A planned and bound network with its parameters. */
export class InferenceProgram {
  readonly layout: ParameterLayout;
  /** The live parameters, (layout.floats). */
  readonly parameters: Float32Array;
  /** Their address. */
  readonly #parametersPlace: number;
  readonly #layers: readonly Layer[];
  readonly #inputShape: Shape;
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;
  readonly #chunk: InferenceNetwork;
  #measure: OutputMeasure | undefined;
  #prepared = false;
  #helpers: InferenceHelpers | undefined;
  #busyMs = 0;

  constructor(layers: readonly Layer[], layout: ParameterLayout, inputShape: Shape) {
    const arena = new Arena();
    const parameters = arena.allocate(layout.floats * 4);
    this.#parametersPlace = parameters;
    this.layout = layout;
    this.#layers = layers;
    this.#inputShape = inputShape;
    this.#chunk = new InferenceNetwork(arena, { layers, layout, inputShape, parameters });
    this.#memory = createMemory(arena.seal());
    this.#kernels = bindKernels(kernelModule(), this.#memory);
    this.#chunk.initialise(this.#kernels, this.#memory.buffer);
    this.parameters = new Float32Array(this.#memory.buffer, parameters, layout.floats);
  }

  /** To be called after every change of `parameters`. */
  parametersChanged(): void {
    this.#prepared = false;
    this.#helpers?.parametersChanged();
  }

  /** Ends the helpers. */
  close(): void {
    this.#helpers?.close();
    this.#helpers = undefined;
  }

  /** Outputs (N, ...outputShape) of examples. @param support how helpers are had; undefined where there are none */
  predict(inputs: PlainInputs, support: HelperSupport | undefined): NdArray {
    const { outputShape } = this.#chunk.network;
    return { data: this.#outputs(inputs, true, support), shape: [inputs.count, ...outputShape] };
  }

  /** Mean loss and accuracy of examples. */
  evaluate(
    inputs: PlainInputs,
    targets: PlainTargets,
    loss: Loss,
    support: HelperSupport | undefined,
  ): { loss: number; accuracy: number } {
    const outputs = this.#outputs(inputs, false, support);
    if (this.#measure?.fits(targets, loss) !== true) {
      const { network, rows } = this.#chunk;
      this.#measure = new OutputMeasure(network, rows, targets, loss);
    }
    const totals = this.#measure.run(outputs, targets);
    const penalty = penaltyOf(this.#kernels, this.layout.views, this.#parametersPlace);
    return { loss: totals.loss / totals.examples + penalty, accuracy: totals.hits / totals.examples };
  }

  /** Outputs of all examples, (N, O) without padding. @param activated whether the last activation is applied */
  #outputs(inputs: PlainInputs, activated: boolean, support: HelperSupport | undefined): Float32Array {
    const { width } = this.#chunk.network.output;
    const result = new Float32Array(inputs.count * width);
    this.#prepare();
    const begin = performance.now();
    const helpers = this.#helpersFor(inputs, support);
    const runHere = (first: number, rows: number): void =>
      this.#runChunk(inputs, first, rows, activated, result);
    const deal = helpers?.deal(inputs, activated, result, runHere);
    let next = 0;
    while (next < inputs.count) {
      next = deal?.feed(next) ?? next;
      const rows = Math.min(this.#chunk.rows, inputs.count - next);
      runHere(next, rows);
      next += rows;
    }
    deal?.finish();
    this.#busyMs += performance.now() - begin;
    return result;
  }

  #prepare(): void {
    if (this.#prepared) return;
    this.#chunk.prepare(this.#kernels);
    this.#prepared = true;
  }

  /** Helpers where this model has been busy, and there is enough for them to do. */
  #helpersFor({ count }: PlainInputs, support: HelperSupport | undefined): InferenceHelpers | undefined {
    if (count <= this.#chunk.rows || support === undefined) return undefined;
    if (this.#helpers?.gone === true) this.#helpers.restart();
    if (this.#helpers === undefined && this.#busyMs >= HOT_MS) {
      const { start, count } = support;
      this.#helpers = new InferenceHelpers(this.#layers, this.#inputShape, {
        live: this.parameters,
        count,
        start,
      });
    }
    return this.#helpers;
  }

  /** Runs the chunk of `rows` that begins at example `first`. */
  #runChunk(
    { data, scale }: PlainInputs,
    first: number,
    rows: number,
    activated: boolean,
    result: Float32Array,
  ): void {
    const width = sizeOf(this.#inputShape);
    const outputs = this.#chunk.network.output.width;
    const kind = copyInputs(
      this.#memory.buffer,
      this.#chunk.inputs,
      data.subarray(first * width, (first + rows) * width),
    );
    this.#chunk.run(this.#kernels, { kind, scale }, rows, activated);
    this.#chunk.copyOutputs(
      this.#memory.buffer,
      rows,
      result.subarray(first * outputs, (first + rows) * outputs),
    );
  }
}
