/** A sheet that is read: the drawing, or a picture; its reading, and what the visitor corrected in it. */
import type { GrayImage } from "../../../src/image/index.ts";
import type { NumberReading, Reading } from "../../../src/reader/number/number-reading.ts";
import type { Explanation } from "../workers/reading-messages.ts";
import { replaceDigit } from "./corrections.ts";

export class Sheet {
  readonly name: string;
  /** A picture's file, and where the page shows it from. */
  readonly file: Blob | undefined;
  readonly url: string | undefined;
  /** What was read, of a drawing. */
  gray: GrayImage | undefined;

  reading = $state.raw<Reading | undefined>(undefined);
  /** Why it could not be read. */
  error = $state.raw<unknown>(undefined);
  explanation = $state.raw<Explanation | undefined>(undefined);
  /** From the last stroke or the file to the reading. */
  milliseconds = $state(0);
  /** Texts of the visitor's, by the number's place in the reading. */
  corrections = $state<Record<number, string>>({});
  selected = $state(0);
  selectedDigit = $state(0);

  constructor(name: string, file?: Blob) {
    this.name = name;
    this.file = file;
    this.url = file === undefined ? undefined : URL.createObjectURL(file);
  }

  get numbers(): readonly NumberReading[] {
    return this.reading?.pages[0].numbers ?? [];
  }

  get number(): NumberReading | undefined {
    return this.numbers[this.selected];
  }

  /** The text of a number as it stands: corrected, or as it was read. */
  textOf(index: number): string {
    return this.corrections[index] ?? this.numbers[index]?.text ?? "";
  }

  /** Takes a text as right for a number; the text that was read takes a correction back. */
  correct(index: number, text: string): void {
    if (text === this.numbers[index]?.text) delete this.corrections[index];
    else this.corrections[index] = text;
  }

  /** Takes a digit as right for one of the selected number's. */
  correctDigit(digitIndex: number, digit: number): void {
    const text = replaceDigit(this.textOf(this.selected), digitIndex, digit);
    if (text !== undefined) this.correct(this.selected, text);
  }

  /** A new reading begins: what was said of the old one no longer counts. */
  show(reading: Reading | undefined, milliseconds: number): void {
    this.reading = reading;
    this.milliseconds = milliseconds;
    this.error = undefined;
    this.corrections = {};
    this.explanation = undefined;
    if (this.selected >= this.numbers.length) this.selected = 0;
    this.selectedDigit = 0;
  }

  /** Gives the picture's memory back. */
  close(): void {
    if (this.url !== undefined) URL.revokeObjectURL(this.url);
  }
}
