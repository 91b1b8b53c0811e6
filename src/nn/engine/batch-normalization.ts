/**
 * Batch normalization at work. In training each example's moments are found on their own; then every thread, for itself,
 * puts those of all examples together in the order of the rows. So no thread waits for another's sums, and how the rows
 * are cut never shows. Otherwise the moving moments make one multiply-add a channel.
 */
import type { Arena } from "./arena.ts";
import type { Flow } from "./flow.ts";
import type { Kernels } from "./kernels.ts";
import type { Part } from "./part.ts";
import type { Stage, UpdateWeights } from "./stage.ts";

/** What a stage of batch normalization is planned from. */
export interface NormalisationPlan {
  arena: Arena;
  /** The most rows (examples) a batch will have. */
  rows: number;
  threads: number;
  input: Flow;
  output: Flow;
  /** Pixels of an example, and floats from one to the next. */
  pixels: number;
  columns: number;
  momentum: number;
  epsilon: number;
  weights: NormalisationWeights;
  /** Undefined where the network will only predict. */
  gradients: { gamma: number; beta: number } | undefined;
}

/** Addresses; gamma and beta may be 0, for none. Each has `floats` floats with its padding. */
interface NormalisationWeights {
  gamma: number;
  beta: number;
  movingMean: number;
  movingVariance: number;
  floats: number;
}

/** What a thread keeps to itself, rows of one float a channel. Addresses. */
interface OwnPlace {
  mean: number;
  variance: number;
  transform: number;
  sums: number;
  slopes: number;
}

/** Rows of an `OwnPlace`: mean, variance, transform (2), sums (2), slopes (3). */
const OWN_ROWS = 9;

export function normalisationStage(plan: NormalisationPlan): Stage {
  const { arena, input, output, columns, pixels, epsilon, weights, gradients } = plan;
  const { gamma, beta, movingMean, movingVariance } = weights;
  const transform = arena.allocate(2 * columns * 4);
  const sizes = [columns, pixels, input.stride];
  const stage: Stage = {
    output,
    prepare(kernels, part) {
      if (!worksAlone(part)) return;
      kernels.foldNormalisation(transform, gamma, beta, movingMean, movingVariance, epsilon, columns);
    },
    forward(kernels, from, to) {
      kernels.scaleChannels(output.values(), input.values(), transform, ...sizes, from, to);
      if (output.hasLists) output.fillLists(kernels, from, to);
    },
    backward: () => undefined,
  };
  if (gradients === undefined) return stage;
  const training = new NormalisationTraining(plan, gradients);
  const trainingStage: Stage = {
    ...stage,
    beforeForward: (kernels, from, to) => training.beforeForward(kernels, from, to),
    forward(kernels, from, to, facts) {
      if (facts.training) training.forward(kernels, from, to, facts.rows, facts.part);
      else stage.forward(kernels, from, to, facts);
    },
    gradient(kernels, { part }, update) {
      if (worksAlone(part)) training.gradient(kernels, part, update);
    },
  };
  if (!output.differentiable) return trainingStage;
  return {
    ...trainingStage,
    beforeBackward: (kernels, from, to, { part }) => training.beforeBackward(kernels, from, to, part),
    backward: (kernels, from, to, { rows, part }) => training.backward(kernels, from, to, rows, part),
  };
}

/**
 * Whether a thread does what one thread does for all, on weights of one float a channel: the last one, because it is
 * never without rows (see `share`), and so has put the moments of this step together.
 */
function worksAlone({ index, count }: Part): boolean {
  return index === count - 1;
}

/** The passes of a training step. Every thread plans a stage of its own, so what is kept here is its own. */
class NormalisationTraining {
  readonly #plan: NormalisationPlan;
  readonly #gradients: { gamma: number; beta: number };
  /** Each example's means and squares, then sums: (N, columns) each, and (N, 2, columns). */
  readonly #means: number;
  readonly #squares: number;
  readonly #sums: number;
  readonly #own: readonly OwnPlace[];
  /** Whether this thread has put together what all threads found: once a step each. */
  #hasMoments = false;
  #hasSums = false;

