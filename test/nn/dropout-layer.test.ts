/** The Dropout layer in training, seen from outside: which weights get no gradient. */
import { beforeAll, describe, expect, test } from "vitest";
import { Dense, Dropout, Sequential, SGD } from "../../src/nn/index.ts";
import { provideTraining } from "./platforms.ts";

beforeAll(() => provideTraining(undefined));

const SIZE = 64;
const identity = Array.from({ length: SIZE }, (_, n) =>
  Array.from({ length: SIZE }, (_, k) => (k === n ? 1 : 0)),
);
const far = identity.map((row) => row.map(() => 100));

/** The masks of some steps: example n alone uses row n of the kernel, which moves where the mask keeps. */
async function masks(
  rate: number,
  { seed = 1, own = null as number | null, steps = 1 } = {},
): Promise<number[][]> {
  const model = new Sequential(
    [new Dense(SIZE, { useBias: false, inputShape: [SIZE] }), new Dropout(rate, { seed: own })],
    { seed: 1 },
  );
  model.compile({ optimizer: new SGD({ learningRate: 1 }), loss: "mse" });
  const seen: number[][] = [];
  for (let step = 0; step < steps; step++) {
    const before = model.getWeights()[0].data;
    const options = {
      batchSize: SIZE,
      initialEpoch: step,
      epochs: step + 1,
      shuffle: false,
      seed,
      verbose: 0,
    };
    await model.fit(identity, far, options as { verbose: 0 });
    const after = model.getWeights()[0].data;
    seen.push(Array.from(before, (weight, i) => (weight === after[i] ? 0 : 1)));
  }
  return seen;
}
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const agreement = (a: number[], b: number[]) => mean(a.map((value, i) => Number(value === b[i])));
/** Five standard deviations of the mean of one mask's draws. */
const bound = (share: number) => 5 * Math.sqrt((share * (1 - share)) / SIZE ** 2);

describe("Dropout", () => {
  test.each([0.1, 0.5, 0.8])("drops a share of %d in training", async (rate) => {
    const [mask] = await masks(rate);
    expect(Math.abs(mean(mask) - (1 - rate))).toBeLessThan(bound(rate));
  });

  test("with rate 0 drops nothing", async () => {
    expect(mean((await masks(0))[0])).toBe(1);
  });

  test("drops anew in each step, and as chance has it", async () => {
    const [first, second, third] = await masks(0.5, { steps: 3 });
    for (const [a, b] of [
      [first, second],
      [second, third],
      [first, third],
    ]) {
      expect(Math.abs(agreement(a, b) - 0.5)).toBeLessThan(bound(0.5));
    }
  });

  test("follows the fit's seed, and its own", async () => {
    const [[plain], [again], [otherSeed], [own]] = await Promise.all([
      masks(0.5),
      masks(0.5),
      masks(0.5, { seed: 2 }),
      masks(0.5, { own: 77 }),
    ]);
    expect(again).toEqual(plain);
    expect(Math.abs(agreement(otherSeed, plain) - 0.5)).toBeLessThan(bound(0.5));
    expect(Math.abs(agreement(own, plain) - 0.5)).toBeLessThan(bound(0.5));
  });

  test("scales what it keeps, so that the expected output stays", async () => {
    // Loss of kept outputs w / (1 - rate) and dropped ones 0 against 0: the mean of squares of both.
    const model = new Sequential([new Dense(SIZE, { inputShape: [SIZE] }), new Dropout(0.5)]);
    model.compile({ optimizer: new SGD({ learningRate: 0 }), loss: "mse" });
    model.setWeights([
      { data: new Float32Array(SIZE * SIZE), shape: [SIZE, SIZE] },
      { data: new Float32Array(SIZE).fill(3), shape: [SIZE] },
    ]);
    const zeros = identity.map((row) => row.map(() => 0));
    const { history } = await model.fit(identity, zeros, { batchSize: SIZE, verbose: 0 });
    // Half are kept as 6: the mean of squares is 18, with a standard deviation of 18 a draw.
    expect(Math.abs(history.loss[0] - 18)).toBeLessThan((5 * 18) / SIZE);
  });
});
