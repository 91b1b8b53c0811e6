/** What an optimizer keeps between fits, of weights that it steps and of others that it does not. */
import { describe, expect, test } from "vitest";
import { Layer, Adam, SGD, CosineDecay } from "../../src/nn/index.ts";
import { ParameterLayout } from "../../src/nn/engine/parameters.ts";
import { Zeros } from "../../src/nn/initializers/zeros.ts";
import type { WeightSpec } from "../../src/nn/layers/layer.ts";
import { OptimizerState } from "../../src/nn/optimizer-state.ts";

/** A layer with a weight between two others that is not trained. */
class Gathering extends Layer {
  readonly className = "Gathering";
  outputShape = () => [3];
  plan = () => undefined;
  protected ownConfig = () => ({});
  override weightSpecs(): WeightSpec[] {
    const initializer = new Zeros();
    return [
      { name: "gamma", shape: [3], initializer },
      { name: "moving_mean", shape: [5], initializer, trainable: false },
      { name: "kernel", shape: [2, 3], initializer, trainable: true },
    ];
  }
}

const layout = new ParameterLayout([new Gathering()], [[3]]);
const filled = (value: number) => new Float32Array(layout.floats).fill(value);

function stateAfterSteps(optimizer: Adam | SGD): OptimizerState {
  const state = new OptimizerState(optimizer);
  state.ensureSlots(layout);
  state.slots.forEach((slot, i) => slot.fill(i + 1));
  state.iterations = 5;
  return state;
}

describe("weights that are not trained", () => {
  test("have no variables, as in Keras, and are not counted", () => {
    const state = stateAfterSteps(new Adam({ useEma: true }));
    const { variables = [] } = state.toRecord(layout) ?? {};
    expect(variables.map(({ name, shape, data }) => [name, shape.length, data[0]])).toEqual([
      ["average", 1, 1],
      ["average", 2, 1],
      ["momentum", 1, 2],
      ["velocity", 1, 3],
      ["momentum", 2, 2],
      ["velocity", 2, 3],
    ]);
    // Three slots of 3 + 6 numbers, the steps and the rate.
    expect(state.countParams(layout)).toBe(29);
  });

  test("come back around what was restored", () => {
    const record = stateAfterSteps(new Adam({ useEma: true })).toRecord(layout);
    const restored = new OptimizerState(new Adam({ useEma: true }));
    restored.restore(record!, layout);
    expect(restored.toRecord(layout)).toEqual(record);
    const mean = layout.views[1];
    expect(restored.slots.map((slot) => slot[mean.offset])).toEqual([0, 0, 0]);
  });

  test("are not replaced by their averages, which nothing has gathered", () => {
    const state = stateAfterSteps(new SGD({ useEma: true }));
    const parameters = filled(7);
    state.finaliseWeights(parameters, layout);
    const [gamma, mean, kernel] = layout.readAll(parameters).map(({ data }) => [...new Set(data)]);
    expect([gamma, mean, kernel]).toEqual([[1], [7], [1]]);
  });
});

test("finaliseWeights leaves the weights as they are without averages, or before the first step", () => {
  for (const state of [stateAfterSteps(new SGD()), new OptimizerState(new SGD({ useEma: true }))]) {
    const parameters = filled(7);
    state.finaliseWeights(parameters, layout);
    expect(parameters).toEqual(filled(7));
  }
});

test("a record's learning rate counts only where no schedule gives it", () => {
  const learningRate = new CosineDecay({ initialLearningRate: 1, decaySteps: 2 });
  const state = new OptimizerState(new SGD({ learningRate }));
  state.restore({ iterations: 1, learningRate: 0.25, variables: [] }, layout);
  expect(state.learningRate).toBe(0.5);
  const constant = new OptimizerState(new SGD());
  constant.restore({ iterations: 1, learningRate: 0.25, variables: [] }, layout);
  expect(constant.learningRate).toBe(0.25);
});
