/** One or two steps of each optimizer on a single weight, by hand. Three steps against Keras: golden-training.test.ts. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  Adam,
  AdamW,
  Dense,
  RMSprop,
  Sequential,
  SGD,
  type Optimizer,
  type OptimizerOptions,
} from "../../src/nn/index.ts";
import { getOptimizer } from "../../src/nn/optimizers/get-optimizer.ts";
import { readGolden } from "./golden.ts";
import { provideTraining } from "./platforms.ts";
import type { KerasObject } from "../../src/nn/model-record.ts";

beforeAll(() => provideTraining(undefined));

/**
 * The weight after each of two steps of y = w x towards t, with w = 0.5, x = 2, t = 3: the loss is (2 w - 3)^2 and
 * its slope 4 (2 w - 3), which is -8 at first.
 */
async function twoSteps(optimizer: Optimizer): Promise<number[]> {
  const model = new Sequential([new Dense(1, { useBias: false, inputShape: [1] })]);
  model.setWeights([{ data: Float32Array.of(0.5), shape: [1, 1] }]);
  model.compile({ optimizer, loss: "mean_squared_error" });
  const weights: number[] = [];
  for (let step = 0; step < 2; step++) {
    await model.fit([[2]], [[3]], { verbose: 0 });
    weights.push(model.getWeights()[0].data[0]);
  }
  return weights;
}
const slope = (w: number) => 4 * (2 * w - 3);

function expectClose(actual: number[], expected: number[]): void {
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  expect(actual.length).toBe(expected.length);
}

describe("SGD", () => {
  test("takes the rate times the slope off the weight", async () => {
    // 0.5 + 0.05 * 8 = 0.9, where the slope is -4.8.
    expectClose(await twoSteps(new SGD({ learningRate: 0.05 })), [0.9, 0.9 + 0.05 * 4.8]);
  });

  test("with momentum repeats a share of the last step", async () => {
    expectClose(await twoSteps(new SGD({ learningRate: 0.05, momentum: 0.5 })), [
      0.9,
      0.9 + 0.5 * 0.4 + 0.24,
    ]);
  });

  test("with nesterov looks ahead by one more share", async () => {
    // v = 0.4, step = 0.5 * 0.4 + 0.4; then v = 0.5 * 0.4 - 0.05 slope(1.1), step = 0.5 v - 0.05 slope(1.1).
    const first = 0.5 + 0.6;
    const velocity = 0.2 - 0.05 * slope(first);
    const second = first + 0.5 * velocity - 0.05 * slope(first);
    expectClose(await twoSteps(new SGD({ learningRate: 0.05, momentum: 0.5, nesterov: true })), [
      first,
      second,
    ]);
  });
});

describe("RMSprop", () => {
  test("divides the slope by the root of its running mean square", async () => {
    // v = 0.1 * 64 = 6.4: the first step is 0.01 * 8 / sqrt(6.4).
    const first = 0.5 + 0.08 / Math.sqrt(6.4);
    const g = slope(first);
    const second = first - (0.01 * g) / Math.sqrt(0.9 * 6.4 + 0.1 * g * g);
    expectClose(await twoSteps(new RMSprop({ learningRate: 0.01 })), [first, second]);
  });

  test("centered subtracts the mean slope's square", async () => {
    // Mean slope -0.8: the first step is 0.01 * 8 / sqrt(6.4 - 0.64).
    const first = 0.5 + 0.08 / Math.sqrt(5.76);
    const g = slope(first);
    const average = 0.9 * -0.8 + 0.1 * g;
    const second = first - (0.01 * g) / Math.sqrt(0.9 * 6.4 + 0.1 * g * g - average * average);
    expectClose(await twoSteps(new RMSprop({ learningRate: 0.01, centered: true })), [first, second]);
  });

  test("with momentum repeats a share of the last step", async () => {
    const step = -0.08 / Math.sqrt(6.4);
    const g = slope(0.5 - step);
    const second = 0.5 - step - (0.5 * step + (0.01 * g) / Math.sqrt(0.9 * 6.4 + 0.1 * g * g));
    expectClose(await twoSteps(new RMSprop({ learningRate: 0.01, momentum: 0.5 })), [0.5 - step, second]);
  });
});

