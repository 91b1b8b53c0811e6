/** The CTC kernel against its reference in double precision, TensorFlow's figures, every path tried, and closed forms. */
import { describe, expect, test } from "vitest";
import type { RowLoss } from "../../kernels/reference/cross-entropy.ts";
import { ctcLoss, ctcProbability } from "../../kernels/reference/ctc.ts";
import type { Matrix } from "../../kernels/reference/matrix.ts";
import { Random } from "../../src/base/random.ts";
import { strideOf } from "../../src/nn/engine/arena.ts";
import { CtcLoss } from "../../src/nn/index.ts";
import { readGolden } from "../nn/golden.ts";
import { expectSameBits, expectWithin, randomMatrix, Workbench } from "./workbench.ts";

interface Golden {
  cases: {
    name: string;
    steps: number;
    classes: number;
    labels: number[][];
    logits: number[];
    losses: number[];
    gradient: number[];
  }[];
}

/** Losses and gradients of a batch of (T, K) logits. @param cuts ends of the ranges that the batch is worked in */
function runKernel(batch: Matrix[], labels: number[][], factor = 1, cuts = [batch.length]): RowLoss[] {
  const [steps, classes] = [batch[0].length, batch[0][0].length];
  const labelWidth = Math.max(1, ...labels.map((label) => label.length));
  const padded = labels.map((label) => [...label, ...new Array<number>(labelWidth - label.length).fill(-1)]);
  const bench = new Workbench();
  const rows = batch.length;
  const delta = bench.blank(rows, steps * classes);
  const rowLoss = bench.room(rows * 8);
  const scratch = bench.room(new CtcLoss().scratchBytes([steps, classes], labelWidth));
  const logits = bench.matrix(batch.map((example) => example.flat()));
  const places = [delta, rowLoss, scratch, logits, bench.matrix(padded)];
  const sizes = [steps, classes, strideOf(steps * classes), labelWidth, strideOf(labelWidth)];
  cuts.forEach((to, i) => {
    bench.run("ctcLoss", [delta, rowLoss, scratch], ...places, factor, ...sizes, cuts[i - 1] ?? 0, to);
  });
  const losses = bench.readDoubles(rowLoss, rows);
  return bench.readMatrix(delta, rows, steps * classes).map((row, n) => ({ loss: losses[n], delta: row }));
}

/** Seeded labels that fit the steps: every length from none to as many as there are. */
function randomLabels(seed: number, rows: number, steps: number, classes: number): number[][] {
  const random = new Random(seed);
  return Array.from({ length: rows }, () => {
    const label: number[] = [];
    const wanted = random.nextBelow(steps + 1);
    for (let used = 0; label.length < wanted;) {
      const symbol = random.nextBelow(classes - 1);
      used += symbol === label.at(-1) ? 2 : 1;
      if (used > steps) break;
      label.push(symbol);
    }
    return label;
  });
}

const randomBatch = (seed: number, rows: number, steps: number, classes: number, spread = 1) =>
  Array.from({ length: rows }, (_, n) =>
    randomMatrix(seed + n, steps, classes).map((row) => row.map((x) => Math.fround(x * spread))),
  );

const SHAPES = [
  { steps: 1, classes: 2 },
  { steps: 2, classes: 3 },
  { steps: 5, classes: 2 },
  { steps: 9, classes: 8 },
  { steps: 42, classes: 15 },
  { steps: 150, classes: 11 },
];

test.each(SHAPES)("losses and gradients agree with the reference for $steps steps of $classes", (shape) => {
  const { steps, classes } = shape;
  const [rows, factor] = [7, Math.fround(1 / 7)];
  const batch = randomBatch(3, rows, steps, classes, 4);
  const labels = randomLabels(5, rows, steps, classes);
  const actual = runKernel(batch, labels, factor);
  const expected = batch.map((logits, n) => ctcLoss(logits, labels[n], factor));
  expectWithin(
    actual.map(({ loss }) => loss),
    expected.map(({ loss }) => loss),
    { absolute: 1e-12, relative: 1e-13 },
  );
  // Gradients are float32; the reference's own logarithms lose some digits too.
  expectWithin(
    actual.flatMap(({ delta }) => delta),
    expected.flatMap(({ delta }) => delta),
    { absolute: 1e-10, relative: 2e-7 },
  );
});

describe("against TensorFlow", () => {
  const { cases } = readGolden("ctc-tensorflow.json") as Golden;

  test.each(cases)(
    "losses and gradients of $name",
    ({ steps, classes, labels, logits, losses, gradient }) => {
      const batch = labels.map((_, n) =>
        Array.from({ length: steps }, (_row, t) => {
          const at = (n * steps + t) * classes;
          return logits.slice(at, at + classes).map(Math.fround);
        }),
      );
      const actual = runKernel(batch, labels);
      // TensorFlow adds logarithms in float32.
      expectWithin(
        actual.map(({ loss }) => loss),
        losses,
        { relative: 2e-6 },
      );
      expectWithin(
        actual.flatMap(({ delta }) => delta),
        gradient,
        { absolute: 5e-5 },
      );
    },
  );
});