  constructor(plan: NormalisationPlan, gradients: { gamma: number; beta: number }) {
    const { arena, rows, threads, input, columns, pixels } = plan;
    this.#plan = plan;
    this.#gradients = gradients;
    const bytes = columns * 4;
    // An example of one pixel is its own mean.
    this.#means = pixels === 1 ? input.values() : arena.allocate(rows * bytes);
    this.#squares = pixels === 1 ? 0 : arena.allocate(rows * bytes);
    this.#sums = arena.allocate(rows * 2 * bytes);
    this.#own = Array.from({ length: threads }, () => {
      const [mean, variance, transform, , sums, , slopes] = rowAddresses(arena, bytes);
      return { mean, variance, transform, sums, slopes };
    });
  }

  beforeForward(kernels: Kernels, from: number, to: number): void {
    const { input, columns, pixels } = this.#plan;
    this.#hasMoments = false;
    if (pixels === 1) return;
    const sizes = [columns, pixels, input.stride];
    kernels.channelMoments(this.#means, this.#squares, input.values(), ...sizes, from, to);
  }

  forward(kernels: Kernels, from: number, to: number, rows: number, part: Part): void {
    const { input, output, columns, pixels, epsilon, weights } = this.#plan;
    const { mean, variance, transform } = this.#own[part.index];
    if (!this.#hasMoments) {
      kernels.batchMoments(mean, this.#means, this.#squares, columns, rows, pixels);
      kernels.foldNormalisation(transform, weights.gamma, weights.beta, mean, variance, epsilon, columns);
      this.#hasMoments = true;
    }
    const sizes = [columns, pixels, input.stride];
    kernels.scaleChannels(output.values(), input.values(), transform, ...sizes, from, to);
    if (output.hasLists) output.fillLists(kernels, from, to);
  }

  beforeBackward(kernels: Kernels, from: number, to: number, part: Part): void {
    const { input, output, columns, pixels } = this.#plan;
    this.#hasSums = false;
    const places = [this.#sums, output.delta(), input.values(), this.#own[part.index].mean];
    kernels.channelProducts(...places, columns, pixels, input.stride, from, to);
  }

  backward(kernels: Kernels, from: number, to: number, rows: number, part: Part): void {
    const { input, output, columns, pixels, epsilon, weights } = this.#plan;
    const { mean, variance, sums, slopes } = this.#own[part.index];
    if (!this.#hasSums) {
      kernels.exactColumnSums(sums, this.#sums, 2 * columns, rows);
      kernels.normalisationSlopes(slopes, sums, weights.gamma, variance, epsilon, rows * pixels, columns);
      this.#hasSums = true;
    }
    if (!input.differentiable) return;
    const places = [input.delta(), output.delta(), input.values(), mean, slopes];
    kernels.normaliseBackward(...places, columns, pixels, input.stride, from, to);
  }

  /** The gradients, and the moving moments, which the optimizer knows nothing of. */
  gradient(kernels: Kernels, part: Part, update: UpdateWeights): void {
    const { columns, momentum, epsilon, weights } = this.#plan;
    const { mean, variance, sums } = this.#own[part.index];
    const { gamma, beta } = this.#gradients;
    if (gamma !== 0 || beta !== 0) {
      kernels.normalisationGradients(gamma, beta, sums, variance, epsilon, columns);
    }
    if (gamma !== 0) update(weights.gamma, weights.floats);
    if (beta !== 0) update(weights.beta, weights.floats);
    kernels.moveMoments(weights.movingMean, mean, momentum, 1 - momentum, columns);
    kernels.moveMoments(weights.movingVariance, variance, momentum, 1 - momentum, columns);
  }
}

function rowAddresses(arena: Arena, bytes: number): number[] {
  const first = arena.allocate(OWN_ROWS * bytes);
  return Array.from({ length: OWN_ROWS }, (_, row) => first + row * bytes);
}
