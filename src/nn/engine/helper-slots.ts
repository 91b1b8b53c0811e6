/**
 * The memory that a model shares with its helpers: a copy of the parameters, and two slots for each helper, so that one is
 * filled while it works on the other. A slot's state is a word that both sides watch.
 */
import type { Shape } from "../../base/shapes.ts";
import { chainShapes } from "../layers/build-layers.ts";
import type { Layer } from "../layers/layer.ts";
import { Arena } from "./arena.ts";
import { InferenceNetwork, type ChunkInputs } from "./inference-network.ts";
import type { Kernels } from "./kernels.ts";
import { ParameterLayout } from "./parameters.ts";

const SLOTS_PER_HELPER = 2;
/** Bytes of a slot's header and of a helper's bell: cache lines of their own. */
const LINE_BYTES = 64;

/** States of a slot. A helper that is not there yet has not made its slots idle. */
export const SlotState = {
  starting: 0,
  idle: 1,
  filling: 2,
  filled: 3,
  working: 4,
  done: 5,
  gone: 6,
} as const;

/** What is to be done with a slot's rows. */
export interface Order extends ChunkInputs {
  rows: number;
  /** Whether the last activation is applied. */
  activated: boolean;
  /** Counts the parameters' changes. */
  version: number;
}

/** Words of a slot's header behind its state. */
const [ROWS, BYTES, ACTIVATED, VERSION] = [1, 2, 3, 4];
/** The scale, an f64, behind them. */
const SCALE_BYTE = 32;

export class HelperSlots {
  /** Bytes of the memory. */
  readonly bytes: number;
  /** The most rows of a slot. */
  readonly rows: number;
  readonly networks: readonly InferenceNetwork[];
  /** Each slot's header, the state first; there once bound. */
  states: readonly Int32Array[] = [];
  readonly #layout: ParameterLayout;
  readonly #parameters: number;
  readonly #headers: readonly number[];
  readonly #bellPlaces: readonly number[];
  #scales: readonly Float64Array[] = [];
  #bells: readonly Int32Array[] = [];

  constructor(layers: readonly Layer[], inputShape: Shape, helpers: number) {
    const arena = new Arena();
    this.#layout = new ParameterLayout(layers, chainShapes(layers, inputShape));
    this.#parameters = arena.allocate(this.#layout.floats * 4);
    const plan = { layers, layout: this.#layout, inputShape, parameters: this.#parameters };
    const slots = Array.from({ length: helpers * SLOTS_PER_HELPER });
    this.#bellPlaces = Array.from({ length: helpers }, () => arena.allocate(LINE_BYTES));
    this.#headers = slots.map(() => arena.allocate(LINE_BYTES));
    this.networks = slots.map(() => new InferenceNetwork(arena, plan));
    this.rows = this.networks[0].rows;
    this.bytes = arena.seal();
  }

  /** Puts the plan to work on a memory. */
  bind(buffer: ArrayBufferLike): void {
    this.states = this.#headers.map((header) => new Int32Array(buffer, header, VERSION + 1));
    this.#scales = this.#headers.map((header) => new Float64Array(buffer, header + SCALE_BYTE, 1));
    this.#bells = this.#bellPlaces.map((place) => new Int32Array(buffer, place, 2));
  }

  /** Once, by the dealer: writes what never changes. */
  initialise(kernels: Kernels, buffer: ArrayBufferLike): void {
    for (const network of this.networks) network.initialise(kernels, buffer);
  }

  parametersOf(buffer: ArrayBufferLike): Float32Array {
    return new Float32Array(buffer, this.#parameters, this.#layout.floats);
  }

  /** The slots of a helper. */
  slotsOf(helper: number): number[] {
    return Array.from({ length: SLOTS_PER_HELPER }, (_, i) => helper * SLOTS_PER_HELPER + i);
  }

  /** Two words of a helper: one that changes whenever it gets work, and whether it sleeps. */
  bellOf(helper: number): Int32Array {
    return this.#bells[helper];
  }

  /** Tells the helper of a slot that there is work, and wakes it if it sleeps: that costs as much as ten images. */
  ring(slot: number): void {
    const bell = this.#bells[Math.floor(slot / SLOTS_PER_HELPER)];
    Atomics.add(bell, 0, 1);
    if (Atomics.load(bell, 1) !== 0) Atomics.notify(bell, 0);
  }

  /** Writes a slot's order. */
  order(slot: number, { rows, kind, scale, activated, version }: Order): void {
    const header = this.states[slot];
    header[ROWS] = rows;
    header[BYTES] = kind === "bytes" ? 1 : 0;
    header[ACTIVATED] = activated ? 1 : 0;
    header[VERSION] = version;
    this.#scales[slot][0] = scale;
  }

  /** Reads a slot's order. */
  orderOf(slot: number): Order {
    const header = this.states[slot];
    return {
      rows: header[ROWS],
      kind: header[BYTES] === 1 ? "bytes" : "floats",
      activated: header[ACTIVATED] === 1,
      version: header[VERSION],
      scale: this.#scales[slot][0],
    };
  }
}
