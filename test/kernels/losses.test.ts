/**
 * The losses against their references in double precision. Gradients are float32 and of about the size of `factor`;
 * their bounds are a few of its last bits. Losses are double, but made from float32 exponentials and sums.
 */
import { describe, expect, test } from "vitest";
import {
  crossEntropyRows,
  softmaxCrossEntropy,
  softmaxCrossEntropyRows,
  type RowLoss,
} from "../../kernels/reference/cross-entropy.ts";
import {
  binaryCrossEntropy,
  meanSquaredError,
  sigmoidBinaryCrossEntropy,
} from "../../kernels/reference/elementwise-losses.ts";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import { softmax } from "../../kernels/reference/softmax.ts";
import { Random } from "../../src/base/random.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import type { Kernels } from "../../src/nn/engine/kernels.ts";
import { expectWithin, randomMatrix, ROWS, WIDTHS, Workbench } from "./workbench.ts";

const SHAPES = [...WIDTHS.map((width) => ({ rows: 6, width })), ...ROWS.map((rows) => ({ rows, width: 10 }))];

/** Runs a loss kernel on the whole batch. `targets` are rows, or class numbers; `smoothing` is of their labels. */
function runLoss(
  name: keyof Kernels,
  outputs: Matrix,
  targets: Matrix | number[],
  factor: number,
  smoothing = 0,
): RowLoss[] {
  const bench = new Workbench();
  const [rows, width] = [outputs.length, outputs[0].length];
  const [delta, rowLoss] = [bench.blank(rows, width), bench.room(rows * 8)];
  const truth = Array.isArray(targets[0])
    ? bench.matrix(targets as Matrix)
    : bench.integers(targets as number[]);
  const numbers = name === "meanSquaredError" ? [factor] : [factor, smoothing];
  const sizes = [width, strideOf(width), 0, rows];
  bench.run(name, [delta, rowLoss], delta, rowLoss, bench.matrix(outputs), truth, ...numbers, ...sizes);
  const losses = bench.readDoubles(rowLoss, rows);
  return bench.readMatrix(delta, rows, width).map((row, n) => ({ loss: losses[n], delta: row }));
}

/** Expects losses within `loss` (absolute, and relative beyond 1) and gradients within `gradient` of `factor`. */
function expectLosses(
  actual: RowLoss[],
  expected: RowLoss[],
  { loss, gradient }: { loss: number; gradient: number },
): void {
  expectWithin(
    actual.map((row) => row.loss),
    expected.map((row) => row.loss),
    { absolute: loss, relative: loss },
  );
  expectWithin(
    actual.flatMap((row) => row.delta),
    expected.flatMap((row) => row.delta),
    { absolute: gradient, relative: gradient },
  );
}

const scaled = (matrix: Matrix, factor: number) =>
  matrix.map((row) => row.map((x) => Math.fround(x * factor)));
/** Rows of probabilities, in float32. */
const probabilities = (seed: number, rows: number, width: number) =>
  scaled(randomMatrix(seed, rows, width).map(softmax), 1);
/** Rows of zeros and ones. */
const bits = (seed: number, rows: number, width: number) => {
  const random = new Random(seed);
  return Array.from({ length: rows }, () => Array.from({ length: width }, () => random.nextBelow(2)));
};

const SMOOTHINGS = [0, 0.02, 0.3, 1];

