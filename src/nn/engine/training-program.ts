/**
 * The training loop: where a fit's numbers lie, and its steps. The whole step (fetch, forward, loss, backward,
 * optimizer) runs over one batch after another without leaving this file.
 *
 * Nothing here depends on how work is cut: rows are computed independently, and each weight's gradient is summed
 * over the batch in the order of its rows. One seed gives one result, on any platform.
 */
import { deriveSeed, Random } from "../../base/random.ts";
import { sizeOf } from "../../base/shapes.ts";
import { buildLayers, chainShapes } from "../layers/build-layers.ts";
import { getLoss } from "../losses/get-loss.ts";
import { getOptimizer } from "../optimizers/get-optimizer.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { Arena } from "./arena.ts";
import { declareExamples, type Examples } from "./examples.ts";
import { bindKernels, type Kernels } from "./kernels.ts";
import { LossHead, planLossBuffers, type Totals } from "./loss-head.ts";
import { Network } from "./network.ts";
import { ParameterLayout } from "./parameters.ts";
import type { EpochRequest, EpochResult, Figures, TrainingJob } from "./training-job.ts";

/** Steps between looks at the clock and at the stop flag. */
const STEPS_A_LOOK = 8;

/** The plan of a fit's memory; equal jobs give equal plans. */
export class TrainingProgram {
  readonly layout: ParameterLayout;
  readonly optimizer: Optimizer;
  /** Bytes of the memory that the program needs. */
  readonly bytes: number;
  /** Address of a flag, i32: not zero asks the loop to stop. */
  readonly stopFlag: number;
  /** Addresses of the parameters and of the optimizer's slots. */
  readonly parameters: number;
  readonly slots: readonly number[];
  readonly training: Examples;
  readonly validation: Examples | undefined;
  readonly #job: TrainingJob;
  readonly #gradients: number;
  readonly #order: number;
  readonly #network: Network;
  readonly #head: LossHead;

  constructor(job: TrainingJob) {
    const layers = buildLayers(job.layers);
    const shapes = chainShapes(layers, job.inputShape);
    const arena = new Arena();
    this.#job = job;
    this.layout = new ParameterLayout(layers, shapes);
    this.optimizer = getOptimizer(job.compile.optimizer);
    this.stopFlag = arena.allocate(4);
    const parallel = (): number => arena.allocate(this.layout.floats * 4);
    this.parameters = parallel();
    this.#gradients = parallel();
    this.slots = this.optimizer.slots.map(parallel);
    const inputWidth = sizeOf(job.inputShape);
    this.#network = new Network(arena, {
      layers,
      layout: this.layout,
      inputWidth,
      rows: job.batchSize,
      parameters: this.parameters,
      gradients: this.#gradients,
      inputKinds: [job.training.inputKind, job.validation?.inputKind ?? "bytes"],
      sparseInput: job.sparseInput,
    });
    const buffers = planLossBuffers(arena, this.#network, job.batchSize);
    this.#head = new LossHead(this.#network, buffers, getLoss(job.compile.loss), job.targetKind);
    const targetBytes = job.targetKind === "classes" ? 4 : this.#network.output.width * 4;
    const { training, validation } = job;
    this.training = declareExamples(arena, training, targetBytes);
    this.validation = validation === undefined ? undefined : declareExamples(arena, validation, targetBytes);
    this.#order = arena.allocate(Math.max(job.training.count, job.validation?.count ?? 0) * 4);
    this.bytes = arena.seal();
  }

  /** Steps of an epoch. */
  get stepsPerEpoch(): number {
    return Math.ceil(this.training.count / this.#job.batchSize);
  }

  /** Puts the program to work on a memory that holds its numbers. */
  bind(memory: WebAssembly.Memory, module: WebAssembly.Module): Trainer {
    return new Trainer(bindKernels(module, memory), memory.buffer, {
      job: this.#job,
      program: this,
      network: this.#network,
      head: this.#head,
      gradients: this.#gradients,
      order: this.#order,
    });
  }
}

/** What a trainer works with. */
interface TrainerParts {
  job: TrainingJob;
  program: TrainingProgram;
  network: Network;
  head: LossHead;
  gradients: number;
  order: number;
}

