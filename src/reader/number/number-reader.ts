/** Reads whole numbers: a picture of one, or a page of them. */
import { chooseAcceptThreshold, type AcceptThreshold } from "../../metrics/index.ts";
import type { GrayImage } from "../../image/index.ts";
import type { Field } from "../../vision/index.ts";
import { compileGrammar, type GrammarMachine } from "../grammar/compile-grammar.ts";
import type { Grammar } from "../grammar/grammar.ts";
import { layOutPage, PAGE_STEPS, type LayoutOptions, type PageLayout } from "./lay-out-page.ts";
import type { NumberModel } from "./number-model.ts";
import type { NumberReading, Reading } from "./number-reading.ts";
import { leaveUnread, readField, type FieldTask } from "./read-field.ts";
import { startClock } from "./step-clock.ts";

export interface NumberOptions {
  /** What a number may be. Probabilities are those given that it is so. @default anything */
  grammar?: Grammar;
  /**
   * The share of the accepted that may be wrong, above 0 and below 1: a reading is accepted from the probability on at which
   * that held for held-out strings (see `thresholdFor`). @default the model's own threshold
   */
  maxError?: number;
}

export interface PageOptions extends NumberOptions, LayoutOptions {
  /** Called with each page as it was taken apart, before its numbers are read: its steps can be shown. */
  onLayout?: (layout: PageLayout) => void;
}

const READ_STEP = "read numbers";
/** Noise falls into thousands of pieces, of which none is worth its time; a page of free writing has fewer numbers. */
const MOST_LINES = 500;

/**
 * ```ts
 * const reader = await loadNumberReader();
 * const { pages } = reader.readPage(await readImage("form.jpg"), { grammar: { length: 5 }, maxError: 0.01 });
 * ```
 */
export class NumberReader {
  readonly model: NumberModel;

  constructor(model: NumberModel) {
    this.model = model;
  }

  /**
   * Reads a picture of one number, whatever else is on it.
   * @throws TypeError or RangeError if `image` is not a well-formed grey image; InklingError if nothing satisfies the grammar
   */
  readNumber(image: GrayImage, options: Omit<PageOptions, "layout"> = {}): NumberReading {
    const { pages } = this.readPage(image, { ...options, layout: "line" });
    return pages[0].numbers[0] ?? nothingIn(image);
  }

  /**
   * Reads all numbers of a page.
   * @throws as `readNumber`
   */
  readPage(image: GrayImage, options: PageOptions = {}): Reading {
    const { grammar, maxError, onLayout, ...layoutOptions } = options;
    const machine: GrammarMachine | undefined = grammar === undefined ? undefined : compileGrammar(grammar);
    const thresholds = { ...this.model.facts.thresholds };
    if (maxError !== undefined) thresholds.accept = this.thresholdFor(maxError).threshold;
    const clock = startClock();
    const layout = layOutPage(image, layoutOptions, clock.time);
    onLayout?.(layout);
    const task: FieldTask = { model: this.model, machine, locale: grammar?.locale, thresholds, layout };
    const isCrowded = layout.fields.filter(({ kind }) => kind === "line").length > MOST_LINES;
    const read = (field: Field): NumberReading =>
      isCrowded && field.kind === "line" ? leaveUnread(field, layout) : readField(field, task);
    const numbers = clock.time(READ_STEP, () => layout.fields.map(read));
    const { skewDegrees, polarity } = layout;
    return {
      version: 1,
      pages: [{ width: image.width, height: image.height, skewDegrees, polarity, numbers }],
      model: { name: this.model.name, sha256: this.model.sha256 },
      pipeline: [...PAGE_STEPS, READ_STEP],
      timings: clock.timings,
    };
  }

  /**
   * From which probability on a reading may be accepted, if this share of the accepted may be wrong; and the share of the held-out
   * strings that are accepted then. It holds for pictures like those: `model.facts.calibration.of` says what they are.
   * @throws RangeError unless it is above 0 and below 1
   */
  thresholdFor(maxError: number): AcceptThreshold {
    const { probabilities, right } = this.model.facts.calibration;
    return chooseAcceptThreshold(probabilities, right, maxError);
  }
}

function nothingIn({ width, height }: GrayImage): NumberReading {
  return {
    text: "",
    value: null,
    probability: 1,
    alternatives: [{ text: "", probability: 1 }],
    decision: "reject",
    reasons: ["blank"],
    box: { x: 0, y: 0, width, height },
    row: 0,
    column: 0,
    kind: "line",
    empty: true,
    digits: [],
  };
}
