/** The list of a set of pictures: `labels.csv`, with the columns `file` and `label`. */
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { InklingError, NotFoundError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import { fileError } from "./file-errors.ts";
import { parseCsv } from "./parse-csv.ts";
import type { CsvRow } from "./parse-csv.ts";

/** One line of the list. */
export interface LabelledPicture {
  /** As it stands in the list, relative to the list's folder. */
  file: string;
  path: string;
  label: string;
}

/** Files looked for at a time. */
const BATCH = 64;

/**
 * Reads the list and sees that every picture is there.
 * @throws InklingError if it is no such list or lists nothing, NotFoundError if it or a picture is not there
 */
export async function readLabelsCsv(path: string): Promise<LabelledPicture[]> {
  const [header, ...rows] = parseCsv(await readText(path), path);
  const columns = findColumns(header, path);
  if (rows.length === 0) {
    throw new InklingError({
      what: `${path} lists no images`,
      expected: "a line for each image below the header",
      received: "the header alone",
      mend: "Add lines such as a.png,7.",
    });
  }
  const pictures = rows.map((row) => takePicture(row, columns, path));
  for (let start = 0; start < pictures.length; start += BATCH) {
    const batch = pictures.slice(start, start + BATCH);
    await Promise.all(batch.map((picture, i) => checkThere(picture, rows[start + i].line, path)));
  }
  return pictures;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw fileError("read", path, error);
  }
}

interface Columns {
  file: number;
  label: number;
}

function findColumns(header: CsvRow | undefined, path: string): Columns {
  const names = header?.fields.map((field) => field.trim().toLowerCase()) ?? [];
  const columns = { file: names.indexOf("file"), label: names.indexOf("label") };
  if (columns.file >= 0 && columns.label >= 0) return columns;
  throw new InklingError({
    what: `${path} has not the columns of a list of images`,
    expected: 'a first line "file,label"',
    received: header === undefined ? "an empty file" : show(header.fields.join(",")),
    mend: "Name the columns in the first line, and separate them with commas.",
  });
}

function takePicture({ fields, line }: CsvRow, columns: Columns, path: string): LabelledPicture {
  const file = fields[columns.file]?.trim() ?? "";
  const label = fields[columns.label]?.trim();
  if (file !== "" && label !== undefined) return { file, path: resolve(dirname(path), file), label };
  throw new InklingError({
    what: `${path}, line ${line}, is not complete`,
    expected: "the name of an image and its label",
    received: show(fields.join(",")),
    mend: "Label an image that shows no digit with -, or remove the line.",
  });
}

async function checkThere(picture: LabelledPicture, line: number, path: string): Promise<void> {
  const found = await stat(picture.path).catch(() => undefined);
  if (found?.isFile() === true) return;
  throw new NotFoundError({
    what: `${path}, line ${line}, names an image that is not there`,
    expected: `a file ${picture.path}`,
    received: found === undefined ? "nothing of that name" : "a folder",
    mend: `Correct the name, which is relative to the folder of ${basename(path)}, or remove the line.`,
  });
}
