/** What `fit` prints with `verbose` 1 or 2: Keras's heading and progress line of each epoch. */
import { platform } from "../platform.ts";
import { ProgressBar } from "../progress-bar.ts";
import { Callback, type Logs } from "./callback.ts";

/** Prints the epochs of a fit; how much is said by `fit`'s own `verbose`. */
export class ProgressPrinter extends Callback {
  #bar: ProgressBar | undefined;

  override onEpochBegin(epoch: number): void {
    const { verbose, epochs, steps } = this.params;
    if (verbose !== 0 && epochs > 1) platform().print(`Epoch ${epoch + 1}/${epochs}\n`);
    this.#bar = new ProgressBar(steps, verbose);
  }

  override onProgress(_epoch: number, step: number, logs: Logs): void {
    this.#bar?.update(step, logs);
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#bar?.finish(logs);
  }
}
