/**
 * Threads that help a model predict. The caller's thread deals: it copies examples into a helper's slot, goes on with a
 * chunk of its own, and collects what is done. Rows are independent, so who computes them never shows.
 */
import type { Shape } from "../../base/shapes.ts";
import type { PlainInputs } from "../inputs.ts";
import type { Layer } from "../layers/layer.ts";
import type { KerasObject } from "../model-record.ts";
import { copyInputs, type ChunkInputs } from "./inference-network.ts";
import { HelperSlots, SlotState } from "./helper-slots.ts";
import { bindKernels, createMemory, kernelModule } from "./kernels.ts";

/** Milliseconds that a slot may be worked on before its helper is taken for dead, and its rows are computed here. */
const PATIENCE_MS = 10_000;

/** The first message to a helper. */
export interface HelperMessage {
  layers: readonly KerasObject[];
  inputShape: Shape;
  memory: WebAssembly.Memory;
  module: WebAssembly.Module;
  /** Which helper of how many. */
  index: number;
  count: number;
}

/** Starts helpers; the function returned ends them. */
export type StartHelpers = (messages: readonly HelperMessage[]) => () => void;

/** The helpers of one model, and the memory shared with them. */
export class InferenceHelpers {
  readonly #slots: HelperSlots;
  readonly #memory: WebAssembly.Memory;
  readonly #live: Float32Array;
  readonly #start: () => () => void;
  #end: () => void;
  #version = 0;
  #stale = true;

  /** @param live the model's parameters, which the helpers get a copy of */
  constructor(
    layers: readonly Layer[],
    inputShape: Shape,
    { live, count, start }: { live: Float32Array; count: number; start: StartHelpers },
  ) {
    this.#slots = new HelperSlots(layers, inputShape, count);
    this.#memory = createMemory(this.#slots.bytes);
    this.#slots.bind(this.#memory.buffer);
    this.#slots.initialise(bindKernels(kernelModule(), this.#memory), this.#memory.buffer);
    this.#live = live;
    const shared = { inputShape, memory: this.#memory, module: kernelModule(), count };
    const objects = layers.map((layer) => layer.serialise());
    const messages = Array.from({ length: count }, (_, index) => ({ ...shared, layers: objects, index }));
    this.#start = () => start(messages);
    this.#end = this.#start();
  }

  /** Whether the helpers have ended, having had nothing to do. */
  get gone(): boolean {
    return this.#slots.states.every((state) => Atomics.load(state, 0) === SlotState.gone);
  }

  /** Starts helpers again, on the same memory, when the last ones have gone. */
  restart(): void {
    for (const state of this.#slots.states) Atomics.store(state, 0, SlotState.starting);
    this.#end = this.#start();
  }

  parametersChanged(): void {
    this.#stale = true;
  }

  close(): void {
    this.#end();
  }

  /** Begins to deal out examples, whose outputs go into `result`. @param runHere computes rows on this thread */
  deal(inputs: PlainInputs, activated: boolean, result: Float32Array, runHere: RunRows): Deal {
    if (this.#stale) {
      this.#slots.parametersOf(this.#memory.buffer).set(this.#live);
      this.#version += 1;
      this.#stale = false;
    }
    const work = { inputs, activated, result, version: this.#version };
    return new Deal(this.#slots, this.#memory.buffer, work, runHere);
  }
}

/** Computes some rows on the caller's thread. */
type RunRows = (first: number, rows: number) => void;

/** What one call of `predict` deals out. */
interface Work {
  inputs: PlainInputs;
  activated: boolean;
  result: Float32Array;
  version: number;
}

/** One call's dealing. */
export class Deal {
  readonly #slots: HelperSlots;
  readonly #buffer: ArrayBufferLike;
  readonly #work: Work;
  readonly #runHere: RunRows;
  /** The rows in each slot that have not been collected: first and number. */
  readonly #out: ([first: number, rows: number] | undefined)[];

  constructor(slots: HelperSlots, buffer: ArrayBufferLike, work: Work, runHere: RunRows) {
    this.#slots = slots;
    this.#buffer = buffer;
    this.#work = work;
    this.#runHere = runHere;
    this.#out = slots.states.map(() => undefined);
  }

  /** Collects what is done and fills free slots with the rows from `next` on; returns the next row to deal. */
  feed(next: number): number {
    const { count } = this.#work.inputs;
    for (let slot = 0; slot < this.#out.length; slot++) {
      this.#collect(slot);
      const rows = Math.min(this.#slots.rows, count - next);
      // The last rows stay here: a helper that wakes for them would come late.
      if (next + rows >= count || !this.#fill(slot, next, rows)) continue;
      next += rows;
    }
    return next;
  }

  /** Waits for what is still out; takes back what nobody has begun. */
  finish(): void {
    for (let slot = 0; slot < this.#out.length; slot++) {
      const state = this.#slots.states[slot];
      const deadline = performance.now() + PATIENCE_MS;
      while (this.#out[slot] !== undefined) {
        const back = Atomics.compareExchange(state, 0, SlotState.filled, SlotState.idle) === SlotState.filled;
        if (back || performance.now() > deadline) this.#takeBack(slot);
        else this.#collect(slot);
      }
    }
  }

  #fill(slot: number, first: number, rows: number): boolean {
    const state = this.#slots.states[slot];
    if (Atomics.compareExchange(state, 0, SlotState.idle, SlotState.filling) !== SlotState.idle) return false;
    const { inputs, activated, version } = this.#work;
    const width = inputs.data.length / inputs.count;
    const chunk = inputs.data.subarray(first * width, (first + rows) * width);
    const network = this.#slots.networks[slot];
    const kind: ChunkInputs["kind"] = copyInputs(this.#buffer, network.inputs, chunk);
    this.#slots.order(slot, { rows, kind, scale: inputs.scale, activated, version });
    this.#out[slot] = [first, rows];
    Atomics.store(state, 0, SlotState.filled);
    this.#slots.ring(slot);
    return true;
  }

  #collect(slot: number): void {
    const out = this.#out[slot];
    const state = this.#slots.states[slot];
    if (out === undefined || Atomics.load(state, 0) !== SlotState.done) return;
    const [first, rows] = out;
    const { result, inputs } = this.#work;
    const width = result.length / inputs.count;
    this.#slots.networks[slot].copyOutputs(
      this.#buffer,
      rows,
      result.subarray(first * width, (first + rows) * width),
    );
    this.#out[slot] = undefined;
    Atomics.store(state, 0, SlotState.idle);
  }

  #takeBack(slot: number): void {
    const out = this.#out[slot];
    if (out !== undefined) this.#runHere(...out);
    this.#out[slot] = undefined;
  }
}