describe("by definition", () => {
  const STEPS = 6;
  const CLASSES = 3;

  test.each([[[]], [[0]], [[1, 1]], [[0, 1, 0]], [[0, 0, 1, 1]], [[0, 1, 0, 1, 0, 1]]])(
    "the loss of %j is -ln of the sum over all paths that collapse to it",
    (label) => {
      const [logits] = randomBatch(11, 1, STEPS, CLASSES);
      const [{ loss }] = runKernel([logits], [label]);
      expect(loss).toBeCloseTo(-Math.log(ctcProbability(logits, label)), 12);
    },
  );

  test("the probabilities of all labels of two symbols in four steps add up to one", () => {
    const [logits] = randomBatch(12, 1, 4, CLASSES);
    const longer = (labels: number[][]) => labels.flatMap((label) => [0, 1].map((k) => [...label, k]));
    const lengths = [[[] as number[]]];
    while (lengths.length < 5) lengths.push(longer(lengths[lengths.length - 1]));
    const stepsOf = (label: number[]) => label.length + label.filter((k, i) => k === label[i - 1]).length;
    const labels = lengths.flat().filter((label) => stepsOf(label) <= 4);
    const all = runKernel(
      labels.map(() => logits),
      labels,
    );
    expect(all.reduce((sum, { loss }) => sum + Math.exp(-loss), 0)).toBeCloseTo(1, 12);
  });

  test("the gradient is the loss's central difference", () => {
    const [logits] = randomBatch(13, 1, STEPS, CLASSES);
    const label = [0, 0, 1];
    // A step of a power of two, so that logits stay whole multiples of it in float32.
    const step = 2 ** -10;
    const rounded = logits.map((row) => row.map((x) => Math.round(x / step) * step));
    const [{ delta }] = runKernel([rounded], [label]);
    const lossAt = (t: number, k: number, change: number) => {
      const moved = rounded.map((row, i) => row.map((x, j) => (i === t && j === k ? x + change : x)));
      return runKernel([moved], [label])[0].loss;
    };
    const differences = rounded.flatMap((row, t) =>
      row.map((_, k) => (lossAt(t, k, step) - lossAt(t, k, -step)) / (2 * step)),
    );
    expectWithin(delta, differences, { absolute: 1e-6 });
  });
});

describe("in closed form", () => {
  test("one step is cross-entropy", () => {
    const logits = [[0.5, -1, 2, 0.25]];
    const sum = logits[0].reduce((total, x) => total + Math.exp(x), 0);
    const [symbol, empty] = runKernel([logits, logits], [[1], []]);
    expect(symbol.loss).toBeCloseTo(Math.log(sum) + 1, 13);
    expect(empty.loss).toBeCloseTo(Math.log(sum) - 0.25, 13);
    const gradient = logits[0].map((x, k) => Math.exp(x) / sum - (k === 1 ? 1 : 0));
    expectWithin(symbol.delta, gradient, { absolute: 1e-7 });
  });

  test.each([
    { steps: 5, label: [0] },
    { steps: 10, label: [0, 1, 2] },
    { steps: 40, label: [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3] },
  ])("even outputs leave the number of alignments of $label.length symbols with $steps steps", (facts) => {
    // Without repeats, alignments are as many as ways to choose 2 L of T + L places.
    const { steps, label } = facts;
    const logits = Array.from({ length: steps }, () => new Array<number>(5).fill(0.75));
    let alignments = 1;
    for (let i = 1; i <= 2 * label.length; i++) alignments *= (steps - label.length + i) / i;
    const [{ loss }] = runKernel([logits], [label]);
    expect(loss).toBeCloseTo(steps * Math.log(5) - Math.log(alignments), 11);
  });

  test("a label that only just fits has one alignment", () => {
    const label = [0, 0, 1];
    const logits = randomBatch(14, 1, 4, 3)[0];
    const path = [0, 2, 0, 1];
    const expected = logits.reduce((loss, row, t) => {
      return loss + Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)) - row[path[t]];
    }, 0);
    expect(runKernel([logits], [label])[0].loss).toBeCloseTo(expected, 12);
  });

  test("certain outputs have no loss and no gradient", () => {
    const path = [0, 2, 0, 1, 1, 2];
    const logits = path.map((truth) => [0, 1, 2].map((k) => (k === truth ? 60 : 0)));
    const [{ loss, delta }] = runKernel([logits], [[0, 0, 1]]);
    expect(Math.abs(loss)).toBeLessThan(1e-13);
    expect(Math.max(...delta.map(Math.abs))).toBeLessThan(1e-13);
  });
});

describe("at the edges of numbers", () => {
  test("a label of probability e^-40000 has its loss", () => {
    // The blank is certain at each step, and the label needs all of them.
    const logits = Array.from({ length: 40 }, () => [0, 0, 1000]);
    const label = Array.from({ length: 40 }, (_, t) => t % 2);
    const [{ loss, delta }] = runKernel([logits], [label]);
    expect(loss).toBeCloseTo(40_000, 9);
    const gradient = label.flatMap((k) => [k === 0 ? -1 : 0, k === 1 ? -1 : 0, 1]);
    expectWithin(delta, gradient, { absolute: 1e-12 });
  });

  test.each([NaN, Infinity])(
    "a logit of %d makes loss and gradient NaN, and leaves other examples alone",
    (x) => {
      const batch = randomBatch(15, 2, 4, 3);
      const broken = batch[0].map((row, t) => row.map((logit, k) => (t === 2 && k === 1 ? x : logit)));
      const labels = [[0], [1, 0]];
      const [first, second] = runKernel([broken, batch[1]], labels);
      expect([first.loss, ...first.delta].every(Number.isNaN)).toBe(true);
      expect(second).toEqual(runKernel(batch, labels)[1]);
    },
  );
});

test("however a batch is cut, the bits are the same", () => {
  const batch = randomBatch(16, 9, 12, 6);
  const labels = randomLabels(17, 9, 12, 6);
  const [whole, cut] = [runKernel(batch, labels, 1 / 9), runKernel(batch, labels, 1 / 9, [1, 4, 9])];
  expectSameBits(
    cut.flatMap(({ loss, delta }) => [loss, ...delta]),
    whole.flatMap(({ loss, delta }) => [loss, ...delta]),
  );
});