describe("Adam", () => {
  test("takes a first step of just the learning rate, against the slope", async () => {
    const [first, second] = await twoSteps(new Adam({ learningRate: 0.1 }));
    const g = slope(0.6);
    const [m, v] = [0.9 * -0.8 + 0.1 * g, 0.999 * 0.064 + 0.001 * g * g];
    expectClose([first, second], [0.6, 0.6 - (0.1 * (m / (1 - 0.81))) / Math.sqrt(v / (1 - 0.998001))]);
  });

  test("with amsgrad divides by the largest mean square so far", async () => {
    // With beta2 = 0.5 the mean square falls from 32 when the slope gets smaller; amsgrad keeps dividing by 32.
    const optimizer = new Adam({ learningRate: 0.5, beta2: 0.5, amsgrad: true });
    // alpha = 0.5 sqrt(1 - 0.5) / (1 - 0.9), m = -0.8, v = 32: a step of 0.5.
    const g = slope(1);
    const m = 0.9 * -0.8 + 0.1 * g;
    expect(0.5 * 32 + 0.5 * g * g).toBeLessThan(32);
    const alpha = (0.5 * Math.sqrt(1 - 0.25)) / (1 - 0.81);
    expectClose(await twoSteps(optimizer), [1, 1 - (alpha * m) / Math.sqrt(32)]);
  });
});

