/** Loss and accuracy of outputs that a network has given already, in a memory of their own: which loss it is, only `evaluate` knows. */
import type { Loss } from "../losses/loss.ts";
import type { PlainTargets } from "../targets.ts";
import { Arena } from "./arena.ts";
import { Flow } from "./flow.ts";
import { bindKernels, createMemory, kernelModule, type Kernels } from "./kernels.ts";
import { LossHead, type NetworkEnd, type Totals } from "./loss-head.ts";
import { WHOLE } from "./part.ts";

/** Made once for each loss and kind of targets, and used again. */
export class OutputMeasure {
  readonly #loss: Loss;
  readonly #rows: number;
  readonly #kind: PlainTargets["kind"];
  readonly #targetWidth: number;
  readonly #output: Flow;
  readonly #head: LossHead;
  /** Addresses of the targets on their way in, and of the numbers 0, 1, 2, …, u32. */
  readonly #staging: number;
  readonly #numbers: number;
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;

  /** @param rows measured at a time */
  constructor(network: NetworkEnd, rows: number, { kind, width }: PlainTargets, loss: Loss) {
    const { output, outputActivation, outputShape } = network;
    const arena = new Arena();
    this.#loss = loss;
    this.#rows = rows;
    this.#kind = kind;
    this.#targetWidth = width;
    this.#output = new Flow(arena, rows, output.width, { sparse: false, differentiable: true });
    this.#output.values();
    const plan = { loss, targetKind: kind, targetWidth: width, rows, threads: 1 };
    this.#head = new LossHead(arena, { output: this.#output, outputActivation, outputShape }, plan);
    this.#staging = arena.allocate(rows * width * 4);
    this.#numbers = arena.allocate(rows * 4);
    this.#memory = createMemory(arena.seal());
    this.#kernels = bindKernels(kernelModule(), this.#memory);
    const numbers = new Uint32Array(this.#memory.buffer, this.#numbers, rows);
    for (let n = 0; n < rows; n++) numbers[n] = n;
  }

  /** Whether it was made for such targets and this loss. */
  fits({ kind, width }: PlainTargets, loss: Loss): boolean {
    return loss === this.#loss && kind === this.#kind && width === this.#targetWidth;
  }

  /** Sums over all examples. @param outputs (N, O) without padding, the last activation not applied */
  run(outputs: Float32Array, { data }: PlainTargets): Totals {
    const totals: Totals = { loss: 0, hits: 0, examples: 0 };
    const { width, stride } = this.#output;
    const count = outputs.length / width;
    const values = new Float32Array(this.#memory.buffer, this.#output.values(), this.#rows * stride);
    const Staging = data instanceof Int32Array ? Int32Array : Float32Array;
    const staging = new Staging(this.#memory.buffer, this.#staging, this.#rows * this.#targetWidth);
    for (let first = 0; first < count; first += this.#rows) {
      const rows = Math.min(this.#rows, count - first);
      for (let n = 0; n < rows; n++) {
        values.set(outputs.subarray((first + n) * width, (first + n + 1) * width), n * stride);
      }
      staging.set(data.subarray(first * this.#targetWidth, (first + rows) * this.#targetWidth));
      this.#head.loadTargets(this.#kernels, this.#staging, this.#numbers, 0, rows);
      this.#head.apply(this.#kernels, 0, rows, { rows, part: WHOLE });
      this.#head.addTo(totals, this.#memory.buffer, rows);
    }
    return totals;
  }
}
