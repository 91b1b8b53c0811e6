/** The plan of a fit: where its numbers lie in the one memory that all its threads share. */
import { buildLayers, chainShapes } from "../layers/build-layers.ts";
import { getLoss } from "../losses/get-loss.ts";
import { getOptimizer } from "../optimizers/get-optimizer.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { Arena } from "./arena.ts";
import { Augmenting } from "./augmenting.ts";
import { declareExamples, type Examples } from "./examples.ts";
import { LossHead } from "./loss-head.ts";
import { Network } from "./network.ts";
import { ParameterLayout } from "./parameters.ts";
import type { TrainingJob } from "./training-job.ts";

/** Bytes of the barrier's state, a cache line of its own. */
const BARRIER_BYTES = 64;

/** The plan of a fit's memory; equal jobs give equal plans. */
export class TrainingProgram {
  readonly layout: ParameterLayout;
  readonly optimizer: Optimizer;
  /** Bytes of the memory that the program needs. */
  readonly bytes: number;
  /** Address of a flag, i32: not zero asks the loop to stop. */
  readonly stopFlag: number;
  /** Address of what the leading thread has decided, i32: not zero ends the epoch for all of them at once. */
  readonly verdict: number;
  /** Address of the barrier's state. */
  readonly barrier: number;
  /** Addresses of the parameters and of the optimizer's slots. */
  readonly parameters: number;
  readonly slots: readonly number[];
  readonly training: Examples;
  readonly validation: Examples | undefined;
  /** Changes the training images, if the job wants that. */
  readonly augmenting: Augmenting | undefined;
  readonly job: TrainingJob;
  /** Address of the gradients, laid out as the parameters. */
  readonly gradients: number;
  /** Address of the numbers of an epoch's rows in their order, u32. */
  readonly order: number;
  readonly network: Network;
  readonly head: LossHead;

  constructor(job: TrainingJob) {
    const layers = buildLayers(job.layers);
    const shapes = chainShapes(layers, job.inputShape);
    const arena = new Arena();
    this.job = job;
    this.layout = new ParameterLayout(layers, shapes);
    this.optimizer = getOptimizer(job.compile.optimizer);
    this.stopFlag = arena.allocate(4);
    this.verdict = arena.allocate(4);
    this.barrier = arena.allocate(BARRIER_BYTES);
    const parallel = (): number => arena.allocate(this.layout.floats * 4);
    this.parameters = parallel();
    this.gradients = parallel();
    this.slots = this.optimizer.slots.map(parallel);
    this.network = new Network(arena, {
      layers,
      layout: this.layout,
      inputShape: job.inputShape,
      rows: job.batchSize,
      threads: job.threads,
      parameters: this.parameters,
      gradients: this.gradients,
      inputKinds: [job.training.inputKind, job.validation?.inputKind ?? "bytes"],
      sparseInput: job.sparseInput,
    });
    const { targetKind, targetWidth, threads, batchSize: rows } = job;
    const loss = getLoss(job.compile.loss);
    this.head = new LossHead(arena, this.network, { loss, targetKind, targetWidth, rows, threads });
    const targetBytes = targetWidth * 4;
    const { training, validation } = job;
    this.training = declareExamples(arena, training, targetBytes);
    this.validation = validation === undefined ? undefined : declareExamples(arena, validation, targetBytes);
    if (job.augmentation !== undefined) {
      const { height, width } = job.augmentation;
      this.augmenting = new Augmenting(arena, { rows, height, width, scale: training.scale, threads });
    }
    this.order = arena.allocate(Math.max(job.training.count, job.validation?.count ?? 0) * 4);
    this.bytes = arena.seal();
  }

  /** Steps of an epoch. */
  get stepsPerEpoch(): number {
    return Math.ceil(this.training.count / this.job.batchSize);
  }
}
