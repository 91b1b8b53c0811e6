/**
 * Where a command's results go. For people: text, in colour on a terminal. With `--json`, for programs: one JSON
 * object a line and nothing else on standard output. Remarks and progress go to standard error in either case.
 */
import pc from "picocolors";

/** picocolors' functions; they leave text as it is where colours are not wanted. */
type Colours = ReturnType<typeof pc.createColors>;

export interface Output {
  /** Whether programs read along. */
  readonly json: boolean;
  /** Whether a person watches standard output. */
  readonly isTerminal: boolean;
  readonly colours: Colours;
  /** `fit`'s and `evaluate`'s default of what to print: a bar on a terminal, lines in a pipe, nothing with `--json`. */
  readonly verbose: 0 | 1 | 2;
  /** Prints lines of text; does nothing with `--json`. */
  print(...lines: string[]): void;
  /** Prints names and values in two columns; does nothing with `--json`. */
  printFacts(facts: readonly (readonly [name: string, value: string])[]): void;
  /** Prints a JSON line; does nothing without `--json`. */
  emit(event: Readonly<Record<string, unknown>>): void;
  /** Prints a remark to standard error. */
  remark(text: string): void;
}

/** The output of this process. */
export function createOutput({ json }: { json: boolean }): Output {
  const isTerminal = process.stdout.isTTY === true;
  const { NO_COLOR = "", TERM } = process.env;
  const colours = pc.createColors(isTerminal && NO_COLOR === "" && TERM !== "dumb");
  const print = (...lines: string[]): void => {
    if (!json) process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  };
  return {
    json,
    isTerminal,
    colours,
    verbose: json ? 0 : isTerminal ? 1 : 2,
    print,
    printFacts(facts) {
      const width = Math.max(...facts.map(([name]) => name.length));
      print(...facts.map(([name, value]) => `${colours.bold(name.padEnd(width))}  ${value}`));
    },
    emit(event) {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
    },
    remark: (text) => void process.stderr.write(`${text}\n`),
  };
}
