import { describe, expect, test } from "vitest";
import {
  adam,
  averageWeight,
  decayWeight,
  rmsprop,
  sgd,
  type StepFacts,
  type WeightState,
} from "../../kernels/reference/optimizers.ts";
import { expectSameBits, randomMatrix, Workbench } from "./workbench.ts";

const f = Math.fround;
type Slot = Exclude<keyof WeightState, "weight" | "gradient">;
type Step = (state: WeightState, facts: StepFacts) => WeightState;

/** Weights, gradients and slots, a multiple of 8 of each; slots of squares are not negative. */
function states(count: number, slots: readonly Slot[]): WeightState[] {
  const [weights, gradients, ...rest] = randomMatrix(count, slots.length + 2, count);
  return weights.map((weight, i) => {
    const state: WeightState = { weight, gradient: i % 9 === 0 ? 0 : gradients[i] };
    slots.forEach((slot, s) => {
      const squares = slot === "squares" || slot === "largest";
      // A centered average never exceeds the root of the squares.
      state[slot] = squares ? f(rest[s][i] ** 2 + 4) : rest[s][i];
    });
    return state;
  });
}

interface Case {
  name: "sgd" | "rmsprop" | "adam";
  step: Step;
  /** Slots in the order of the kernel's arguments; those that are not in `used` are passed as 0. */
  slots: readonly Slot[];
  used: readonly Slot[];
  facts: StepFacts;
  /** The kernel's numbers, in the order of its arguments. */
  numbers: number[];
}

const SGD = { name: "sgd", step: sgd, slots: ["velocity"] } as const;
const RMSPROP = { name: "rmsprop", step: rmsprop, slots: ["squares", "average", "velocity"] } as const;
const ADAM = { name: "adam", step: adam, slots: ["momentum", "squares", "largest"] } as const;
const RMSPROP_FACTS = { rate: f(0.001), keep: f(0.9), take: f(0.1), momentum: f(0.8), epsilon: f(1e-7) };
const RMSPROP_NUMBERS = [0.001, 0.9, 0.1, 0.8, 1e-7];
const ADAM_FACTS = { rate: f(0.003), take1: f(0.1), take2: f(0.001), epsilon: f(1e-7) };
const ADAM_NUMBERS = [0.003, 0.1, 0.001, 1e-7];

const CASES: Case[] = [
  { ...SGD, used: [], facts: { rate: f(0.1) }, numbers: [0.1, 0, 0] },
  { ...SGD, used: ["velocity"], facts: { rate: f(0.1), momentum: f(0.9) }, numbers: [0.1, 0.9, 0] },
  {
    ...SGD,
    used: ["velocity"],
    facts: { rate: f(0.1), momentum: f(0.9), nesterov: true },
    numbers: [0.1, 0.9, 1],
  },
  { ...RMSPROP, used: ["squares"], facts: RMSPROP_FACTS, numbers: RMSPROP_NUMBERS },
  { ...RMSPROP, used: ["squares", "average"], facts: RMSPROP_FACTS, numbers: RMSPROP_NUMBERS },
  { ...RMSPROP, used: ["squares", "velocity"], facts: RMSPROP_FACTS, numbers: RMSPROP_NUMBERS },
  { ...RMSPROP, used: ["squares", "average", "velocity"], facts: RMSPROP_FACTS, numbers: RMSPROP_NUMBERS },
  { ...ADAM, used: ["momentum", "squares"], facts: ADAM_FACTS, numbers: ADAM_NUMBERS },
  { ...ADAM, used: ["momentum", "squares", "largest"], facts: ADAM_FACTS, numbers: ADAM_NUMBERS },
];

describe.each(CASES)("$name with $used", ({ name, step, slots, used, facts, numbers }) => {
  test.each([8, 16, 104, 4096])("has its reference's bits after three steps of %i weights", (count) => {
    const bench = new Workbench();
    let expected = states(count, used);
    const place = (key: keyof WeightState) => bench.floats(expected.map((state) => state[key] as number));
    const [weights, gradient] = [place("weight"), place("gradient")];
    const places = slots.map((slot) => (used.includes(slot) ? place(slot) : 0));
    const outputs = [weights, ...places.filter((address) => address !== 0)];
    for (let i = 0; i < 3; i++) {
      bench.run(name, outputs, weights, ...places, gradient, ...numbers, count);
      expected = expected.map((state) => step(state, facts));
    }
    expectSameBits(
      bench.readFloats(weights, count),
      expected.map((state) => state.weight),
    );
    slots.forEach((slot, s) => {
      if (!used.includes(slot)) return;
      expectSameBits(
        bench.readFloats(places[s], count),
        expected.map((state) => state[slot] as number),
      );
    });
  });

  test("leaves padding, whose weight, gradient and slots are zero, at zero", () => {
    const bench = new Workbench();
    const zeros = () => bench.floats(new Float32Array(16));
    const [weights, gradient] = [zeros(), zeros()];
    const places = slots.map((slot) => (used.includes(slot) ? zeros() : 0));
    const outputs = [weights, ...places.filter((address) => address !== 0)];
    bench.run(name, outputs, weights, ...places, gradient, ...numbers, 16);
    for (const address of outputs) expect(bench.readFloats(address, 16)).toEqual(new Array(16).fill(0));
  });
});

describe.each([8, 16, 104, 4096])("for %i weights", (count) => {
  const [weights, averages] = randomMatrix(count, 2, count);

  test("decayWeights has its reference's bits", () => {
    const bench = new Workbench();
    const address = bench.floats(weights);
    bench.run("decayWeights", [address], address, 0.004, 0.01, count);
    const expected = weights.map((weight) => decayWeight(weight, f(0.004), f(0.01)));
    expectSameBits(bench.readFloats(address, count), expected);
  });

  test.each([false, true])("averageWeights has its reference's bits, with overwrite %s", (overwrite) => {
    const bench = new Workbench();
    const [average, weight] = [bench.floats(averages), bench.floats(weights)];
    const keep = f(0.99);
    const outputs = overwrite ? [average, weight] : [average];
    bench.run("averageWeights", outputs, average, weight, keep, 1 - keep, Number(overwrite), count);
    const expected = weights.map((value, i) => averageWeight(averages[i], value, keep, f(1 - keep)));
    expectSameBits(bench.readFloats(average, count), expected);
    expectSameBits(bench.readFloats(weight, count), overwrite ? expected : weights);
  });
});
