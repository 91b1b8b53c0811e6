/** The curves of a training from the CSV file that `CSVLogger`, Keras's or Inkling's, writes. */
import { InklingError } from "../base/errors.ts";
import { platform } from "../nn/index.ts";
import type { HistoryCurves } from "../plots/index.ts";

/** @throws InklingError if there is no such file, or it is no history */
export async function readHistory(path: string): Promise<HistoryCurves> {
  const text = await platform().readText(path);
  if (text === undefined) throw historyError(path, "no such file");
  const [header = "", ...rows] = text.trim().split(/\r?\n/);
  const names = header.split(",");
  if (names[0] !== "epoch" || names.length < 2) {
    throw historyError(path, `a first line "${header.slice(0, 60)}"`);
  }
  if (rows.length === 0) throw historyError(path, "no epoch");
  const cells = rows.map((row) => row.split(","));
  const short = cells.findIndex((row) => row.length !== names.length);
  if (short >= 0) throw historyError(path, `${cells[short].length} columns in line ${short + 2}`);
  const curves = names.map((name, column): [string, number[]] => [
    name,
    cells.map((row, i) => numberOf(row[column], `${name} in line ${i + 2}`, path)),
  ]);
  // CSVLogger writes NA in the columns of what was not measured.
  return Object.fromEntries(curves.slice(1).filter(([, values]) => !values.every(Number.isNaN)));
}

function numberOf(cell: string, where: string, path: string): number {
  if (cell === "NA" || cell === "nan") return NaN;
  if (cell !== "" && !Number.isNaN(Number(cell))) return Number(cell);
  throw historyError(path, `"${cell}" for ${where}`);
}

function historyError(path: string, received: string): InklingError {
  return new InklingError({
    what: `${path} is not the history of a training`,
    expected: 'CSV that begins with "epoch,accuracy,loss", with a line for each epoch',
    received,
    mend: "Give the history.csv that inkling train --out DIR writes, or a file of CSVLogger's.",
  });
}
