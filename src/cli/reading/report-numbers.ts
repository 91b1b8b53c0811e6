/** How readings of numbers are printed: as JSON lines or comma-separated values for programs, as a table for people. */
import type { NumberReading } from "../../reader/index.ts";
import type { Output } from "../output.ts";
import { failedRecord, numberRecord, NUMBERS_HEADER, numbersEvent } from "./number-records.ts";
import { startNumbersTable } from "./numbers-table.ts";
import type { FailedFile, PagesReading } from "./read-pages.ts";

type Report = (read: PagesReading | FailedFile) => void;

export function reportNumbers(files: readonly string[], csv: boolean, output: Output): Report {
  if (output.json) return (read) => output.emit(eventOf(read));
  if (!csv) return tableOf(files, output);
  // RFC 4180 ends lines with CR LF; the LF is print's.
  const print = (line: string): void => output.print(`${line}\r`);
  print(NUMBERS_HEADER);
  return (read) => {
    if ("error" in read) print(failedRecord(read.file, read.error.message));
    else forEachNumber(read, (page, number) => print(numberRecord(read.file, page, number)));
  };
}

function eventOf(read: PagesReading | FailedFile): Record<string, unknown> {
  if ("error" in read) return { event: "reading", file: read.file, error: read.error.message };
  return numbersEvent(read.file, read.reading);
}

function tableOf(files: readonly string[], output: Output): Report {
  const printLine = startNumbersTable(files, output);
  return (read) => {
    if ("error" in read) return;
    const { pages } = read.reading;
    const count = pages.reduce((sum, { numbers }) => sum + numbers.length, 0);
    if (count === 0) output.print(`${read.file}  nothing is written there`);
    forEachNumber(read, (page, number) => printLine(placeOf(read, page, number), number));
  };
}

/** The file, and where in it the number is: `form.tif p2 r3 c1`, each part only where there is more than one. */
function placeOf(
  { file, reading: { pages } }: PagesReading,
  page: number,
  { row, column }: NumberReading,
): string {
  const { numbers } = pages[page];
  return [
    file,
    ...(pages.length > 1 ? [`p${page + 1}`] : []),
    ...(numbers.length > 1 ? [`r${row + 1}`] : []),
    ...(numbers.some((other) => other.column > 0) ? [`c${column + 1}`] : []),
  ].join(" ");
}

function forEachNumber({ reading }: PagesReading, use: (page: number, number: NumberReading) => void): void {
  reading.pages.forEach(({ numbers }, page) => numbers.forEach((number) => use(page, number)));
}
