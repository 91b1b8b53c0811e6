/** What sits on top of a network: the loss and the accuracy of a batch, and where backward begins. */
import type { Loss, TargetKind } from "../losses/loss.ts";
import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import type { Network } from "./network.ts";
import type { StepFacts } from "./stage.ts";

/** Sums over examples. */
export interface Totals {
  loss: number;
  hits: number;
  examples: number;
}

/** Where a head's buffers lie. */
export interface LossBuffersPlan {
  /** Class numbers, or rows, of a batch. */
  targets: number;
  /** Each example's loss and hit, f64. */
  rowLoss: number;
  hits: number;
}

/** Declares the buffers of a loss head, whichever the loss will be. */
export function planLossBuffers(arena: Arena, network: Network, rows: number): LossBuffersPlan {
  network.output.delta();
  return {
    targets: arena.matrix(rows, network.output.width),
    rowLoss: arena.allocate(rows * 8),
    hits: arena.allocate(rows * 8),
  };
}

/** A loss and an accuracy bound to a network's output. */
export class LossHead {
  readonly #network: Network;
  readonly #loss: Loss;
  readonly #fused: boolean;
  readonly #kind: TargetKind;
  readonly #targets: number;
  readonly #rowLoss: number;
  readonly #hits: number;

  constructor(network: Network, buffers: LossBuffersPlan, loss: Loss, kind: TargetKind) {
    this.#network = network;
    this.#loss = loss;
    this.#fused = loss.fusedActivation === network.outputActivation.name;
    this.#kind = kind;
    this.#targets = buffers.targets;
    this.#rowLoss = buffers.rowLoss;
    this.#hits = buffers.hits;
  }

  /** Fetches the targets of the rows `from` to `to`. `numbers` is the address of the rows' numbers, u32. */
  loadTargets(kernels: Kernels, source: number, numbers: number, from: number, to: number): void {
    const { width, stride } = this.#network.output;
    const classes = this.#kind === "classes";
    kernels.gatherFloats(this.#targets, source, numbers, classes ? 1 : width, classes ? 1 : stride, from, to);
  }

  /** Losses, hits and the delta of the network's output, for a batch of `rows`. */
  apply(kernels: Kernels, from: number, to: number, { rows }: Pick<StepFacts, "rows">): void {
    const { output, outputActivation } = this.#network;
    const { width, stride } = output;
    if (!this.#fused) outputActivation.forward(kernels, output, from, to);
    this.#countHits(kernels, from, to);
    const buffers = {
      delta: output.delta(),
      rowLoss: this.#rowLoss,
      outputs: output.values(),
      targets: this.#targets,
      targetKind: this.#kind,
      factor: 1 / rows,
      width,
      stride,
    };
    this.#loss.apply(kernels, buffers, this.#fused, from, to);
  }

  /** Takes the delta back through the last activation, where the loss has not done so. */
  backward(kernels: Kernels, from: number, to: number): void {
    const { output, outputActivation } = this.#network;
    if (!this.#fused) outputActivation.backward(kernels, output, from, to);
  }

  /** Adds the last batch's figures, in the order of its rows. */
  addTo(totals: Totals, memory: ArrayBufferLike, rows: number): void {
    const losses = new Float64Array(memory, this.#rowLoss, rows);
    const hits = new Float64Array(memory, this.#hits, rows);
    for (let n = 0; n < rows; n++) {
      totals.loss += losses[n];
      totals.hits += hits[n];
    }
    totals.examples += rows;
  }

  /** Accuracy as Keras resolves the name: binary for one output, by the largest output for several. */
  #countHits(kernels: Kernels, from: number, to: number): void {
    const { output } = this.#network;
    const { width, stride } = output;
    const values = output.values();
    if (this.#kind === "classes") {
      kernels.classHits(this.#hits, values, this.#targets, width, stride, from, to);
    } else if (width === 1) {
      // A logit of 0 is a probability of one half.
      kernels.binaryHits(this.#hits, values, this.#targets, this.#fused ? 0 : 0.5, width, stride, from, to);
    } else {
      kernels.rowHits(this.#hits, values, this.#targets, width, stride, from, to);
    }
  }
}
