/**
 * One line of progress through the steps of an epoch, an evaluation or a prediction, in Keras's layout:
 *
 *     469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 2ms/step - accuracy: 0.4690 - loss: 1.6623       (verbose 1, terminal)
 *     469/469 - 1s - 2ms/step - accuracy: 0.4690 - loss: 1.6623                        (verbose 2, or a pipe)
 *
 * On a terminal the first is redrawn in place; in a pipe nothing is ever redrawn, so that logs stay readable.
 */
import type { Logs } from "./callbacks/callback.ts";
import { formatExponential, formatFixed } from "./python-format.ts";
import { platform } from "./platform.ts";

/** Cells of the bar. */
const BAR_WIDTH = 20;
/** Seconds between two redraws, so that printing costs nothing. */
const REDRAW_SECONDS = 0.05;

const BOLD = "\u001b[1m";
const GREEN = "\u001b[32m";
const WHITE = "\u001b[37m";
const RESET = "\u001b[0m";

/** Prints the progress of `steps` steps. Its clock starts when it is made. */
export class ProgressBar {
  readonly #steps: number;
  readonly #verbose: 0 | 1 | 2;
  readonly #start = seconds();
  /** Newest value of each figure, in the order in which they first appeared. */
  readonly #values: Logs = {};
  #afterFirstStep: number | undefined;
  #lastDraw = -Infinity;
  /** Visible characters of the line on the screen, which a shorter line must cover. */
  #drawnWidth = 0;

  /**
   * @param steps steps to be done, at least 1
   * @param verbose 0 prints nothing, 1 a bar on a terminal and otherwise one line, 2 one line at the end
   */
  constructor(steps: number, verbose: 0 | 1 | 2) {
    this.#steps = steps;
    this.#verbose = verbose;
  }

  /** Shows that `step` steps are done; draws twenty times a second at most, and only on a terminal. */
  update(step: number, logs: Logs = {}): void {
    if (!this.#isBar()) return;
    Object.assign(this.#values, logs);
    const now = seconds();
    const perStep = this.#secondsPerStep(step, now);
    if (now - this.#lastDraw < REDRAW_SECONDS) return;
    this.#lastDraw = now;
    const remaining = formatRemaining(perStep * (this.#steps - step));
    // A line that wraps could not be redrawn in place, so figures that do not fit are cut off until the last draw.
    this.#draw(step, remaining, perStep, platform().columns - 1);
  }

  /** Prints the finished line, with the time taken in all. */
  finish(logs: Logs = {}): void {
    if (this.#verbose === 0) return;
    Object.assign(this.#values, logs);
    const now = seconds();
    const taken = `${formatFixed(now - this.#start, 0)}s`;
    const perStep = this.#secondsPerStep(this.#steps, now);
    if (this.#isBar()) {
      this.#draw(this.#steps, taken, perStep, Infinity);
      platform().print("\n");
    } else {
      const count = `${this.#steps}/${this.#steps}`;
      platform().print(`${count} - ${taken} - ${formatPerStep(perStep)}${this.#figures()}\n`);
    }
  }

  #isBar(): boolean {
    return this.#verbose === 1 && platform().isTerminal;
  }

  #draw(step: number, time: string, perStep: number, columns: number): void {
    const count = `${String(step).padStart(String(this.#steps).length)}/${this.#steps}`;
    const done = Math.floor((BAR_WIDTH * step) / this.#steps);
    const figures = ` ${formatPerStep(perStep)}${this.#figures()}`;
    const width = count.length + BAR_WIDTH + time.length + 2;
    const shown = figures.slice(0, Math.max(0, columns - width));
    const padding = " ".repeat(Math.max(0, this.#drawnWidth - width - shown.length));
    this.#drawnWidth = width + shown.length;
    platform().print(`\r${bold(count)} ${bar(done)} ${bold(time)}${shown}${padding}`);
  }

  #figures(): string {
    const figures = Object.entries(this.#values).map(([name, value]) => ` - ${name}: ${formatFigure(value)}`);
    return figures.join("");
  }

  /** The first step also warms everything up, so it is left out of the estimate once others are known. */
  #secondsPerStep(step: number, now: number): number {
    if (step === 0) return 0;
    const first = this.#afterFirstStep;
    if (step === 1) this.#afterFirstStep = now;
    return first !== undefined && step > 1 ? (now - first) / (step - 1) : (now - this.#start) / step;
  }
}

function seconds(): number {
  return performance.now() / 1000;
}

function bold(text: string): string {
  return platform().colour ? `${BOLD}${text}${RESET}` : text;
}

/** Green for what is done, white for the rest; without colours a thin line tells the rest apart. */
function bar(done: number): string {
  const rest = BAR_WIDTH - done;
  if (!platform().colour) return "━".repeat(done) + "─".repeat(rest);
  const green = done > 0 ? `${GREEN}${"━".repeat(done)}${RESET}` : "";
  return `${green}${WHITE}${"━".repeat(rest)}${RESET}`;
}

/** `8s`, `3:16` or `1:06:36`. */
function formatRemaining(time: number): string {
  const twoDigits = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  if (time > 3600)
    return `${Math.floor(time / 3600)}:${twoDigits((time % 3600) / 60)}:${twoDigits(time % 60)}`;
  if (time > 60) return `${Math.floor(time / 60)}:${twoDigits(time % 60)}`;
  return `${Math.floor(time)}s`;
}

/** `2s/step`, `16ms/step` or `853us/step`. */
function formatPerStep(time: number): string {
  if (time >= 1 || time === 0) return `${formatFixed(time, 0)}s/step`;
  if (time >= 1e-3) return `${formatFixed(time * 1e3, 0)}ms/step`;
  return `${formatFixed(time * 1e6, 0)}us/step`;
}

/** Four decimals; a figure too small for them is written with an exponent. */
function formatFigure(value: number): string {
  return Math.abs(value) > 1e-3 ? formatFixed(value, 4) : formatExponential(value, 4);
}
