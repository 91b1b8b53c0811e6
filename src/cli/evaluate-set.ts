/** Measures a reader on a folder of handwriting, for `inkling evaluate --set DIR`. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { formatCount } from "../base/format-count.ts";
import type { MeasuredShare, ReadingSummary } from "../metrics/index.ts";
import { evaluateReader, holdsNumbers, loadReadingSet } from "../node/index.ts";
import type { ReaderEvaluation } from "../node/index.ts";
import { loadDigitReader } from "../node/load-digit-reader.ts";
import { formatAccuracy, formatPercent } from "./format.ts";
import type { Output } from "./output.ts";
import { prepareOutputPath } from "./output-path.ts";
import { UsageError } from "./usage-error.ts";

const PAGES = "pages.json";

/** What is measured, and how. */
export interface EvaluateSetOptions {
  /** A folder with labels.csv, IDX files or pages.json. */
  set: string;
  /** Where plots and readings go. */
  out?: string;
  /** What a number may be, as `parseGrammar` takes it. */
  grammar?: string;
  maxError?: number;
}

/** @param path the model's file; undefined is the model that comes with Inkling */
export async function evaluateSet(
  path: string | undefined,
  options: EvaluateSetOptions,
  output: Output,
): Promise<void> {
  const { set: folder, out } = options;
  await checkFolder(folder);
  if (await isFile(join(folder, PAGES))) {
    return await (await import("./evaluate-number-set.ts")).evaluatePageSet(path, options, output);
  }
  const set = await loadReadingSet(folder);
  if (holdsNumbers(set)) {
    return await (await import("./evaluate-number-set.ts")).evaluateNumberSet(path, set, options, output);
  }
  if (out !== undefined) await prepareOutputPath(join(out, "readings.csv"));
  const reader = await loadDigitReader(path);
  const evaluation = await evaluateReader(reader, set);
  const { summary } = evaluation;
  // What draws plots takes a tenth of a second to load.
  const files =
    out === undefined ? [] : await (await import("./save-set.ts")).saveSet(out, set.name, evaluation);
  output.print("");
  output.printFacts([
    ["Set", set.name],
    ["Model", path ?? "the one that comes with Inkling"],
    ...factsOf(evaluation),
    ...(files.length > 0 ? [["Saved", files.join(", ")] as const] : []),
  ]);
  output.print("", ...decisionTable(summary));
  output.emit({
    event: "set",
    name: set.name,
    count: summary.count,
    accuracy: summary.accuracy.share,
    accepted: summary.accepted,
    accuracyAccepted: summary.accuracyAccepted?.share ?? null,
    rejected: summary.rejected,
  });
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new UsageError({
    what: `--set ${folder} is no set`,
    expected: "test or train, or a folder with labels.csv, IDX files or pages.json",
    received: found === undefined ? "a name of nothing" : "a file",
  });
}

type Fact = readonly [name: string, value: string];

function factsOf({ summary, leftOut, separation }: ReaderEvaluation): Fact[] {
  const { count, digits, notDigits, accuracy, accuracyAccepted, calibration } = summary;
  const facts: Fact[] = [
    ["Images", `${formatCount(count)} (${formatCount(digits)} digits, ${formatCount(notDigits)} not digits)`],
  ];
  if (leftOut > 0) {
    facts.push(["Left out", `${formatCount(leftOut)} numbers of several digits among single ones`]);
  }
  facts.push(["Accuracy", formatShare(accuracy)]);
  facts.push([
    "Of the accepted",
    accuracyAccepted === undefined ? "none was" : formatShare(accuracyAccepted),
  ]);
  if (digits > 0) facts.push(["Calibration error", formatPercent(calibration.error)]);
  if (separation !== undefined) {
    facts.push(["AUROC", separation.auroc.toFixed(4)]);
    facts.push(["FPR95", formatPercent(separation.fpr95)]);
  }
  return facts;
}

export function formatShare({ share, of }: MeasuredShare): string {
  return formatAccuracy(share, of);
}

/** What was decided, and what was right of it. */
export function decisionTable({ count, decisions }: ReadingSummary): string[] {
  const rows = [
    ["Decision", "images", "share", "digits", "read right", "not digits"],
    ...Object.entries(decisions).map(([decision, own]) => [
      decision,
      formatCount(own.count),
      formatPercent(own.count / count),
      formatCount(own.digits),
      formatCount(own.digitsRight),
      formatCount(own.notDigits),
    ]),
  ];
  return rows.map(([name, ...cells]) =>
    [name.padEnd(8), ...cells.map((cell) => cell.padStart(10))].join("  "),
  );
}
