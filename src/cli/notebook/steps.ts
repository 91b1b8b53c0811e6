/** Runs the notebook's steps one after another: a numbered heading, the step's own output, its time. */
import { formatSeconds } from "../format.ts";
import type { Output } from "../output.ts";

const RULE_WIDTH = 78;

export class Steps {
  readonly #output: Output;
  readonly #signal: AbortSignal;
  #count = 0;

  constructor(output: Output, signal: AbortSignal) {
    this.#output = output;
    this.#signal = signal;
  }

  /** Runs one step and returns what it returns. @throws the signal's reason if it has aborted */
  async run<T>(title: string, step: () => T | Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    this.#count++;
    const { colours } = this.#output;
    const heading = `${this.#count}. ${title}`;
    const rule = "─".repeat(Math.max(2, RULE_WIDTH - heading.length - 4));
    this.#output.print(`${colours.dim("──")} ${colours.bold(heading)} ${colours.dim(rule)}`);
    const start = performance.now();
    const result = await step();
    const seconds = Math.round(performance.now() - start) / 1000;
    this.#output.print(colours.dim(`(${formatSeconds(seconds)})`), "");
    this.#output.emit({ event: "step", step: this.#count, title, seconds });
    return result;
  }
}
