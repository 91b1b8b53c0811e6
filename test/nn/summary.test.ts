import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatSummary, type SummaryRow, type SummaryTotals } from "../../src/nn/summary.ts";

interface SummaryCase {
  model: string;
  columns: number;
  rows: SummaryRow[];
  totals: SummaryTotals;
  text: string;
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), "utf8"));
const cases: SummaryCase[] = read("printing.json").summaries;

describe("a summary is the one that Keras prints", () => {
  test.each(cases)(
    "for the model $model with $totals on $columns columns",
    ({ model, columns, rows, totals, text }) => {
      expect(formatSummary(rows, totals, { name: model, columns })).toBe(text);
    },
  );

  test("for the notebook's network in a pipe, where there are 80 columns", () => {
    const { rows } = cases.find(({ model }) => model === "sequential")!;
    const prints = read("keras-prints.json").pipe80;
    const totals = { trainable: 27562, nonTrainable: 0 };
    expect(formatSummary(rows, totals, { name: "sequential" })).toBe(prints["summary: compiled"]);
    const trained = { ...totals, optimizer: 27564 };
    expect(formatSummary(rows, trained, { name: "sequential" })).toBe(prints["summary: trained"]);
  });
});

test("a very narrow terminal gets the table for 44 columns", () => {
  const { model, rows, totals, text } = cases.find(({ columns }) => columns === 44)!;
  expect(formatSummary(rows, totals, { name: model, columns: 5 })).toBe(text);
});