describe("AdamW", () => {
  test("takes its share off the weight before Adam's step, which the gradient alone decides", async () => {
    const [first, second] = await twoSteps(new AdamW({ learningRate: 0.1, weightDecay: 0.5 }));
    // The slope of the first step is taken at 0.5, before the weight decays to 0.5 (1 - 0.05).
    const decayed = 0.5 * 0.95;
    const g = slope(decayed + 0.1);
    const [m, v] = [0.9 * -0.8 + 0.1 * g, 0.999 * 0.064 + 0.001 * g * g];
    const step = (0.1 * (m / (1 - 0.81))) / Math.sqrt(v / (1 - 0.998001));
    expectClose([first, second], [decayed + 0.1, (decayed + 0.1) * 0.95 - step]);
  });

  test("decays by 0.004 unless it is told otherwise", () => {
    expect(new AdamW().weightDecay).toBe(0.004);
    expect(new Adam().weightDecay).toBeNull();
  });

  test("spares the weights whose names it is given", async () => {
    const model = new Sequential([new Dense(1, { inputShape: [1] })]);
    const one = { data: Float32Array.of(1), shape: [1] };
    model.setWeights([{ ...one, shape: [1, 1] }, one]);
    const optimizer = new SGD({ learningRate: 0.5, weightDecay: 0.25, excludeFromWeightDecay: ["bias"] });
    model.compile({ optimizer, loss: "mse" });
    // The prediction is right, so that nothing but the decay moves a weight.
    await model.fit([[1]], [[2]], { verbose: 0 });
    expect(model.getWeights().map(({ data }) => data[0])).toEqual([0.875, 1]);
  });

  test("asks for no decay where there is none", () => {
    expect(new SGD({ weightDecay: 0 }).decays("kernel")).toBe(false);
    expect(new SGD().decays("kernel")).toBe(false);
    const optimizer = new AdamW({ excludeFromWeightDecay: ["bias", "gamma"] });
    expect(["kernel", "bias", "gamma", "beta"].map((name) => optimizer.decays(name))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe("useEma", () => {
  /** The weights that `fit` ends with, and the last average, of steps towards 1 by halves of the way: 1/2, 3/4, 7/8, … */
  async function halves(steps: number, options: OptimizerOptions) {
    const model = new Sequential([new Dense(1, { useBias: false, inputShape: [1] })]);
    model.setWeights([{ data: Float32Array.of(0), shape: [1, 1] }]);
    model.compile({ optimizer: new SGD({ learningRate: 0.25, useEma: true, ...options }), loss: "mse" });
    const ones = Array.from({ length: steps }, () => [1]);
    await model.fit(ones, ones, { batchSize: 1, verbose: 0 });
    const average = model.toRecord().optimizer?.variables[0];
    return { weight: model.getWeights()[0].data[0], name: average?.name, average: average?.data[0] };
  }

  test("starts with the weights of the first step, then keeps its share of the average", async () => {
    expect(await halves(1, { emaMomentum: 0.75 })).toEqual({ weight: 0.5, name: "average", average: 0.5 });
    // 3/4 * 1/2 + 1/4 * 3/4, and from there 3/4 * 9/16 + 1/4 * 7/8.
    expect((await halves(2, { emaMomentum: 0.75 })).average).toBe(9 / 16);
    expect((await halves(3, { emaMomentum: 0.75 })).average).toBe(27 / 64 + 7 / 32);
  });

  test("puts the average in the weights' place when fit ends", async () => {
    const { weight, average } = await halves(3, { emaMomentum: 0.75 });
    expect(weight).toBe(average);
  });

  test("puts it there every so many steps, too, if it is asked to", async () => {
    // After two steps the weight is 9/16; half of the way from there is 25/32: 3/4 * 9/16 + 1/4 * 25/32.
    expect((await halves(3, { emaMomentum: 0.75, emaOverwriteFrequency: 2 })).average).toBe(
      27 / 64 + 25 / 128,
    );
  });

  test("with emaWarmup keeps at most (1 + t) / (10 + t) of the average at step t", async () => {
    const second = (2 / 11) * 0.5 + (9 / 11) * 0.75;
    const third = (3 / 12) * second + (9 / 12) * 0.875;
    expect((await halves(3, { emaMomentum: 0.999, emaWarmup: true })).average).toBeCloseTo(third, 6);
    // By then 4/13 would be more than the momentum.
    const fourth = 0.26 * third + 0.74 * 0.9375;
    expect((await halves(4, { emaMomentum: 0.26, emaWarmup: true })).average).toBeCloseTo(fourth, 6);
  });

  test("leaves the weights alone if no step was taken", async () => {
    const model = new Sequential([new Dense(1, { inputShape: [1] })], { seed: 1 });
    const before = model.getWeights();
    model.compile({ optimizer: new Adam({ useEma: true }), loss: "mse" });
    await model.fit([[1]], [[1]], { epochs: 0, verbose: 0 });
    expect(model.getWeights()).toEqual(before);
  });
});

describe("serialised forms", () => {
  const { optimizers } = readGolden("golden-training-options.json") as { optimizers: KerasObject[] };

  test.each(optimizers)("$class_name with $config comes back as Keras wrote it", (golden) => {
    const name = getOptimizer(golden).name;
    const config: KerasObject["config"] = { ...golden.config, name };
    expect(getOptimizer(golden).serialise()).toEqual({ ...golden, config });
  });

  test("what Keras has no word for stands beside its configuration, and comes back", () => {
    const options = { learningRate: 0.5, excludeFromWeightDecay: ["bias"], useEma: true, emaWarmup: true };
    const serialised = new AdamW(options).serialise();
    expect(serialised.inkling).toEqual({ exclude_from_weight_decay: ["bias"], ema_warmup: true });
    expect(getOptimizer(serialised)).toEqual(new AdamW(options));
    expect(new AdamW().serialise()).not.toHaveProperty("inkling");
  });

  test("clipping is refused, not passed over", () => {
    const golden = new AdamW().serialise();
    const clipped = { ...golden, config: { ...golden.config, clipnorm: 1 } };
    expect(() => getOptimizer(clipped)).toThrow(/AdamW was configured with clipnorm/);
  });
});

test.each([
  [{ weightDecay: -1 }, RangeError, "weightDecay"],
  [{ emaMomentum: 1.5 }, RangeError, "emaMomentum"],
  [{ emaOverwriteFrequency: 0 }, RangeError, "emaOverwriteFrequency"],
  [{ emaOverwriteFrequency: 1.5 }, RangeError, "emaOverwriteFrequency"],
  [{ learningRate: "fast" as unknown as number }, TypeError, "learningRate"],
  [{ excludeFromWeightDecay: "bias" as unknown as string[] }, TypeError, "excludeFromWeightDecay"],
  [{ excludeFromWeightDecay: [""] }, TypeError, "excludeFromWeightDecay"],
])("%o is an error that names the option", (options, kind, name) => {
  expect(() => new Adam(options)).toThrow(kind);
  expect(() => new Adam(options)).toThrow(name);
});
