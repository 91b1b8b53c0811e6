/**
 * The training loop. Every thread of a fit runs it, each on its share: of the rows while values go forward and deltas
 * back, of the weights while gradients are summed and the optimizer steps. They meet twice a step. The whole step runs
 * over one batch after another without leaving this file.
 *
 * Nothing here depends on how work is cut: rows are computed independently, and each weight's gradient is summed
 * over the batch in the order of its rows. One seed gives one result, on any platform, with any number of threads.
 */
import { deriveSeed, Random } from "../../base/random.ts";
import type { Augmenting } from "./augmenting.ts";
import type { Examples } from "./examples.ts";
import { bindKernels, type Kernels } from "./kernels.ts";
import type { Totals } from "./loss-head.ts";
import type { Part } from "./part.ts";
import { RowSchedule } from "./row-schedule.ts";
import type { RowPass, StepFacts, UpdateWeights } from "./stage.ts";
import { penaltyOf } from "../regularizers/penalty.ts";
import type { EpochRequest, EpochResult, Figures } from "./training-job.ts";
import type { TrainingProgram } from "./training-program.ts";

/** Steps between looks at the clock. */
const STEPS_A_LOOK = 8;
/** Runs epochs, in slices of time, so that the caller may report progress or let others run in between. */
export class Trainer {
  readonly #program: TrainingProgram;
  readonly #memory: ArrayBufferLike;
  readonly #kernels: Kernels;
  readonly #part: Part;
  readonly #augmenting: Augmenting | undefined;
  readonly #trainingRows: RowSchedule;
  readonly #validationRows: RowSchedule | undefined;
  readonly #stop: Int32Array;
  readonly #verdict: Int32Array;
  /** Address of the numbers of the batch's rows. */
  #numbers = 0;

  /** @param memory holds the program's numbers */
  constructor(program: TrainingProgram, memory: WebAssembly.Memory, module: WebAssembly.Module, part: Part) {
    this.#program = program;
    this.#memory = memory.buffer;
    this.#kernels = bindKernels(module, memory);
    this.#part = part;
    this.#stop = new Int32Array(memory.buffer, program.stopFlag, 1);
    this.#verdict = new Int32Array(memory.buffer, program.verdict, 1);
    this.#augmenting = program.augmenting;
    this.#trainingRows = this.#scheduleTraining();
    if (program.validation !== undefined) this.#validationRows = this.#scheduleValidation(program.validation);
  }

  /**
   * One epoch, and the validation behind it. Yields the steps done and the means so far whenever `sliceMs`
   * milliseconds have gone by; returns the epoch's result. Only the leading thread yields, and only it knows figures.
   */
  *epoch(request: EpochRequest, sliceMs: number): Generator<{ step: number; figures: Figures }, EpochResult> {
    const { job, network, stepsPerEpoch, training, validation } = this.#program;
    const totals = noTotals();
    // What is derived from the weights is made anew: they may have been set from outside since the last epoch.
    network.prepare(this.#kernels, this.#part);
    if (this.#leads) {
      this.#orderRows(training.count, job.shuffle ? deriveSeed(job.seed, request.epoch) : undefined);
      this.#decide();
    }
    this.#meet();
    let sliceEnd = performance.now() + sliceMs;
    let step = 0;
    while (step < stepsPerEpoch && !this.#ended) {
      this.#step(step++, request, totals);
      if (this.#leads && step % STEPS_A_LOOK === 0 && performance.now() >= sliceEnd) {
        yield { step, figures: means(totals) };
        sliceEnd = performance.now() + sliceMs;
      }
    }
    const result: EpochResult = { training: means(totals), steps: step, stopped: this.#ended };
    if (validation !== undefined && !result.stopped) result.validation = this.#validate(validation);
    return result;
  }

  get #leads(): boolean {
    return this.#part.index === 0;
  }

  /** Whether the threads have been told to stop; they all read it between the same two meetings. */
  get #ended(): boolean {
    return Atomics.load(this.#verdict, 0) !== 0;
  }

  /** Passes the request to stop on to all threads: only the leader may, in the half step where nobody reads it. */
  #decide(): void {
    Atomics.store(this.#verdict, 0, Atomics.load(this.#stop, 0));
  }

  readonly #meet = (): void => {
    if (this.#part.count > 1) this.#kernels.barrier(this.#program.barrier, this.#part.count);
  };

  #scheduleTraining(): RowSchedule {
    const { network, head, training } = this.#program;
    const schedule = new RowSchedule(network.blockRows);
    schedule.add(
      this.#augmenting === undefined ? this.#fetchPass(training) : this.#augmentPass(this.#augmenting),
    );
    network.addForward(schedule, true);
    schedule.add((kernels, from, to, facts) => {
      head.apply(kernels, from, to, facts);
      head.backward(kernels, from, to);
    });
    network.addBackward(schedule);
    return schedule;
  }

