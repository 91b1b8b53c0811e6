/** What `fit` and `evaluate` take as labels, checked against the loss and made plain. */
import { rangeError } from "../base/errors.ts";
import { formatShape, sameShape, sizeOf, type NdArray, type Shape } from "../base/shapes.ts";
import type { PlainSet } from "./engine/examples.ts";
import { asNdArray, checkFinite } from "./inputs.ts";
import type { Loss, TargetKind } from "./losses/loss.ts";
import { sequenceTargets, widenTargets } from "./sequence-targets.ts";

/** Labels: class numbers, or one row of numbers an example. */
export type Labels = Uint8Array | Int32Array | NdArray | readonly unknown[];

/** Labels as they are copied into the engine's memory. */
export interface PlainTargets {
  kind: TargetKind;
  data: Int32Array | Float32Array;
  /** Numbers of one example. */
  width: number;
}

/**
 * @param outputShape of one example
 * @param fused whether the network's last activation is the one that the loss takes over
 * @throws RangeError if there are not `count` labels, if they do not fit the loss, or lie outside the outputs
 */
export function plainTargets(
  y: Labels,
  count: number,
  outputShape: Shape,
  loss: Loss,
  fused: boolean,
): PlainTargets {
  const given =
    y instanceof Uint8Array || y instanceof Int32Array ? { data: y, shape: [y.length] } : asNdArray(y, "y");
  if (given.shape[0] !== count) {
    throw rangeError({
      what: "x and y do not have the same number of examples",
      expected: `${count} labels`,
      received: String(given.shape[0]),
    });
  }
  if (loss.labels === "sequence") return sequenceTargets(given, outputShape);
  const outputs = sizeOf(outputShape);
  const integers = isColumn(given.shape) && outputs > 1;
  if (loss.labels === "integer") {
    if (!integers) throw lossMismatch(loss, given.shape, outputs);
    const classes = checkedClasses(given.data, outputs);
    return fused ? classTargets(classes) : oneHotTargets(classes, outputs);
  }
  if (loss.labels === "one-hot" && integers) throw lossMismatch(loss, given.shape, outputs);
  return rowTargets(given, [count, outputs], fused && loss.labels === "one-hot");
}

/**
 * Brings the labels of two sets to one kind and width: class numbers become one-hot rows where the other set has rows, and the
 * narrower sequences are filled up.
 */
export function toOneKind(a: PlainSet, b: PlainSet, outputs: number): void {
  const sets = [a, b];
  if (a.targets.kind !== b.targets.kind) {
    for (const set of sets) {
      const { kind, data } = set.targets;
      if (kind === "classes") set.targets = oneHotTargets(data as Int32Array, outputs);
    }
  }
  const width = Math.max(a.targets.width, b.targets.width);
  for (const set of sets) set.targets = widenTargets(set.targets, set.inputs.count, width);
}

/** Labels that are rows of numbers; exact one-hot rows become class numbers where the kernels take these. */
function rowTargets(
  given: { data: ArrayLike<number>; shape: Shape },
  shape: Shape,
  compact: boolean,
): PlainTargets {
  const [, outputs] = shape;
  const fits = sameShape(given.shape, shape) || (outputs === 1 && isColumn(given.shape));
  if (!fits) {
    throw rangeError({
      what: "y does not fit the model's outputs",
      expected: formatShape(shape),
      received: formatShape(given.shape),
      mend: isColumn(given.shape) ? `Use toCategorical(y, ${outputs}), or another loss.` : undefined,
    });
  }
  const data = Float32Array.from(given.data);
  checkFinite(data, outputs, "y");
  const classes = compact ? classesOfOneHot(data, outputs) : undefined;
  return classes === undefined ? { kind: "rows", data, width: outputs } : classTargets(classes);
}

/** Whether a shape is (N) or (N, 1). */
function isColumn(shape: Shape): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[1] === 1);
}

function checkedClasses(data: ArrayLike<number>, outputs: number): Int32Array {
  const classes = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    if (!Number.isInteger(data[i]) || data[i] < 0 || data[i] >= outputs) {
      throw rangeError({
        what: `label ${i} is no class of the model`,
        expected: `a whole number from 0 to ${outputs - 1}`,
        received: String(data[i]),
      });
    }
    classes[i] = data[i];
  }
  return classes;
}

function classTargets(classes: Int32Array): PlainTargets {
  return { kind: "classes", data: classes, width: 1 };
}

function oneHotTargets(classes: Int32Array, outputs: number): PlainTargets {
  const data = new Float32Array(classes.length * outputs);
  classes.forEach((label, i) => (data[i * outputs + label] = 1));
  return { kind: "rows", data, width: outputs };
}

/** The class numbers of rows that are exactly one-hot; undefined if one is not. */
function classesOfOneHot(rows: Float32Array, width: number): Int32Array | undefined {
  const classes = new Int32Array(rows.length / width);
  for (let n = 0; n < classes.length; n++) {
    let ones = 0;
    for (let k = 0; k < width; k++) {
      const value = rows[n * width + k];
      if (value === 1) [classes[n], ones] = [k, ones + 1];
      else if (value !== 0) return undefined;
    }
    if (ones !== 1) return undefined;
  }
  return classes;
}

function lossMismatch(loss: Loss, shape: Shape, outputs: number): RangeError {
  const sparse = loss.labels === "integer";
  return rangeError({
    what: `the labels do not fit the loss ${loss.name}`,
    expected: sparse ? "class numbers of shape (N,)" : `one-hot rows of shape (N, ${outputs})`,
    received: `shape ${formatShape(shape)}`,
    mend: sparse
      ? 'Use the loss "categorical_crossentropy", or give the class numbers.'
      : `Use toCategorical(y, ${outputs}), or the loss "sparse_categorical_crossentropy".`,
  });
}
