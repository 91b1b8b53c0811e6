/** Learning rate schedules: Keras's rates and configurations, OneCycle by hand, and what a model makes of them. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  CosineDecay,
  Dense,
  ExponentialDecay,
  LearningRateScheduler,
  OneCycle,
  PiecewiseConstantDecay,
  Sequential,
  SGD,
  type OneCycleOptions,
} from "../../src/nn/index.ts";
import type { KerasObject } from "../../src/nn/model-record.ts";
import { getOptimizer } from "../../src/nn/optimizers/get-optimizer.ts";
import { getSchedule } from "../../src/nn/optimizers/schedules/get-schedule.ts";
import { readGolden } from "./golden.ts";
import { provideTraining } from "./platforms.ts";

const { schedules } = readGolden("golden-training-options.json") as {
  schedules: { schedule: KerasObject; rates: number[] }[];
};

beforeAll(() => provideTraining(undefined));

describe.each(schedules)("$schedule.class_name with $schedule.config", ({ schedule, rates }) => {
  test("has Keras's rate at each of fifty steps", () => {
    const highest = Math.max(...rates);
    const own = getSchedule(schedule);
    // Keras computes in float32.
    const errors = rates.map((rate, step) => Math.abs(own.at(step) - rate) / highest);
    expect(Math.max(...errors)).toBeLessThan(3e-7);
  });

  test("comes back as the configuration that Keras wrote", () => {
    expect(getSchedule(schedule).serialise()).toEqual(schedule);
  });
});

describe("OneCycle", () => {
  const rates = (options: Partial<OneCycleOptions>, steps: number[]) => {
    const schedule = new OneCycle({ peak: 1, totalSteps: 8, ...options });
    return steps.map((step) => schedule.at(step));
  };

  test("rises in a straight line over a quarter of the steps, and falls over the rest to 0", () => {
    expect(rates({ initial: 0 }, [0, 1, 2, 5, 8, 9])).toEqual([0, 0.5, 1, 0.5, 0, 0]);
  });

  test("starts at a twenty-fifth of its peak", () => {
    expect(rates({}, [0])).toEqual([0.04]);
  });

  test("goes along half a cosine each way", () => {
    const found = rates({ curve: "cosine", warmupShare: 0.5, initial: 0.2, final: 0.1 }, [0, 2, 4, 6, 8]);
    expect(found).toEqual([0.2, expect.closeTo(0.6, 14), 1, expect.closeTo(0.55, 14), 0.1]);
    // A third of the way up: (1 - cos(pi / 3)) / 2 = 1/4.
    expect(rates({ curve: "cosine", totalSteps: 12, warmupShare: 0.25, initial: 0 }, [1])[0]).toBeCloseTo(
      0.25,
      15,
    );
  });

  test("may do without a way up, or without one down", () => {
    expect(rates({ warmupShare: 0 }, [0, 4, 8])).toEqual([1, 0.5, 0]);
    expect(rates({ warmupShare: 1, initial: 0 }, [0, 4, 7, 8])).toEqual([0, 0.5, 0.875, 0]);
  });

  test("comes back from its serialised form, which a Keras without it cannot read", () => {
    const schedule = new OneCycle({ peak: 0.008, totalSteps: 1000, warmupShare: 0.2, curve: "cosine" });
    const serialised = schedule.serialise();
    expect([serialised.module, serialised.registered_name]).toEqual(["inkling", "inkling>OneCycle"]);
    expect(getSchedule(serialised)).toEqual(schedule);
    expect(getOptimizer(new SGD({ learningRate: schedule }).serialise()).learningRate).toEqual(schedule);
  });
});

describe("wrong arguments", () => {
  test.each([
    ["no steps", () => new CosineDecay({ initialLearningRate: 1, decaySteps: 0 }), "decaySteps"],
    [
      "a negative rate",
      () => new CosineDecay({ initialLearningRate: -1, decaySteps: 5 }),
      "initialLearningRate",
    ],
    [
      "a warm-up to a negative rate",
      () => new CosineDecay({ initialLearningRate: 1, decaySteps: 5, warmupTarget: -1 }),
      "warmupTarget",
    ],
    ["a share above 1", () => new OneCycle({ peak: 1, totalSteps: 5, warmupShare: 2 }), "warmupShare"],
    [
      "an unknown curve",
      () => new OneCycle({ peak: 1, totalSteps: 5, curve: "cosin" as "cosine" }),
      'Did you mean "cosine"?',
    ],
    [
      "boundaries that fall",
      () => new PiecewiseConstantDecay({ boundaries: [5, 4], values: [1, 2, 3] }),
      "boundaries[1]",
    ],
    [
      "too few values",
      () => new PiecewiseConstantDecay({ boundaries: [5], values: [1] }),
      "expected 2 values, received 1",
    ],
  ])("%s is a RangeError that says so", (_, make, message) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });

  test("a schedule that Inkling does not have is named, with those that it has", () => {
    const object = { class_name: "CosineDecayRestarts", config: {} };
    expect(() => getSchedule(object)).toThrow(
      /unknown learning rate schedule "CosineDecayRestarts".*OneCycle/,
    );
  });
});

describe("a model with a schedule", () => {
  const compiled = () => {
    const model = new Sequential([new Dense(1, { useBias: false, inputShape: [1] })]);
    model.setWeights([{ data: Float32Array.of(0), shape: [1, 1] }]);
    const learningRate = new PiecewiseConstantDecay({ boundaries: [0, 2], values: [0.5, 0.25, 0.125] });
    model.compile({ optimizer: new SGD({ learningRate }), loss: "mean_squared_error" });
    return model;
  };

  test("has the next step's rate for its learningRate", async () => {
    const model = compiled();
    const rates = [model.learningRate];
    for (let step = 0; step < 4; step++) {
      await model.fit([[1]], [[1]], { verbose: 0 });
      rates.push(model.learningRate);
    }
    expect(rates).toEqual([0.5, 0.25, 0.25, 0.125, 0.125]);
  });

  test("takes every step of an epoch with the rate of that step", async () => {
    const model = compiled();
    // The slope at w is 2 (w - 1): a step takes 1 - 2 rate of the way that is left, 0 of it with the first rate.
    await model.fit([[1]], [[1]], { verbose: 0 });
    expect(model.getWeights()[0].data[0]).toBe(1);
    const far = compiled();
    await far.fit([[1], [1], [1], [1]], [[0], [1], [1], [1]], { batchSize: 1, shuffle: false, verbose: 0 });
    // w stays 0 at its target 0; then 1/2, 3/4, and with the last rate 3/4 + (1/4) / 4.
    expect(far.getWeights()[0].data[0]).toBe(0.8125);
  });

  test("does not let its learning rate be set, by hand or by a callback, and says why", async () => {
    const model = compiled();
    const message = /learning rate cannot be set.*schedule.*PiecewiseConstantDecay/;
    expect(() => (model.learningRate = 0.1)).toThrow(TypeError);
    expect(() => (model.learningRate = 0.1)).toThrow(message);
    const callbacks = [new LearningRateScheduler(() => 0.1)];
    await expect(model.fit([[1]], [[1]], { verbose: 0, callbacks })).rejects.toThrow(message);
  });

  test("keeps step count and schedule in its record, and goes on from there", async () => {
    const model = compiled();
    await model.fit([[1], [1]], [[0], [0]], { batchSize: 1, verbose: 0 });
    const record = model.toRecord();
    expect(record.optimizer).toEqual({ iterations: 2, variables: [] });
    const restored = Sequential.fromRecord(record);
    expect(restored.learningRate).toBe(0.25);
    expect(restored.toRecord()).toEqual(record);
  });

  test("counts, as Keras does, no learning rate among the optimizer's numbers", async () => {
    const model = compiled();
    await model.fit([[1]], [[1]], { verbose: 0 });
    expect(model.formatSummary()).toContain("Optimizer params: 1 ");
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit([[1]], [[1]], { verbose: 0 });
    expect(model.formatSummary()).toContain("Optimizer params: 2 ");
  });

  test("starts its schedule anew when it is built anew", async () => {
    const model = compiled();
    await model.fit([[1]], [[1]], { verbose: 0 });
    model.build([1]);
    expect(model.learningRate).toBe(0.5);
  });
});

test("a schedule's rate is rounded to float32 once, as the kernels take it", () => {
  const schedule = new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.9 });
  expect(new SGD({ learningRate: schedule }).rateAt(1, 0)).toBe(Math.fround(0.1));
});