  #scheduleValidation(validation: Examples): RowSchedule {
    const { network, head } = this.#program;
    const schedule = new RowSchedule(network.blockRows);
    schedule.add(this.#fetchPass(validation));
    network.addForward(schedule, false);
    schedule.add((kernels, from, to, facts) => head.apply(kernels, from, to, facts));
    return schedule;
  }

  /** Brings inputs and targets in. */
  #fetchPass(examples: Examples): RowPass {
    const { network, head } = this.#program;
    return (kernels, from, to) => {
      network.load(kernels, examples, this.#numbers, from, to);
      head.loadTargets(kernels, examples.targets, this.#numbers, from, to);
    };
  }

  /** Brings the inputs in augmented, and the targets. */
  #augmentPass(augmenting: Augmenting): RowPass {
    const { network, head, training } = this.#program;
    return (kernels, from, to, { key, part }) => {
      augmenting.run(kernels, training.inputs, this.#numbers, key, part.index, from, to);
      network.load(kernels, augmenting.augmented, augmenting.identity, from, to);
      head.loadTargets(kernels, training.targets, this.#numbers, from, to);
    };
  }

  /** Writes the order in which an epoch takes its rows. */
  #orderRows(count: number, seed: number | undefined): void {
    const order = new Uint32Array(this.#memory, this.#program.order, count);
    for (let i = 0; i < count; i++) order[i] = i;
    if (seed !== undefined) new Random(seed).shuffle(order);
  }

  #step(step: number, request: EpochRequest, totals: Totals): void {
    const { job, network, head, order, training } = this.#program;
    const iteration = request.iterations + step + 1;
    const first = step * job.batchSize;
    const rows = Math.min(job.batchSize, training.count - first);
    const key = (deriveSeed(job.seed, iteration) & 0x7fffffff) | 0;
    const facts: StepFacts = { training: true, key, rows, part: this.#part };
    this.#numbers = order + first * 4;
    // Before the threads meet, for from then on the weights change.
    if (this.#leads) totals.loss += this.#penalty() * rows;
    this.#trainingRows.run(this.#kernels, facts, this.#meet);
    this.#meet();
    if (this.#leads) {
      head.addTo(totals, this.#memory, rows);
      this.#decide();
    }
    const rate = this.#program.optimizer.rateAt(iteration, request.learningRate);
    network.updateWeights(this.#kernels, facts, this.#updater(iteration, rate));
    this.#meet();
  }

  /** What the regularizers add to the loss. */
  #penalty(): number {
    const { layout, parameters } = this.#program;
    return penaltyOf(this.#kernels, layout.views, parameters);
  }

  /** The optimizer's step on a piece of the parameters. */
  #updater(iteration: number, learningRate: number): UpdateWeights {
    const { layout, optimizer, parameters, gradients: firstGradient, slots: firstSlots } = this.#program;
    return (weights, count) => {
      const offset = weights - parameters;
      const { name, regularizer } = layout.viewAt(offset / 4);
      const gradients = firstGradient + offset;
      regularizer?.addGradient(this.#kernels, gradients, weights, count);
      const slots = firstSlots.map((slot) => slot + offset);
      const buffers = { weights, gradients, slots, count, decay: optimizer.decays(name) };
      optimizer.apply(this.#kernels, buffers, iteration, learningRate);
    };
  }

  #validate(examples: Examples): Figures {
    const { job, head, order } = this.#program;
    const totals = noTotals();
    if (this.#leads) {
      this.#orderRows(examples.count, undefined);
      totals.loss += this.#penalty() * examples.count;
    }
    this.#meet();
    for (let first = 0; first < examples.count; first += job.batchSize) {
      const rows = Math.min(job.batchSize, examples.count - first);
      this.#numbers = order + first * 4;
      const facts: StepFacts = { training: false, key: 0, rows, part: this.#part };
      this.#validationRows?.run(this.#kernels, facts, this.#meet);
      this.#meet();
      if (this.#leads) head.addTo(totals, this.#memory, rows);
      this.#meet();
    }
    return means(totals);
  }
}

function noTotals(): Totals {
  return { loss: 0, hits: 0, examples: 0 };
}

function means({ loss, hits, examples }: Totals): Figures {
  return { loss: loss / examples, accuracy: hits / examples };
}
