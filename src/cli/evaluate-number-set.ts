/** Measures the reader of numbers on a folder of them, or of pages, for `inkling evaluate --set DIR`. */
import { formatCount } from "../base/format-count.ts";
import {
  evaluateNumbers,
  evaluatePages,
  loadNumberReader,
  loadPageSet,
  type ReadingSet,
} from "../node/index.ts";
import type { NumberOptions } from "../reader/index.ts";
import { decisionTable, formatShare, type EvaluateSetOptions } from "./evaluate-set.ts";
import { formatPercent } from "./format.ts";
import type { Output } from "./output.ts";
import { parseGrammar } from "./reading/parse-grammar.ts";
import { UsageError } from "./usage-error.ts";

export async function evaluateNumberSet(
  model: string | undefined,
  set: ReadingSet,
  options: EvaluateSetOptions,
  output: Output,
): Promise<void> {
  const reader = await readerFor(model, options);
  const { summary, characterErrorRate } = await evaluateNumbers(reader, set, numberOptions(options));
  const { count, digits, notDigits, accuracy, accuracyAccepted, calibration } = summary;
  output.print("");
  output.printFacts([
    ["Set", set.name],
    [
      "Images",
      `${formatCount(count)} (${formatCount(digits)} numbers, ${formatCount(notDigits)} not numbers)`,
    ],
    ["Whole numbers right", formatShare(accuracy)],
    ["Of the accepted", accuracyAccepted === undefined ? "none was" : formatShare(accuracyAccepted)],
    ...(characterErrorRate === undefined
      ? []
      : [["Character error rate", formatPercent(characterErrorRate)] as const]),
    ["Calibration error", formatPercent(calibration.error)],
  ]);
  output.print("", ...decisionTable(summary));
  output.emit({
    event: "set",
    name: set.name,
    count,
    accuracy: accuracy.share,
    accepted: summary.accepted,
    accuracyAccepted: accuracyAccepted?.share ?? null,
    rejected: summary.rejected,
    characterErrorRate: characterErrorRate ?? null,
  });
}

export async function evaluatePageSet(
  model: string | undefined,
  options: EvaluateSetOptions,
  output: Output,
): Promise<void> {
  const [reader, set] = [await readerFor(model, options), await loadPageSet(options.set)];
  const pages = await evaluatePages(reader, set, numberOptions(options));
  const rows = [
    ["lines", "found", "right", "surplus", "page"],
    ...pages.map(({ file, lines, found, right, surplus }) => [
      ...[lines, found, right, surplus].map(String),
      file,
    ]),
  ];
  output.print("", ...rows.map((row) => row.map((cell, i) => (i < 4 ? cell.padStart(7) : cell)).join("  ")));
  const total = (key: "lines" | "found" | "right" | "surplus"): number =>
    pages.reduce((sum, page) => sum + page[key], 0);
  const totals = {
    lines: total("lines"),
    found: total("found"),
    right: total("right"),
    surplus: total("surplus"),
  };
  output.print("");
  output.printFacts([
    ["Set", set.name],
    ["Lines found", `${formatCount(totals.found)} of ${formatCount(totals.lines)}`],
    ["Lines right", `${formatCount(totals.right)} of ${formatCount(totals.lines)}`],
  ]);
  output.emit({ event: "pages", name: set.name, pages: pages.length, ...totals });
}

/** @throws UsageError for what is for single digits */
async function readerFor(model: string | undefined, { out }: EvaluateSetOptions) {
  const given = model === undefined ? out && `--out ${out}` : model;
  if (given !== undefined && given !== "") {
    throw new UsageError({
      what: "a model and --out are for sets of single digits",
      expected: "inkling evaluate --set DIR for whole numbers and pages",
      received: given,
    });
  }
  return await loadNumberReader();
}

function numberOptions({ grammar, maxError }: EvaluateSetOptions): NumberOptions {
  return { maxError, ...(grammar !== undefined && { grammar: parseGrammar(grammar) }) };
}
