/**
 * The smallest change of an example that gives another answer: DeepFool. Where scores were linear, the nearest border between the
 * answer and another class would be one step away, along the difference of the two gradients; the step is repeated until the
 * answer changes, and the way back is then cut short by bisection. Numbers stay in 0..1: those that a step would push out of it
 * are left out of the step.
 * Source: S.-M. Moosavi-Dezfooli, A. Fawzi, P. Frossard, "DeepFool: a simple and accurate method to fool deep neural
 * networks", CVPR 2016.
 */
import { checkInteger } from "../../base/guards.ts";
import type { LookThroughProgram } from "./look-through.ts";

export interface FlipOptions {
  /** Answers are told among the first so many classes. @default all of them */
  classes?: number;
  /** Steps at most. @default 100 */
  steps?: number;
}

export interface Flip {
  /** The answer before. */
  from: number;
  /** The answer after. */
  to: number;
  /** The changed example, 0..1. */
  changed: Float32Array;
  /** What was added to each number. */
  change: Float32Array;
  /** L2 norm of the change. */
  norm: number;
}

/** Steps go so far beyond the border, as in the paper. */
const OVERSHOOT = 0.02;
/** Added to a step's length in scores, so that it crosses a border that it stands on. */
const LEAST_GAP = 1e-4;
const BISECTIONS = 12;

/**
 * @param example 0..1, row-major
 * @returns undefined if no step within 0..1 leads to another answer
 */
export function smallestFlip(
  program: LookThroughProgram,
  example: Float32Array,
  { classes = program.classes, steps = 100 }: FlipOptions = {},
): Flip | undefined {
  checkInteger("classes", classes, 2, program.classes);
  checkInteger("steps", steps, 1);
  const answer = (x: Float32Array): number => best(program.look(x).scores, classes);
  const from = answer(example);
  let x: Float32Array = example.slice();
  for (let step = 0; step < steps; step++) {
    const { scores, gradients } = program.scoresAndGradients(x);
    if (best(scores, classes) !== from) return shortest(example, x, from, answer);
    const next = stepOver(x, scores.subarray(0, classes), gradients, from);
    if (next === undefined) return undefined;
    x = next;
  }
  return answer(x) === from ? undefined : shortest(example, x, from, answer);
}

/** One step to the nearest border, or undefined if no number may move. */
function stepOver(
  x: Float32Array,
  scores: Float32Array,
  gradients: readonly Float32Array[],
  from: number,
): Float32Array | undefined {
  let nearest = Infinity;
  let step: { direction: Float32Array; length: number } | undefined;
  scores.forEach((score, k) => {
    if (k === from) return;
    const direction = Float32Array.from(x, (value, i) => free(gradients[k][i] - gradients[from][i], value));
    const square = direction.reduce((sum, value) => sum + value * value, 0);
    const gap = scores[from] - score + LEAST_GAP;
    const distance = gap / Math.sqrt(square);
    if (!(distance < nearest)) return;
    nearest = distance;
    step = { direction, length: ((1 + OVERSHOOT) * gap) / square };
  });
  if (step === undefined) return undefined;
  const { direction, length } = step;
  return x.map((value, i) => Math.min(1, Math.max(0, value + length * direction[i])));
}

/** A direction in which a number of 0..1 may still go. */
function free(slope: number, value: number): number {
  return (value <= 0 && slope < 0) || (value >= 1 && slope > 0) ? 0 : slope;
}

/** The nearest point on the straight line to the example that still has another answer. */
function shortest(
  example: Float32Array,
  end: Float32Array,
  from: number,
  answer: (x: Float32Array) => number,
): Flip {
  const at = (share: number): Float32Array => example.map((value, i) => value + share * (end[i] - value));
  let [low, high] = [0, 1];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (answer(at(middle)) === from) low = middle;
    else high = middle;
  }
  const changed = high === 1 ? end : at(high);
  const change = changed.map((value, i) => value - example[i]);
  return { from, to: answer(changed), changed, change, norm: Math.hypot(...change) };
}

function best(scores: Float32Array, classes: number): number {
  const among = scores.subarray(0, classes);
  return among.indexOf(Math.max(...among));
}
