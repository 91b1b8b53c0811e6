/** What sits on top of a network: the loss and the accuracy of a batch, and where backward begins. */
import type { Loss, TargetKind } from "../losses/loss.ts";
import { paddedRows, strideOf, type Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import type { Network } from "./network.ts";
import type { StepFacts } from "./stage.ts";

/** Sums over examples. */
export interface Totals {
  loss: number;
  hits: number;
  examples: number;
}

/** What a head is planned from. */
interface LossPlan {
  loss: Loss;
  targetKind: TargetKind;
  /** Numbers of one example's target. */
  targetWidth: number;
  /** The most rows a batch will have. */
  rows: number;
  /** Threads that will share the work. */
  threads: number;
}

/** The end of a network. */
export type NetworkEnd = Pick<Network, "output" | "outputActivation" | "outputShape">;

/** Scratches begin on cache lines of their own. */
const CACHE_LINE = 64;

/** A loss and an accuracy bound to a network's output. */
export class LossHead {
  readonly #network: NetworkEnd;
  readonly #plan: LossPlan;
  readonly #fused: boolean;
  /** Class numbers, or rows, of a batch. */
  readonly #targets: number;
  readonly #targetStride: number;
  /** Each example's loss and hit, f64. */
  readonly #rowLoss: number;
  readonly #hits: number;
  readonly #scratch: number;
  readonly #scratchBytes: number;

  constructor(arena: Arena, network: NetworkEnd, plan: LossPlan) {
    const { loss, targetKind, targetWidth, rows, threads } = plan;
    this.#network = network;
    this.#plan = plan;
    this.#fused = loss.fusedActivation === network.outputActivation.name;
    network.output.delta();
    this.#targetStride = targetKind === "classes" ? 1 : strideOf(targetWidth);
    this.#targets = arena.allocate(paddedRows(rows) * this.#targetStride * 4);
    this.#rowLoss = arena.allocate(rows * 8);
    this.#hits = arena.allocate(rows * 8);
    const bytes = loss.scratchBytes(network.outputShape, targetWidth);
    this.#scratchBytes = Math.ceil(bytes / CACHE_LINE) * CACHE_LINE;
    this.#scratch = arena.allocate(threads * this.#scratchBytes);
  }

  /** Fetches the targets of the rows `from` to `to`. `numbers` is the address of the rows' numbers, u32. */
  loadTargets(kernels: Kernels, source: number, numbers: number, from: number, to: number): void {
    kernels.gatherFloats(
      this.#targets,
      source,
      numbers,
      this.#plan.targetWidth,
      this.#targetStride,
      from,
      to,
    );
  }

  /** Losses, hits and the delta of the network's output, for a batch of `rows`. */
  apply(kernels: Kernels, from: number, to: number, { rows, part }: Pick<StepFacts, "rows" | "part">): void {
    const { output, outputActivation, outputShape } = this.#network;
    const { loss, targetKind, targetWidth } = this.#plan;
    const { width, stride } = output;
    if (!this.#fused) outputActivation.forward(kernels, output, from, to);
    if (loss.hasAccuracy) this.#countHits(kernels, from, to);
    const buffers = {
      delta: output.delta(),
      rowLoss: this.#rowLoss,
      outputs: output.values(),
      targets: this.#targets,
      targetKind,
      targetWidth,
      targetStride: this.#targetStride,
      scratch: this.#scratch + part.index * this.#scratchBytes,
      factor: 1 / rows,
      outputShape,
      width,
      stride,
    };
    loss.apply(kernels, buffers, this.#fused, from, to);
  }

  /** Takes the delta back through the last activation, where the loss has not done so. */
  backward(kernels: Kernels, from: number, to: number): void {
    const { output, outputActivation } = this.#network;
    if (!this.#fused) outputActivation.backward(kernels, output, from, to);
  }

  /** Adds the last batch's figures, in the order of its rows. */
  addTo(totals: Totals, memory: ArrayBufferLike, rows: number): void {
    const { hasAccuracy } = this.#plan.loss;
    const losses = new Float64Array(memory, this.#rowLoss, rows);
    const hits = new Float64Array(memory, this.#hits, rows);
    for (let n = 0; n < rows; n++) {
      totals.loss += losses[n];
      totals.hits += hasAccuracy ? hits[n] : NaN;
    }
    totals.examples += rows;
  }

  /** Accuracy as Keras resolves the name: binary for one output, by the largest output for several. */
  #countHits(kernels: Kernels, from: number, to: number): void {
    const { output } = this.#network;
    const { width, stride } = output;
    const values = output.values();
    if (this.#plan.targetKind === "classes") {
      kernels.classHits(this.#hits, values, this.#targets, width, stride, from, to);
    } else if (width === 1) {
      // A logit of 0 is a probability of one half.
      kernels.binaryHits(this.#hits, values, this.#targets, this.#fused ? 0 : 0.5, width, stride, from, to);
    } else {
      kernels.rowHits(this.#hits, values, this.#targets, width, stride, from, to);
    }
  }
}
