/** A compiled model's optimizer between fits: its step count, learning rate and slots. */
import { InklingError } from "../base/errors.ts";
import { formatShape, sameShape } from "../base/shapes.ts";
import type { ParameterLayout } from "./engine/parameters.ts";
import type { OptimizerRecord, WeightRecord } from "./model-record.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";

export class OptimizerState {
  readonly optimizer: Optimizer;
  learningRate: number;
  /** Steps taken so far. */
  iterations = 0;
  /** One buffer a slot, laid out as the parameters; empty before the first fit. */
  slots: Float32Array[] = [];

  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
    this.learningRate = Math.fround(optimizer.learningRate);
  }

  /** Forgets the steps taken, for weights that are new; the learning rate stays. */
  reset(): void {
    this.iterations = 0;
    this.slots = [];
  }

  /** Makes the slots, zero at first, if that has not been done. */
  ensureSlots(layout: ParameterLayout): void {
    if (this.slots.length === 0) this.slots = this.optimizer.slots.map(() => new Float32Array(layout.floats));
  }

  /** The state in Keras's order; undefined before the first step. */
  toRecord(layout: ParameterLayout): OptimizerRecord | undefined {
    if (this.iterations === 0) return undefined;
    const variables: WeightRecord[] = [];
    this.#forEachVariable(layout, (name, slot, view) => {
      variables.push({ name, shape: view.shape, data: layout.read(this.slots[slot], view) });
    });
    return { iterations: this.iterations, learningRate: this.learningRate, variables };
  }

  /** @throws InklingError if the record does not fit the optimizer or the weights */
  restore({ iterations, learningRate, variables }: OptimizerRecord, layout: ParameterLayout): void {
    this.ensureSlots(layout);
    let next = 0;
    this.#forEachVariable(layout, (name, slot, view) => {
      const variable = variables[next++];
      if (variable === undefined || !sameShape(variable.shape, view.shape)) {
        throw new InklingError({
          what: `the optimizer's state does not fit the model at ${name} of ${view.name}`,
          expected: `shape ${formatShape(view.shape)}`,
          received: variable === undefined ? `only ${variables.length} arrays` : formatShape(variable.shape),
          mend: "Compile the model again to start with a fresh optimizer.",
        });
      }
      layout.write(this.slots[slot], view, variable.data);
    });
    this.iterations = iterations;
    this.learningRate = learningRate;
  }

  /** Numbers that Keras counts as the optimizer's: slots, step count and learning rate. */
  countParams(layout: ParameterLayout): number {
    return this.optimizer.slots.length * layout.count + 2;
  }

  #forEachVariable(
    layout: ParameterLayout,
    visit: (name: string, slot: number, view: ParameterLayout["views"][number]) => void,
  ): void {
    let firstSlot = 0;
    for (const group of this.optimizer.slotGroups) {
      for (const view of layout.views) group.forEach((name, i) => visit(name, firstSlot + i, view));
      firstSlot += group.length;
    }
  }
}
