/** Initializers against closed forms, within five standard errors of 200,000 draws. */
import { describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import {
  Dense,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  Sequential,
  Zeros,
} from "../../src/nn/index.ts";
import type { Initializer } from "../../src/nn/initializers/initializer.ts";

const [INPUTS, OUTPUTS] = [400, 500];
const COUNT = INPUTS * OUTPUTS;

function draw(initializer: Initializer, seed = 1): Float32Array {
  const data = new Float32Array(COUNT);
  initializer.initialise(data, [INPUTS, OUTPUTS], new Random(seed));
  return data;
}
const mean = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
const meanSquare = (values: Float32Array) => values.reduce((sum, x) => sum + x * x, 0) / values.length;
const largest = (values: Float32Array) => values.reduce((max, x) => Math.max(max, Math.abs(x)), 0);

describe.each([
  { initializer: new GlorotUniform(), limit: Math.sqrt(6 / (INPUTS + OUTPUTS)) },
  { initializer: new HeUniform(), limit: Math.sqrt(6 / INPUTS) },
])("$initializer.className", ({ initializer, limit }) => {
  test("is uniform within its limit: mean 0, variance limit^2 / 3, every tenth of the range as full", () => {
    const data = draw(initializer);
    expect(largest(data)).toBeLessThanOrEqual(Math.fround(limit));
    expect(largest(data)).toBeGreaterThan(limit * 0.999);
    expect(Math.abs(mean(data))).toBeLessThan((5 * limit) / Math.sqrt(3 * COUNT));
    // The variance of x^2 is limit^4 (1/5 - 1/9).
    const error = limit ** 2 * Math.sqrt((1 / 5 - 1 / 9) / COUNT);
    expect(Math.abs(meanSquare(data) - limit ** 2 / 3)).toBeLessThan(5 * error);
    const tenths = new Array<number>(10).fill(0);
    for (const x of data) tenths[Math.min(9, Math.floor((x / limit + 1) * 5))]++;
    for (const count of tenths)
      expect(Math.abs(count / COUNT - 0.1)).toBeLessThan(5 * Math.sqrt(0.09 / COUNT));
  });
});

describe.each([
  { initializer: new GlorotNormal(), variance: 2 / (INPUTS + OUTPUTS) },
  { initializer: new HeNormal(), variance: 2 / INPUTS },
])("$initializer.className", ({ initializer, variance }) => {
  test("is a normal cut off at two deviations, whose variance is the one promised", () => {
    const data = draw(initializer);
    // Cut off at 2, a unit normal has variance 1 - 4 phi(2) / (2 Phi(2) - 1), with phi(2) = 0.0539909665 and
    // Phi(2) = 0.9772498681.
    const unit = 1 - (4 * 0.0539909665) / (2 * 0.9772498681 - 1);
    const deviation = Math.sqrt(variance / unit);
    expect(largest(data)).toBeLessThanOrEqual(2 * deviation * 1.000_001);
    expect(largest(data)).toBeGreaterThan(2 * deviation * 0.995);
    expect(Math.abs(mean(data))).toBeLessThan(5 * Math.sqrt(variance / COUNT));
    expect(Math.abs(meanSquare(data) / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / COUNT));
    // Share within one deviation: (2 Phi(1) - 1) / (2 Phi(2) - 1), with Phi(1) = 0.8413447461.
    const share = data.reduce((count, x) => count + Number(Math.abs(x) < deviation), 0) / COUNT;
    const expected = (2 * 0.8413447461 - 1) / (2 * 0.9772498681 - 1);
    expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / COUNT));
  });
});

test("Zeros fills with zeros", () => {
  const data = Float32Array.of(1, 2, 3);
  new Zeros().initialise(data);
  expect(data).toEqual(new Float32Array(3));
});

describe("in a model", () => {
  const weights = (seed: number, own: { seed?: number } = {}) => {
    const kernelInitializer = new GlorotUniform(own);
    const layers = [
      new Dense(5, { kernelInitializer, inputShape: [5] }),
      new Dense(5, { kernelInitializer }),
    ];
    return new Sequential(layers, { seed }).getWeights();
  };

  test("kernels are Glorot uniform and biases zero unless told otherwise", () => {
    const [kernel, bias] = new Sequential([new Dense(300, { inputShape: [300] })]).getWeights();
    expect(largest(kernel.data)).toBeLessThanOrEqual(Math.fround(0.1));
    expect(largest(kernel.data)).toBeGreaterThan(0.0999);
    expect(bias.data).toEqual(new Float32Array(300));
  });

  test("equal seeds give equal weights, other seeds others, and layers differ", () => {
    expect(weights(1)).toEqual(weights(1));
    expect(weights(2)[0]).not.toEqual(weights(1)[0]);
    expect(weights(1)[2].data).not.toEqual(weights(1)[0].data);
  });

  test("an initializer's own seed counts whatever the model's", () => {
    expect(weights(1, { seed: 9 })).toEqual(weights(2, { seed: 9 }));
    expect(weights(1, { seed: 9 })[0]).not.toEqual(weights(1, { seed: 8 })[0]);
  });
});
