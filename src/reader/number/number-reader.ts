/** Reads whole numbers: a picture of one, or a page of them. */
import { rangeError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import { chooseAcceptThreshold, type AcceptThreshold } from "../../metrics/index.ts";
import type { GrayImage } from "../../image/index.ts";
import type { Field, Layout } from "../../vision/index.ts";
import { compileGrammar, type GrammarMachine } from "../grammar/compile-grammar.ts";
import type { Grammar } from "../grammar/grammar.ts";
import { doubtNumber } from "./decide-number.ts";
import { holdToTotal, type ColumnTotal } from "./hold-to-total.ts";
import { layOutPage, PAGE_STEPS, type LayoutOptions, type PageLayout } from "./lay-out-page.ts";
import type { NumberModel } from "./number-model.ts";
import type { NumberReading, Reading } from "./number-reading.ts";
import { leaveUnread, readField, type FieldTask } from "./read-field.ts";
import { startClock } from "./step-clock.ts";
import { isTurnedPage } from "./turned-page.ts";

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
  /**
   * That the numbers of every column add up, to its last number or to this value, as it is written in the grammar's locale: the
   * likeliest reading that does so is given, and each number's probability is that given the sum. For the layouts `"column"`,
   * which is the default then, and `"grid"`. @default nothing is known of a sum
   */
  total?: ColumnTotal;
  /** Called with each page as it was taken apart, before its numbers are read: its steps can be shown. */
  onLayout?: (layout: PageLayout) => void;
}

const READ_STEP = "read numbers";
/** Noise falls into thousands of pieces, of which none is worth its time; a page of free writing has fewer numbers. */
const MOST_LINES = 500;
/** Nor are its lines together so many times as long as they are high, which is about 4,000 digits… */
const MOST_LENGTH = 3000;
/** …nor so many times, where it is hard to say what is ink. */
const MOST_UNCERTAIN_LENGTH = 400;

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
  readNumber(image: GrayImage, options: Omit<PageOptions, "layout" | "total"> = {}): NumberReading {
    const { pages } = this.readPage(image, { ...options, layout: "line" });
    return pages[0].numbers[0] ?? nothingIn(image);
  }

  /**
   * Reads all numbers of a page.
   * @throws as `readNumber`
   */
  readPage(image: GrayImage, options: PageOptions = {}): Reading {
    const { grammar, maxError, total, onLayout, region, polarity: known } = options;
    const { layout: kind = total === undefined ? "auto" : "column" } = options;
    if (total !== undefined) checkLayoutOfTotal(kind);
    const machine: GrammarMachine | undefined = grammar === undefined ? undefined : compileGrammar(grammar);
    const thresholds = { ...this.model.facts.thresholds };
    if (maxError !== undefined) thresholds.accept = this.thresholdFor(maxError).threshold;
    const clock = startClock();
    const layout = layOutPage(image, { region, layout: kind, polarity: known }, clock.time);
    onLayout?.(layout);
    const task: FieldTask = { model: this.model, machine, locale: grammar?.locale, thresholds, layout };
    const numbers = clock.time(READ_STEP, () => readFields(layout, task, total));
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

/** Every number of a page, by itself and then with what is known of the page. */
function readFields(layout: PageLayout, task: FieldTask, total: ColumnTotal | undefined): NumberReading[] {
  const written = layout.fields.filter(({ empty }) => !empty);
  const lines = written.filter(({ kind }) => kind === "line");
  const isCrowded = lines.length > MOST_LINES || lengthOf(lines) > MOST_LENGTH;
  // Of noise it is hard to say what is ink, and by chance it has cells; a crowded form has no such doubt.
  const isNoise = layout.polarityUncertain && lengthOf(written) > MOST_UNCERTAIN_LENGTH;
  const read = layout.fields.map((field) =>
    isNoise || (isCrowded && field.kind === "line") ? leaveUnread(field, layout) : readField(field, task),
  );
  const { model, locale } = task;
  const numbers = total === undefined ? read.map(({ number }) => number) : holdToTotal(read, total, locale);
  if (isNoise || isCrowded || !isTurnedPage(layout.ink, model.digits)) return numbers;
  return numbers.map((number) => doubtNumber(number, "the page seems to be turned by 90°"));
}

/** The fields' widths in heights, of each at least one. */
function lengthOf(fields: readonly Field[]): number {
  return fields.reduce((sum, { box: { width, height } }) => sum + Math.max(1, width / height), 0);
}

function checkLayoutOfTotal(layout: Layout): void {
  if (layout === "column" || layout === "grid") return;
  throw rangeError({
    what: "only columns have totals",
    expected: 'total with the layout "column" or "grid"',
    received: show(layout),
  });
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
