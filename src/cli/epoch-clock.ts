/** Times the epochs of a fit and, with `--json`, prints a line for each. */
import { Callback, type CallbackState, type Logs } from "../nn/index.ts";
import type { Output } from "./output.ts";

export class EpochClock extends Callback {
  /** Seconds of each epoch so far, to the millisecond. */
  readonly seconds: number[] = [];
  readonly #output: Output;
  #start = 0;

  constructor(output: Output) {
    super();
    this.#output = output;
  }

  override onEpochBegin(): void {
    this.#start = performance.now();
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const seconds = Math.round(performance.now() - this.#start) / 1000;
    this.seconds.push(seconds);
    this.#output.emit({ event: "epoch", epoch: epoch + 1, ...logs, seconds });
  }

  override saveState(): CallbackState {
    return { values: { seconds: this.seconds } };
  }

  override restoreState({ values }: CallbackState): void {
    this.seconds.push(...(values["seconds"] as number[]));
  }
}
