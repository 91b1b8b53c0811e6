/** `inkling read --layout …`: reads whole numbers and pages, and says how sure it is of each number. */
import { join } from "node:path";
import { InklingError } from "../../base/errors.ts";
import { formatCount } from "../../base/format-count.ts";
import { loadNumberReader } from "../../node/load-number-reader.ts";
import type { NumberReader, PageLayout, PageOptions } from "../../reader/index.ts";
import { formatPercent } from "../format.ts";
import type { Output } from "../output.ts";
import { prepareOutputPath } from "../output-path.ts";
import { checkInputs } from "../reading/check-inputs.ts";
import { parseGrammar } from "../reading/parse-grammar.ts";
import { readPages, type PagesReading } from "../reading/read-pages.ts";
import { reportNumbers } from "../reading/report-numbers.ts";
import { overlayPath, saveOverlay, savePageSteps } from "../reading/save-pages.ts";
import { uniqueStems } from "../reading/save-steps.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `inkling read` for numbers. */
export interface ReadNumbersOptions extends Pick<PageOptions, "maxError" | "layout" | "region" | "total"> {
  /** What a number may be, as `parseGrammar` takes it. */
  grammar?: string;
  /** Another model for digits; it reads no numbers. */
  model?: string;
  /** Whether the readings are printed as comma-separated values. */
  csv?: boolean;
  /** The PNG of the scan with its readings. */
  overlay?: string;
  /** The folder for the steps' images. */
  steps?: string;
  maxPixels?: number;
}

/** What became of the numbers. */
interface Tally {
  accept: number;
  review: number;
  reject: number;
  failures: InklingError[];
}

/** @throws InklingError at the end, if a picture could not be read */
export async function readNumbers(
  files: readonly string[],
  options: ReadNumbersOptions,
  output: Output,
): Promise<void> {
  const { csv = false, maxError, layout, region, total, steps } = options;
  checkInputs(files, csv, output);
  checkModel(options);
  checkTotal(options);
  const grammar = options.grammar === undefined ? undefined : parseGrammar(options.grammar);
  await prepareOutputs(options);
  const reader = await loadNumberReader();
  if (maxError !== undefined) explainThreshold(reader, maxError, output);
  const layouts: PageLayout[] = [];
  const onLayout = steps === undefined ? undefined : (of: PageLayout) => void layouts.push(of);
  const pageOptions = { grammar, maxError, layout, region, total, onLayout };
  const report = reportNumbers(files, csv, output);
  const save = startSaving(files, options, output);
  const tally: Tally = { accept: 0, review: 0, reject: 0, failures: [] };
  for await (const read of readPages(files, reader, pageOptions, options.maxPixels)) {
    report(read);
    if ("error" in read) tally.failures.push(read.error);
    else
      for (const { decision, empty } of read.reading.pages.flatMap(({ numbers }) => numbers))
        if (!empty) tally[decision]++;
    await save.file(read, layouts.splice(0));
  }
  save.tell();
  conclude(files.length, tally, csv, output);
}

function checkModel({ model }: ReadNumbersOptions): void {
  if (model === undefined) return;
  throw new UsageError({
    what: "--model is for pictures of one digit each",
    expected: "--layout digit, or no --model",
    received: model,
  });
}

function checkTotal({ total, layout }: ReadNumbersOptions): void {
  if (total === undefined || [undefined, "column", "grid"].includes(layout)) return;
  throw new UsageError({
    what: "--total is for columns",
    expected: "--layout column or grid",
    received: `--layout ${layout}`,
  });
}

async function prepareOutputs({ overlay, steps }: ReadNumbersOptions): Promise<void> {
  if (overlay !== undefined) await prepareOutputPath(overlay);
  if (steps !== undefined) await prepareOutputPath(join(steps, "steps.png"));
}

/** What the error rate means, and what it rests on. */
function explainThreshold(reader: NumberReader, maxError: number, output: Output): void {
  const { threshold, coverage, count } = reader.thresholdFor(maxError);
  const samples = `${formatCount(count)} ${reader.model.facts.calibration.of}`;
  const asked = `at most ${formatPercent(maxError)} of the accepted may be wrong: `;
  output.remark(
    threshold === Infinity
      ? `${asked}no reading of ${samples} was sure enough, so none is accepted`
      : `${asked}accepted from a probability of ${formatPercent(threshold)}, as were ${formatPercent(coverage)} of ` +
          `${samples}; of harder pictures more may be wrong`,
  );
}

/** Writes what was asked for beside the readings. */
function startSaving(files: readonly string[], { overlay, steps }: ReadNumbersOptions, output: Output) {
  const stems = uniqueStems(files);
  let [read, drawn] = [0, 0];
  return {
    async file(of: PagesReading | { error: InklingError }, layouts: readonly PageLayout[]): Promise<void> {
      const stem = stems[read++];
      if ("error" in of) return;
      if (steps !== undefined) await savePageSteps(steps, stem, layouts);
      if (overlay === undefined) return;
      for (const [i, page] of of.reading.pages.entries()) {
        await saveOverlay(overlayPath(overlay, drawn++), of.images[i], page);
      }
    },
    tell(): void {
      if (drawn > 0)
        output.remark(`wrote ${overlay}${drawn > 1 ? ` and ${formatCount(drawn - 1)} more` : ""}`);
      if (steps !== undefined) output.remark(`wrote the steps to ${steps}`);
    },
  };
}

/** Programs have read the errors in their lines; people do behind the table, which stays whole. */
function conclude(
  files: number,
  { accept, review, reject, failures }: Tally,
  csv: boolean,
  output: Output,
): void {
  const failed = failures.length;
  const count = accept + review + reject;
  output.emit({ event: "read", count, accepted: accept, reviewed: review, rejected: reject, failed });
  if (!output.json && !csv && files > 1) failures.forEach(({ message }) => output.remark(message));
  const parts = [`${formatCount(accept)} accepted`, `${formatCount(review)} to review`];
  if (count > 1) output.remark([...parts, `${formatCount(reject)} rejected`].join(", "));
  if (failed === 0) return;
  if (files === 1) throw failures[0];
  throw new InklingError({
    what: `${formatCount(failed)} of ${formatCount(files)} pictures could not be read`,
  });
}