/** Runs epochs, in slices of time, so that the caller may report progress or let others run in between. */
export class Trainer {
  readonly #kernels: Kernels;
  readonly #memory: ArrayBufferLike;
  readonly #parts: TrainerParts;
  readonly #stop: Int32Array;

  constructor(kernels: Kernels, memory: ArrayBufferLike, parts: TrainerParts) {
    this.#kernels = kernels;
    this.#memory = memory;
    this.#parts = parts;
    this.#stop = new Int32Array(memory, parts.program.stopFlag, 1);
  }

  /**
   * One epoch, and the validation behind it. Yields the steps done and the means so far whenever `sliceMs`
   * milliseconds have gone by; returns the epoch's result.
   */
  *epoch(request: EpochRequest, sliceMs: number): Generator<{ step: number; figures: Figures }, EpochResult> {
    const { job, program } = this.#parts;
    const totals = noTotals();
    const steps = program.stepsPerEpoch;
    this.#orderRows(program.training.count, job.shuffle ? deriveSeed(job.seed, request.epoch) : undefined);
    let sliceEnd = performance.now() + sliceMs;
    let step = 0;
    while (step < steps && !this.#stopped) {
      const look = Math.min(steps, step + STEPS_A_LOOK);
      for (; step < look; step++) this.#step(step, request, totals);
      if (performance.now() >= sliceEnd) {
        yield { step, figures: means(totals) };
        sliceEnd = performance.now() + sliceMs;
      }
    }
    const result: EpochResult = { training: means(totals), steps: step, stopped: this.#stopped };
    if (program.validation !== undefined && !result.stopped)
      result.validation = this.#validate(program.validation);
    return result;
  }

  get #stopped(): boolean {
    return Atomics.load(this.#stop, 0) !== 0;
  }

  /** Writes the order in which an epoch takes its rows. */
  #orderRows(count: number, seed: number | undefined): void {
    const order = new Uint32Array(this.#memory, this.#parts.order, count);
    for (let i = 0; i < count; i++) order[i] = i;
    if (seed !== undefined) new Random(seed).shuffle(order);
  }

  #step(step: number, request: EpochRequest, totals: Totals): void {
    const { job, program, network, head, gradients } = this.#parts;
    const kernels = this.#kernels;
    const iteration = request.iterations + step + 1;
    const rows = this.#fetch(program.training, step * job.batchSize);
    const facts = { training: true, key: (deriveSeed(job.seed, iteration) & 0x7fffffff) | 0 };
    network.prepare(kernels, true);
    network.forward(kernels, rows, facts);
    head.apply(kernels, rows);
    head.addTo(totals, this.#memory, rows);
    head.backward(kernels, rows);
    network.backward(kernels, rows, facts, (weights, count) => {
      const offset = weights - program.parameters;
      const slots = program.slots.map((slot) => slot + offset);
      const buffers = { weights, gradients: gradients + offset, slots, count };
      program.optimizer.apply(kernels, buffers, iteration, request.learningRate);
    });
  }

  #validate(examples: Examples): Figures {
    const { job, network, head } = this.#parts;
    const totals = noTotals();
    this.#orderRows(examples.count, undefined);
    network.prepare(this.#kernels, false);
    for (let first = 0; first < examples.count; first += job.batchSize) {
      const rows = this.#fetch(examples, first);
      network.forward(this.#kernels, rows, { training: false, key: 0 });
      head.apply(this.#kernels, rows);
      head.addTo(totals, this.#memory, rows);
    }
    return means(totals);
  }

  /** Brings a batch's inputs and targets in; returns its number of rows. */
  #fetch(examples: Examples, first: number): number {
    const { job, network, head, order } = this.#parts;
    const rows = Math.min(job.batchSize, examples.count - first);
    const numbers = order + first * 4;
    network.load(this.#kernels, examples, numbers, rows);
    head.loadTargets(this.#kernels, examples.targets, numbers, rows);
    return rows;
  }
}

function noTotals(): Totals {
  return { loss: 0, hits: 0, examples: 0 };
}

function means({ loss, hits, examples }: Totals): Figures {
  return { loss: loss / examples, accuracy: hits / examples };
}
