/** `inkling read`: reads pictures of one digit each, and says how sure it is. */
import { join } from "node:path";
import { InklingError } from "../../base/errors.ts";
import { formatCount } from "../../base/format-count.ts";
import { loadDigitReader } from "../../node/load-digit-reader.ts";
import type { DigitReader } from "../../reader/index.ts";
import type { Output } from "../output.ts";
import { prepareOutputPath } from "../output-path.ts";
import { checkInputs } from "../reading/check-inputs.ts";
import { printReading } from "../reading/print-reading.ts";
import { readPictures, type FailedPicture, type PictureReading } from "../reading/read-pictures.ts";
import { CSV_HEADER, csvRecord, readingEvent } from "../reading/reading-records.ts";
import { startTable } from "../reading/reading-table.ts";
import { saveSteps, uniqueStems } from "../reading/save-steps.ts";

/** Options of `inkling read`. */
export interface ReadOptions {
  /** The model's file. @default the model that comes with Inkling */
  model?: string;
  /** Whether the readings are printed as comma-separated values. */
  csv?: boolean;
  /** The folder for the steps' images. */
  steps?: string;
  maxPixels?: number;
}

type Report = (picture: PictureReading | FailedPicture) => void;

/** What became of the pictures. */
interface Tally {
  count: number;
  accept: number;
  review: number;
  reject: number;
  failures: InklingError[];
}

/** @throws InklingError at the end, if a picture could not be read */
export async function read(files: readonly string[], options: ReadOptions, output: Output): Promise<void> {
  const { model, steps: folder, maxPixels } = options;
  checkInputs(files, options.csv ?? false, output);
  if (folder !== undefined) await prepareOutputPath(join(folder, "steps.png"));
  const reader = await loadDigitReader(model);
  const { name, facts } = reader.model;
  if (facts === undefined) output.remark(`${name} says of no reading that it is in doubt`);
  const report = chooseReport(files, reader, options, output);
  const stems = uniqueStems(files);
  const tally: Tally = { count: 0, accept: 0, review: 0, reject: 0, failures: [] };
  for await (const picture of readPictures(files, reader, { maxPixels, steps: folder !== undefined })) {
    report(picture);
    const stem = stems[tally.count++];
    if ("error" in picture) {
      tally.failures.push(picture.error);
      continue;
    }
    const { decision, normalised } = picture.reading;
    tally[decision]++;
    if (folder !== undefined) await saveSteps(folder, stem, normalised.steps ?? []);
  }
  if (folder !== undefined) output.remark(`wrote the steps to ${folder}`);
  conclude(tally, output, options.csv ?? false);
}

/** Programs have read the errors in their lines; people do behind the table, which stays whole. */
function conclude(
  { count, accept, review, reject, failures }: Tally,
  output: Output,
  hasErrorColumn: boolean,
): void {
  const failed = failures.length;
  output.emit({ event: "read", count, accepted: accept, reviewed: review, rejected: reject, failed });
  if (count > 1) {
    if (!output.json && !hasErrorColumn) failures.forEach(({ message }) => output.remark(message));
    const parts = [`${formatCount(accept)} accepted`, `${formatCount(review)} to review`];
    output.remark([...parts, `${formatCount(reject)} rejected`].join(", "));
  }
  if (failed === 0) return;
  if (count === 1) throw failures[0];
  throw new InklingError({
    what: `${formatCount(failed)} of ${formatCount(count)} pictures could not be read`,
  });
}

/** How a picture's reading is printed: for programs as it comes; for people one large, several in a table. */
function chooseReport(
  files: readonly string[],
  { model }: DigitReader,
  { csv = false }: ReadOptions,
  output: Output,
): Report {
  if (output.json) return (picture) => output.emit(readingEvent(picture));
  if (csv) {
    // RFC 4180 ends lines with CR LF; the LF is print's.
    output.print(`${CSV_HEADER}\r`);
    return (picture) => output.print(`${csvRecord(picture)}\r`);
  }
  if (files.length === 1) {
    return (picture) => {
      if ("reading" in picture) printReading(picture, model.facts !== undefined, output);
    };
  }
  const printLine = startTable(files, output);
  return (picture) => {
    if ("reading" in picture) printLine(picture);
  };
}
