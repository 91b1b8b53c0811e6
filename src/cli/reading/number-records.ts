/** Readings of numbers for programs: an object of a JSON line, and lines of a table. */
import type { NumberReading, Reading } from "../../reader/index.ts";
import { csvLine } from "../csv.ts";

/** Digits behind the point of a probability in the table. */
const PRECISION = 6;
const COLUMNS = "file,page,row,column,text,value,probability,decision,reasons,x,y,width,height,error".split(
  ",",
);

/** The line above the others. */
export const NUMBERS_HEADER = csvLine(COLUMNS);

/** A number's line. */
export function numberRecord(file: string, page: number, number: NumberReading): string {
  const { row, column, text, value, probability, decision, reasons, box } = number;
  return csvLine([
    file,
    page,
    row,
    column,
    text,
    value ?? "",
    probability.toFixed(PRECISION),
    decision,
    reasons.join("; "),
    ...[box.x, box.y, box.width, box.height],
    "",
  ]);
}

/** The line of a file that could not be read. */
export function failedRecord(file: string, message: string): string {
  return csvLine([file, ...COLUMNS.slice(2).map(() => ""), message]);
}

/** What a JSON line says of a file: its reading, as `inkling/schema` describes it. */
export function numbersEvent(file: string, reading: Reading): Record<string, unknown> {
  return { event: "reading", file, ...reading };
}
