/**
 * Writes the figures of every epoch to a CSV file, as `keras.callbacks.CSVLogger` does: columns in alphabetical
 * order, CR LF line ends, `NA` for what was not measured. Each epoch rewrites the whole file through the
 * platform's atomic write, so that a process killed in the middle leaves the epochs before it.
 */
import { typeError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import { platform } from "../platform.ts";
import { formatFloat } from "../python-format.ts";
import { Callback, type Logs } from "./callback.ts";
import type { CallbackState } from "./callback-state.ts";

export interface CSVLoggerOptions {
  /** One character between the columns. @default "," */
  separator?: string;
  /** Whether the epochs are added to a file that is there already. @default false */
  append?: boolean;
}

export class CSVLogger extends Callback {
  readonly #filename: string;
  readonly #separator: string;
  readonly #append: boolean;
  /** The file as it stands. */
  #text = "";
  /** The figures in the columns after the first, which is the epoch; known after the first epoch. */
  #columns: string[] | undefined;

  /** @throws TypeError if the separator is not one character */
  constructor(filename: string, { separator = ",", append = false }: CSVLoggerOptions = {}) {
    super();
    if (typeof separator !== "string" || separator.length !== 1) {
      throw typeError({ what: "separator is not one character", received: show(separator) });
    }
    this.#filename = filename;
    this.#separator = separator;
    this.#append = append;
  }

  /** Writes the file, so that one that cannot be written is known before the first epoch. */
  override async onTrainBegin(): Promise<void> {
    this.#text = this.#append ? ((await platform().readText(this.#filename)) ?? "") : "";
    this.#columns = undefined;
    await platform().writeText(this.#filename, this.#text);
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    if (this.#columns === undefined) {
      this.#columns = columnsOf(logs);
      if (this.#text === "") this.#addRow(["epoch", ...this.#columns]);
    }
    const values = this.#columns.map((name) => (Object.hasOwn(logs, name) ? formatFloat(logs[name]) : "NA"));
    this.#addRow([String(epoch), ...values]);
    await platform().writeText(this.#filename, this.#text);
  }

  override saveState(): CallbackState {
    return { values: { text: this.#text, columns: this.#columns ?? null } };
  }

  /** Brings the file back to the epoch of the backup: a row of an epoch that has to be done again would be there twice. */
  override async restoreState({ values }: CallbackState): Promise<void> {
    this.#text = values["text"] as string;
    this.#columns = (values["columns"] as string[] | null) ?? undefined;
    await platform().writeText(this.#filename, this.#text);
  }

  #addRow(cells: readonly string[]): void {
    this.#text += `${cells.map((cell) => this.#quote(cell)).join(this.#separator)}\r\n`;
  }

  #quote(cell: string): string {
    return cell.includes(this.#separator) ? `"${cell}"` : cell;
  }
}

/** Without validation the columns for it are there all the same, so that fits can be appended to one file. */
function columnsOf(logs: Logs): string[] {
  const names = Object.keys(logs).sort();
  return names.some((name) => name.startsWith("val_"))
    ? names
    : [...names, ...names.map((name) => `val_${name}`)];
}
