/** A compiled model's optimizer between fits: its step count, learning rate and slots. */
import { InklingError, typeError } from "../base/errors.ts";
import { formatShape, sameShape } from "../base/shapes.ts";
import type { ParameterLayout, ParameterView } from "./engine/parameters.ts";
import type { OptimizerRecord, WeightRecord } from "./model-record.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";

export class OptimizerState {
  readonly optimizer: Optimizer;
  /** Steps taken so far. */
  iterations = 0;
  /** One buffer a slot, laid out as the parameters; empty before the first fit. */
  slots: Float32Array[] = [];
  /** The learning rate that was set; undefined under a schedule. */
  #learningRate: number | undefined;

  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
    const { learningRate } = optimizer;
    this.#learningRate = typeof learningRate === "number" ? Math.fround(learningRate) : undefined;
  }

  /** The learning rate of the next step. */
  get learningRate(): number {
    return this.optimizer.rateAt(this.iterations + 1, this.#learningRate ?? 0);
  }

  /** @throws TypeError if the optimizer has a schedule, as in Keras */
  set learningRate(rate: number) {
    if (this.#learningRate === undefined) {
      throw typeError({
        what: "the learning rate cannot be set, for the optimizer has a schedule",
        expected: "an optimizer with a number for its learningRate",
        received: (this.optimizer.learningRate as { className: string }).className,
        mend: "Compile with the number, or do without what sets it, such as a callback.",
      });
    }
    this.#learningRate = rate;
  }

  /** Forgets the steps taken, for weights that are new; a learning rate that was set stays. */
  reset(): void {
    this.iterations = 0;
    this.slots = [];
  }

  /** Makes the slots, zero at first, if that has not been done. */
  ensureSlots(layout: ParameterLayout): void {
    if (this.slots.length === 0) this.slots = this.optimizer.slots.map(() => new Float32Array(layout.floats));
  }

  /**
   * At the end of training: puts the moving averages, if the optimizer keeps any, in the weights' place, as Keras's
   * `finalize_variable_values` does.
   * @param parameters the weights, overwritten
   */
  finaliseWeights(parameters: Float32Array, layout: ParameterLayout): void {
    if (!this.optimizer.useEma || this.iterations === 0) return;
    const [average] = this.slots;
    for (const view of layout.trainableViews) {
      layout.write(parameters, view, layout.read(average, view));
    }
  }

  /** The state in Keras's order; undefined before the first step. */
  toRecord(layout: ParameterLayout): OptimizerRecord | undefined {
    if (this.iterations === 0) return undefined;
    const variables: WeightRecord[] = [];
    this.#forEachVariable(layout, (name, slot, view) => {
      variables.push({ name, shape: view.shape, data: layout.read(this.slots[slot], view) });
    });
    const record: OptimizerRecord = { iterations: this.iterations, variables };
    if (this.#learningRate !== undefined) record.learningRate = this.#learningRate;
    return record;
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
    if (this.#learningRate !== undefined && learningRate !== undefined) this.#learningRate = learningRate;
  }

  /** Numbers that Keras counts as the optimizer's: slots, step count and, without a schedule, learning rate. */
  countParams(layout: ParameterLayout): number {
    return this.optimizer.slots.length * layout.trainableCount + (this.#learningRate === undefined ? 1 : 2);
  }

  #forEachVariable(
    layout: ParameterLayout,
    visit: (name: string, slot: number, view: ParameterView) => void,
  ): void {
    let firstSlot = 0;
    for (const group of this.optimizer.slotGroups) {
      for (const view of layout.trainableViews) group.forEach((name, i) => visit(name, firstSlot + i, view));
      firstSlot += group.length;
    }
  }
}
