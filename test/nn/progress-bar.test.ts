import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ProgressPrinter } from "../../src/nn/callbacks/progress-printer.ts";
import type { Logs } from "../../src/nn/callbacks/callback.ts";
import { ProgressBar } from "../../src/nn/progress-bar.ts";
import { attach, FakeModel, orNaN } from "./callbacks/drive.ts";
import { recordPlatform } from "./recording-platform.ts";

/** One epoch driven through Keras's ProgbarLogger under a made-up clock; null stands for NaN. */
interface ProgressCase {
  epochs: number;
  steps: number;
  running: { seconds: number; step: number; logs: Record<string, number | null> }[];
  end: { seconds: number; logs: Record<string, number | null> };
  /** What verbose 1 and verbose 2 print. */
  bar: string;
  lines: string;
}

const path = new URL("../golden/printing.json", import.meta.url);
const cases: ProgressCase[] = JSON.parse(readFileSync(path, "utf8")).progress;
const clock = vi.spyOn(performance, "now");
afterEach(() => clock.mockReset());

const setClock = (seconds: number) => clock.mockReturnValue((1000 + seconds) * 1000);
const logsOf = (logs: Record<string, number | null>): Logs =>
  Object.fromEntries(Object.entries(logs).map(([name, value]) => [name, orNaN(value)]));
/** Keras goes back to the line's begin by backspaces and then a carriage return; the latter is enough. */
const withoutBackspaces = (text: string) => text.replaceAll("\b", "");

function printEpoch({ epochs, steps, running, end }: ProgressCase, verbose: 0 | 1 | 2): void {
  const printer = new ProgressPrinter();
  attach(printer, new FakeModel(), { epochs, steps, verbose });
  setClock(0);
  void printer.onTrainBegin();
  printer.onEpochBegin(0);
  for (const { seconds, step, logs } of running) {
    setClock(seconds);
    printer.onProgress(0, step, logsOf(logs));
  }
  setClock(end.seconds);
  printer.onEpochEnd(0, logsOf(end.logs));
}

describe.each(cases)("an epoch of $steps steps in $end.seconds seconds, of $epochs epochs", (epoch) => {
  test("verbose 1 draws Keras's bar on a terminal", () => {
    const platform = recordPlatform({ isTerminal: true, colour: true });
    printEpoch(epoch, 1);
    expect(platform.printed).toBe(withoutBackspaces(epoch.bar));
  });

  test("verbose 2 prints Keras's line", () => {
    const platform = recordPlatform({ isTerminal: true, colour: true });
    printEpoch(epoch, 2);
    expect(platform.printed).toBe(epoch.lines);
  });

  test("verbose 1 in a pipe prints the same line as verbose 2", () => {
    const platform = recordPlatform();
    printEpoch(epoch, 1);
    expect(platform.printed).toBe(epoch.lines);
  });

  test("verbose 0 prints nothing", () => {
    const platform = recordPlatform({ isTerminal: true });
    printEpoch(epoch, 0);
    expect(platform.printed).toBe("");
  });
});

describe("a bar", () => {
  test("of a prediction has no figures", () => {
    const platform = recordPlatform({ isTerminal: true, colour: true });
    setClock(0);
    const bar = new ProgressBar(313, 1);
    setClock(0.626);
    bar.finish();
    const cells = "━".repeat(20);
    expect(platform.printed).toBe(
      `\r\u001b[1m313/313\u001b[0m \u001b[32m${cells}\u001b[0m\u001b[37m\u001b[0m \u001b[1m1s\u001b[0m 2ms/step\n`,
    );
  });

  test("without colours tells what is done from the rest by the line's weight", () => {
    const platform = recordPlatform({ isTerminal: true });
    setClock(0);
    const bar = new ProgressBar(100, 1);
    setClock(1);
    bar.update(50, { loss: 0.5 });
    expect(platform.printed).toBe(`\r 50/100 ${"━".repeat(10)}${"─".repeat(10)} 1s 20ms/step - loss: 0.5000`);
  });

  test("never wraps while it is redrawn, and shows everything at the end", () => {
    const platform = recordPlatform({ isTerminal: true, columns: 50 });
    setClock(0);
    const bar = new ProgressBar(100, 1);
    setClock(1);
    bar.update(50, { accuracy: 0.5, loss: 0.5 });
    expect(platform.printed).toHaveLength("\r".length + 49);
    bar.finish({ accuracy: 0.5, loss: 0.5 });
    expect(platform.printed).toContain("accuracy: 0.5000 - loss: 0.5000\n");
  });
});
