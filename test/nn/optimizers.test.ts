/** One or two steps of each optimizer on a single weight, by hand. Three steps against Keras: golden-training.test.ts. */
import { beforeAll, describe, expect, test } from "vitest";
import { Adam, Dense, RMSprop, Sequential, SGD, type Optimizer } from "../../src/nn/index.ts";
import { provideTraining } from "./platforms.ts";

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
