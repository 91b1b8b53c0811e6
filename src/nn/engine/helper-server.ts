/** A helper's side of predicting on several threads; the same in a Node worker and in a web worker. */
import { buildLayers } from "../layers/build-layers.ts";
import { HelperSlots, SlotState } from "./helper-slots.ts";
import type { HelperMessage } from "./inference-helpers.ts";
import { bindKernels, type Kernels } from "./kernels.ts";

/** Milliseconds without work after which a helper ends. */
const IDLE_MS = 3000;
/** Looks at the bell before a helper sleeps: longer than a chunk of the dealer's own lasts. */
const LOOKS = 50_000;

/** Works until there has been nothing to do for a while. */
export function serveHelper({ layers, inputShape, memory, module, index, count }: HelperMessage): void {
  const slots = new HelperSlots(buildLayers(layers), inputShape, count);
  slots.bind(memory.buffer);
  const kernels = bindKernels(module, memory);
  const own = slots.slotsOf(index);
  const bell = slots.bellOf(index);
  const prepared = new Map<number, number>();
  for (const slot of own) Atomics.store(slots.states[slot], 0, SlotState.idle);
  for (;;) {
    const rung = Atomics.load(bell, 0);
    const worked = own.filter((slot) => work(kernels, slots, slot, prepared));
    if (worked.length > 0 || waitForBell(bell, rung)) continue;
    if (own.every((slot) => leave(slots.states[slot]))) return;
  }
}

/** Does a slot's work if there is some. @param prepared the version of the parameters that each slot is prepared for */
function work(kernels: Kernels, slots: HelperSlots, slot: number, prepared: Map<number, number>): boolean {
  const state = slots.states[slot];
  if (Atomics.compareExchange(state, 0, SlotState.filled, SlotState.working) !== SlotState.filled)
    return false;
  const order = slots.orderOf(slot);
  const network = slots.networks[slot];
  if (prepared.get(slot) !== order.version) network.prepare(kernels);
  prepared.set(slot, order.version);
  network.run(kernels, order, order.rows, order.activated);
  Atomics.store(state, 0, SlotState.done);
  return true;
}

/** Returns whether the bell rang in time. */
function waitForBell(bell: Int32Array, rung: number): boolean {
  for (let look = 0; look < LOOKS; look++) {
    if (Atomics.load(bell, 0) !== rung) return true;
  }
  Atomics.store(bell, 1, 1);
  const end = Atomics.wait(bell, 0, rung, IDLE_MS);
  Atomics.store(bell, 1, 0);
  return end !== "timed-out";
}

/** Whether a slot could be closed: it was idle, or closed already. */
function leave(state: Int32Array): boolean {
  const before = Atomics.compareExchange(state, 0, SlotState.idle, SlotState.gone);
  return before === SlotState.idle || before === SlotState.gone;
}
