/** What the view Read is busy with: the drawing and the pictures, which of them is shown, and the worker that reads. */
import { tell, tellError } from "../parts/notices.svelte.ts";
import { lastDigit } from "../shared/shared-digit.svelte.ts";
import type { StoredModel } from "../storage/models.ts";
import { drawingToGray, type PadStroke } from "../pad/pad-drawing.ts";
import { PadState } from "../pad/pad-state.svelte.ts";
import { ReadingClient } from "./reading-client.ts";
import { Sheet } from "./sheet.svelte.ts";

/** More at once would be a heap, and no longer a desk. */
const MOST_PICTURES = 50;
/** While the pen writes, it is read after as many milliseconds each time, so that the worker is free when the pen is lifted. */
const WRITING_MS = 120;

export class ReadSession {
  readonly pad = new PadState(960, 360);
  readonly drawing = new Sheet("drawing");
  pictures = $state.raw<readonly Sheet[]>([]);
  shown = $state.raw<Sheet>(this.drawing);
  /** Whether the models are there. */
  isReady = $state(false);
  /** How many pictures are still to be read. */
  waiting = $state(0);
  readonly #client = new ReadingClient();
  #isReadingDrawing = false;
  #drawingChanged = false;
  #lastChange = 0;

  async start(): Promise<void> {
    try {
      await this.#client.ask("load", {});
      this.isReady = true;
    } catch (error) {
      tellError(error);
    }
  }

  /** Reads with a model of the visitor's, or with the shipped ones. */
  async useModel(model: StoredModel | undefined): Promise<void> {
    try {
      await this.#client.ask("use model", { model: model && { name: model.name, bytes: model.bytes } });
    } catch (error) {
      tellError(error);
    }
    await this.#readShownAgain();
  }

  /** The drawing changed: it is read at once when the pen is lifted, and now and then while it writes. */
  drawingHasChanged(): void {
    this.#drawingChanged = true;
    this.#lastChange = performance.now();
    if (!this.#isReadingDrawing) void this.#readDrawing();
  }

  async #readDrawing(): Promise<void> {
    this.#isReadingDrawing = true;
    while (this.#drawingChanged) {
      if (this.pad.isDrawing) await this.#penRests();
      this.#drawingChanged = false;
      await this.#readStrokes(this.pad.strokes);
    }
    this.#isReadingDrawing = false;
    if (this.shown === this.drawing && this.drawing.number !== undefined && !this.pad.isDrawing) {
      await this.explain();
    }
  }

  /** Waits until the pen is lifted, but not for long. */
  async #penRests(): Promise<void> {
    const start = performance.now();
    while (this.pad.isDrawing && performance.now() - start < WRITING_MS) await nextFrame();
  }

  async #readStrokes(strokes: readonly PadStroke[]): Promise<void> {
    const image = drawingToGray(strokes);
    this.drawing.gray = image;
    if (image === undefined) {
      this.drawing.show(undefined, 0);
      return;
    }
    try {
      const { reading } = await this.#client.ask("read drawing", { image });
      this.drawing.show(reading, performance.now() - this.#lastChange);
    } catch (error) {
      tellError(error);
    }
  }

  /** Opens pictures and shows the first of them; what cannot be read is told of. */
  async open(files: readonly File[]): Promise<void> {
    const taken = files.slice(0, MOST_PICTURES);
    if (taken.length < files.length) {
      tell({
        tone: "warn",
        title: `Only the first ${MOST_PICTURES} of ${files.length} pictures were opened.`,
        detail: "inkling read on the command line reads whole folders.",
      });
    }
    const sheets = taken.map((file) => new Sheet(file.name === "" ? "picture" : file.name, file));
    this.waiting += sheets.length;
    let isFirst = true;
    for (const sheet of sheets) {
      const wasRead = await this.#readPicture(sheet);
      this.waiting--;
      if (!wasRead) {
        tellError(sheet.error);
        sheet.close();
        continue;
      }
      this.pictures = [...this.pictures, sheet];
      if (isFirst) this.shown = sheet;
      isFirst = false;
    }
    if (this.shown !== this.drawing) await this.show(this.shown);
  }

  async #readPicture(sheet: Sheet): Promise<boolean> {
    if (sheet.file === undefined) return false;
    try {
      const { name, file } = sheet;
      const { reading, milliseconds } = await this.#client.ask("read picture", { file, name });
      sheet.show(reading, milliseconds);
      return true;
    } catch (error) {
      sheet.error = error;
      return false;
    }
  }

  /** Shows a sheet; the worker explains only what it read last, so a picture is read again if it was not. */
  async show(sheet: Sheet): Promise<void> {
    this.shown = sheet;
    if (sheet.explanation !== undefined) return;
    const { corrections } = sheet;
    await this.#readShownAgain();
    sheet.corrections = corrections;
  }

  async #readShownAgain(): Promise<void> {
    if (this.shown === this.drawing) this.drawingHasChanged();
    else if (await this.#readPicture(this.shown)) await this.explain();
  }

  /** Shows a number of the shown sheet. */
  async select(index: number): Promise<void> {
    this.shown.selected = index;
    this.shown.selectedDigit = 0;
    await this.explain();
  }

  selectDigit(index: number): void {
    this.shown.selectedDigit = index;
    const digit = this.shown.explanation?.digits[index];
    if (digit !== undefined) lastDigit.current = { pixels: digit.pixels, digit: digit.digit };
  }

  /** How the selected number was read. */
  async explain(): Promise<void> {
    const { shown: sheet } = this;
    const { selected } = sheet;
    try {
      const explanation = await this.#client.ask("explain", { number: selected });
      if (sheet !== this.shown || selected !== sheet.selected) return;
      sheet.explanation = explanation;
      this.selectDigit(sheet.selectedDigit);
    } catch (error) {
      tellError(error);
    }
  }

  closePicture(sheet: Sheet): void {
    this.pictures = this.pictures.filter((picture) => picture !== sheet);
    sheet.close();
    if (this.shown === sheet) void this.show(this.pictures.at(-1) ?? this.drawing);
  }
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}
