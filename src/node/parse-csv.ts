/**
 * Tables of comma-separated values: quoted fields, doubled quotes and line breaks within them, lines that end in LF or CRLF.
 * Source: RFC 4180.
 */
import { InklingError } from "../base/errors.ts";

/** One row, and where it begins. */
export interface CsvRow {
  fields: string[];
  /** From 1. */
  line: number;
}

/** A field with what ends it: quoted, or of anything but a comma and a line's end. */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n][^,\r\n]*|))(,|\r?\n|\r|$)/y;

/**
 * The rows of a table, its header among them; lines without anything are left out, and so is a byte order mark.
 * @param name what the table is called in errors
 * @throws InklingError with the line's number where quotes are not closed, or text follows them
 */
export function parseCsv(text: string, name: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  let row: CsvRow = { fields: [], line };
  while (at < text.length) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(text);
    if (match === null) throw brokenQuotes(name, line);
    const [whole, quoted, plain, end] = match;
    row.fields.push(quoted?.replaceAll('""', '"') ?? plain);
    at += whole.length;
    line += lineBreaks(whole);
    // A comma at the very end of the text is followed by one more field, an empty one.
    if (end === "," && at < text.length) continue;
    if (end === ",") row.fields.push("");
    if (row.fields.length > 1 || row.fields[0] !== "") rows.push(row);
    row = { fields: [], line };
  }
  return rows;
}

function lineBreaks(text: string): number {
  return text.match(/\r?\n|\r/g)?.length ?? 0;
}

function brokenQuotes(name: string, line: number): InklingError {
  return new InklingError({
    what: `${name}, line ${line}, cannot be taken apart`,
    expected: 'fields that are quoted whole, as in "a, b", or not at all',
    received: "a quote that is not closed, or text after it",
    mend: 'Write a quote within a field twice: "a ""b"" c".',
  });
}
