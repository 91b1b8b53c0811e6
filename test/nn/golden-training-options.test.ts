/**
 * Follows Keras through weight decay, schedules, label smoothing, L2 and moving averages: the figures of
 * test/golden/golden_training_options.py.
 */
import { describe, expect, test } from "vitest";
import {
  AdamW,
  CategoricalCrossentropy,
  Dense,
  L2,
  OneCycle,
  Sequential,
  type Labels,
} from "../../src/nn/index.ts";
import { goldenModel, largestDifference, ndArray, readGolden } from "./golden.ts";
import type { GoldenArray, GoldenModel } from "./golden.ts";

interface Case extends Pick<GoldenModel, "loss" | "optimizer"> {
  name: string;
  network: string;
  inputs: GoldenArray;
  targets: GoldenArray;
  optimizerVariables: (GoldenArray & { name: string })[];
}
interface StepsCase extends Case {
  /** Loss of the first weights, without training. */
  evaluate: number;
  /** The rate and loss of each step, and the weights behind the first and the last. */
  steps: { rate: number; loss: number; weights?: GoldenArray[] }[];
}
interface FitsCase extends Case {
  fits: { epochs: number; loss: number[]; valLoss: number[]; weights: GoldenArray[]; evaluate: number }[];
}

/** As in golden-training.test.ts. */
const TOLERANCE = 1e-6;
const SLOT_TOLERANCE = 1e-5;
/** A schedule in float32, as Keras computes it, is some roundings off; relative to the highest rate. */
const RATE_TOLERANCE = 3e-7;

const { cases, fits, networks } = readGolden("golden-training-options.json") as {
  cases: StepsCase[];
  fits: FitsCase[];
  networks: Record<string, Pick<GoldenModel, "model" | "initialWeights">>;
};

const modelOf = (golden: Case) => goldenModel({ ...golden, ...networks[golden.network] });
const labelsOf = ({ name, targets }: Case): Labels =>
  name === "object-sparse" ? Int32Array.from(targets.data) : ndArray(targets);

/** Whether an optimizer's state is Keras's. */
function expectState(model: ReturnType<typeof modelOf>, variables: Case["optimizerVariables"]): void {
  const state = model.toRecord().optimizer;
  const rate = variables.filter(({ name }) => name === "learning_rate");
  const slots = variables.slice(1 + rate.length);
  expect(state?.iterations).toBe(variables[0].data[0]);
  expect(state?.learningRate).toBe(rate.length === 0 ? undefined : Math.fround(rate[0].data[0]));
  expect(state?.variables.map(({ shape }) => shape)).toEqual(slots.map(({ shape }) => shape));
  for (const [i, { name }] of slots.entries()) {
    expect(name.endsWith(`_${state?.variables[i].name}`), `${name} is ${state?.variables[i].name}`).toBe(
      true,
    );
  }
  expect(largestDifference(state?.variables ?? [], slots, 0)).toBeLessThan(SLOT_TOLERANCE);
}

const expectClose = (actual: number[], expected: number[], tolerance = TOLERANCE) =>
  expect(largestDifference([{ data: actual }], [{ data: expected }])).toBeLessThan(tolerance);

describe.each(cases)("$name", (golden) => {
  test("has Keras's learning rates, losses and weights over seven steps, and its optimizer state", async () => {
    const model = modelOf(golden);
    const [x, y] = [ndArray(golden.inputs), labelsOf(golden)];
    const highest = Math.max(...golden.steps.map(({ rate }) => rate));
    expectClose([(await model.evaluate(x, y, { verbose: 0 })).loss], [golden.evaluate]);
    for (const [step, expected] of golden.steps.entries()) {
      expect(Math.abs(model.learningRate - expected.rate)).toBeLessThan(RATE_TOLERANCE * highest);
      const options = {
        batchSize: 7,
        initialEpoch: step,
        epochs: step + 1,
        shuffle: false,
        verbose: 0,
      } as const;
      const { history } = await model.fit(x, y, options);
      expectClose(history.loss, [expected.loss]);
      if (expected.weights !== undefined) {
        expect(largestDifference(model.getWeights(), expected.weights)).toBeLessThan(TOLERANCE);
      }
    }
    expectState(model, golden.optimizerVariables);
  });
});

describe.each(fits)("$name", (golden) => {
  test("has the averages for its weights behind each fit, as in Keras, and trained on the others", async () => {
    const model = modelOf(golden);
    const [x, y] = [ndArray(golden.inputs), ndArray(golden.targets)];
    const first = (array: GoldenArray) => {
      const width = array.data.length / array.shape[0];
      return ndArray({ shape: [9, width], data: array.data.slice(0, 9 * width) });
    };
    const validationData = [first(golden.inputs), first(golden.targets)] as const;
    for (const expected of golden.fits) {
      const { epochs } = expected;
      const options = { batchSize: 5, epochs, shuffle: false, verbose: 0, validationData } as const;
      const { history } = await model.fit(x, y, options);
      expectClose(history.loss, expected.loss);
      expectClose(history.val_loss, expected.valLoss);
      expect(largestDifference(model.getWeights(), expected.weights)).toBeLessThan(TOLERANCE);
      expectClose([(await model.evaluate(x, y, { verbose: 0 })).loss], [expected.evaluate]);
    }
    expectState(model, golden.optimizerVariables);
  });
});

test("the comparison notices weight decay that is off by a thousandth", async () => {
  const golden = cases.find(({ name }) => name === "adamw-without-biases") as StepsCase;
  const model = modelOf(golden);
  const optimizer = new AdamW({ learningRate: 0.01, weightDecay: 0.3003, excludeFromWeightDecay: ["bias"] });
  model.compile({ optimizer, loss: "categorical_crossentropy" });
  await model.fit(ndArray(golden.inputs), labelsOf(golden), { batchSize: 7, shuffle: false, verbose: 0 });
  const expected = golden.steps[0].weights as GoldenArray[];
  expect(largestDifference(model.getWeights(), expected)).toBeGreaterThan(TOLERANCE);
});

test("all of them together give the same bits and the same figures on one thread and on three", async () => {
  const train = async (threads: number) => {
    const kernelRegularizer = new L2({ l2: 1e-3 });
    const model = new Sequential(
      [
        new Dense(200, { activation: "relu", inputShape: [150], kernelRegularizer }),
        new Dense(10, { activation: "softmax", kernelRegularizer, biasRegularizer: "l2" }),
      ],
      { seed: 2 },
    );
    const optimizer = new AdamW({
      learningRate: new OneCycle({ peak: 0.01, totalSteps: 8, curve: "cosine" }),
      excludeFromWeightDecay: ["bias"],
      useEma: true,
      emaWarmup: true,
      emaOverwriteFrequency: 3,
    });
    model.compile({ optimizer, loss: new CategoricalCrossentropy({ labelSmoothing: 0.1 }) });
    const x = {
      data: Float32Array.from({ length: 64 * 150 }, (_, i) => ((i * 37) % 101) / 101),
      shape: [64, 150],
    };
    const y = Array.from({ length: 64 }, (_, n) =>
      Array.from({ length: 10 }, (__, k) => (k === n % 10 ? 1 : 0)),
    );
    const options = {
      batchSize: 16,
      epochs: 2,
      verbose: 0,
      threads,
      validationData: [x, y] as const,
    } as const;
    const { history } = await model.fit(x, y, options);
    return { history, weights: await model.weightsSha256() };
  };
  expect(await train(3)).toEqual(await train(1));
});