describe.each(SHAPES)("for $rows rows of $width", ({ rows, width }) => {
  const factor = Math.fround(1 / rows);
  const logits = scaled(randomMatrix(1, rows, width), 8);
  const targets = probabilities(2, rows, width);

  test.each(SMOOTHINGS)(
    "softmaxCrossEntropy gives loss and gradient of logits and classes, smoothed by %d",
    (s) => {
      const classes = logits.map((_, n) => (n * 3) % width);
      expectLosses(
        runLoss("softmaxCrossEntropy", logits, classes, factor, s),
        logits.map((row, n) => softmaxCrossEntropy(row, classes[n], factor, s)),
        { loss: 1e-6, gradient: 1e-6 * factor },
      );
    },
  );

  test.each(SMOOTHINGS)(
    "softmaxCrossEntropyRows gives them for rows of probabilities, smoothed by %d",
    (s) => {
      expectLosses(
        runLoss("softmaxCrossEntropyRows", logits, targets, factor, s),
        logits.map((row, n) => softmaxCrossEntropyRows(row, targets[n], factor, s)),
        { loss: 2e-6, gradient: 2e-6 * factor },
      );
    },
  );

  test.each(SMOOTHINGS)(
    "crossEntropyRows gives them for outputs that do not sum to one, smoothed by %d",
    (s) => {
      const outputs = randomMatrix(3, rows, width).map((row) =>
        row.map((x) => Math.fround(Math.abs(x) + 0.01)),
      );
      expectLosses(
        runLoss("crossEntropyRows", outputs, targets, factor, s),
        outputs.map((row, n) => crossEntropyRows(row, targets[n], factor, s)),
        { loss: 2e-6, gradient: 2e-5 * factor },
      );
    },
  );

  test.each(SMOOTHINGS)("sigmoidBinaryCrossEntropy gives them for logits, smoothed by %d", (s) => {
    const truth = bits(4, rows, width);
    expectLosses(
      runLoss("sigmoidBinaryCrossEntropy", logits, truth, factor, s),
      logits.map((row, n) => sigmoidBinaryCrossEntropy(row, truth[n], factor, s)),
      { loss: 1e-6, gradient: 1e-6 * factor },
    );
  });

  test.each(SMOOTHINGS)("binaryCrossEntropy gives them for probabilities, smoothed by %d", (s) => {
    const outputs = randomMatrix(5, rows, width).map((row) => row.map((x) => Math.fround(0.5 + x / 4.1)));
    const truth = bits(6, rows, width);
    expectLosses(
      runLoss("binaryCrossEntropy", outputs, truth, factor, s),
      outputs.map((row, n) => binaryCrossEntropy(row, truth[n], factor, s)),
      // Without smoothing the loss takes the logarithm alone, in double precision; smoothed labels are float32.
      { loss: s === 0 ? 1e-14 : 3e-7, gradient: 1e-6 },
    );
  });

  test("meanSquaredError gives them for any outputs", () => {
    expectLosses(
      runLoss("meanSquaredError", logits, targets, factor),
      logits.map((row, n) => meanSquaredError(row, targets[n], factor)),
      { loss: 3e-7, gradient: 3e-7 },
    );
  });
});

describe("at the edges", () => {
  test("a smoothed label is the row that it stands for", () => {
    const logits = scaled(randomMatrix(7, 5, 10), 8);
    const classes = [0, 9, 4, 4, 7];
    const rows = classes.map((truth) => logits[0].map((_, k) => (k === truth ? 1 : 0)));
    expectLosses(
      runLoss("softmaxCrossEntropy", logits, classes, 0.2, 0.1),
      runLoss("softmaxCrossEntropyRows", logits, rows, 0.2, 0.1),
      { loss: 2e-6, gradient: 1e-7 },
    );
  });

  test("a certain and wrong answer costs the difference of the logits, without overflow", () => {
    const [{ loss, delta }] = runLoss("softmaxCrossEntropy", [[1e30, -1e30, 0]], [1], 1);
    expect(loss).toBeCloseTo(2 * Math.fround(1e30), -15);
    expectWithin(delta, [1, -1, 0], { absolute: 2e-38 });
  });

  test("equal logits cost the logarithm of their number", () => {
    for (const width of WIDTHS) {
      const [{ loss }] = runLoss("softmaxCrossEntropy", [new Array<number>(width).fill(3)], [0], 1);
      expect(loss).toBeCloseTo(Math.log(width), 14);
    }
  });

  test("binary cross-entropy of logits is right from -1e4 to 1e4", () => {
    const logits = [-1e4, -100, -50, -1e-6, 0, 1e-6, 50, 100, 1e4].map(Math.fround);
    for (const truth of [0, 1]) {
      const targets = logits.map(() => truth);
      expectLosses(
        runLoss("sigmoidBinaryCrossEntropy", [logits], [targets], 1),
        [sigmoidBinaryCrossEntropy(logits, targets, 1)],
        { loss: 2e-7, gradient: 2e-7 },
      );
    }
  });

  test("probabilities beyond Keras's epsilon are clipped, and nothing flows back through them", () => {
    const outputs = [0, 1e-8, 1, 0.5];
    const targets = [1, 1, 0, 1];
    // -ln 1e-7 and -ln(1 - 0.99999988), as Keras clips in float32.
    const [low, high] = [-Math.log(Math.fround(1e-7)), -Math.log(1 - Math.fround(1 - 1e-7))];
    const [{ loss, delta }] = runLoss("binaryCrossEntropy", [outputs], [targets], 1);
    expect(loss).toBeCloseTo((low + low + high + Math.LN2) / 4, 12);
    expect(delta).toEqual([0, 0, 0, -0.5]);
    const [row] = runLoss("crossEntropyRows", [[0, 1, 0, 0]], [[1, 0, 0, 0]], 1);
    expect(row.loss).toBeCloseTo(low, 12);
    expect(row.delta).toEqual([0, 0, 0, 0]);
  });
});
