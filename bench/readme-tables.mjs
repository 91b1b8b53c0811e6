/** The README's tables, in Markdown: a line for each contender, a column for each benchmark. */
import { formatMachine, isPeer } from "./report.mjs";

const TABLES = {
  Training: ["seed-epoch", "wide-epoch", "cnn-epoch", "seed-process", "seed-process-memory"],
  Prediction: ["predict-all", "predict-one", "cnn-predict-all", "cnn-predict-one", "start-up"],
};

/** Contenders that stand in a table for comparison with themselves only. */
const LEFT_OUT = ["inkling-h5", "node"];

/** @param results as they are written as JSON */
export function formatReadme({ machine, command, measurements }) {
  const tables = Object.entries(TABLES).map(([heading, benchmarks]) => {
    const records = measurements.filter(
      ({ benchmark, contender }) => benchmarks.includes(benchmark) && !LEFT_OUT.includes(contender),
    );
    return formatTable(heading, benchmarks, records);
  });
  return [
    `Medians of one run, everything in turns, with the least and the most in parentheses where there are several; the best in bold. \`${command}\`: ${formatMachine(machine)}.`,
    ...tables,
    formatLosses(measurements),
    formatSprint(measurements),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function formatTable(heading, benchmarks, records) {
  const of = (benchmark) => records.filter((record) => record.benchmark === benchmark);
  const titles = benchmarks.map((benchmark) => {
    const { title, unit } = of(benchmark)[0];
    return `${title} (${unit})`;
  });
  const labels = new Map(records.map(({ contender, label }) => [contender, label]));
  const lines = [...labels]
    .map(([contender, label]) => ({
      label: label.replace(", .safetensors", ""),
      records: benchmarks.map((benchmark) => of(benchmark).find((record) => record.contender === contender)),
    }))
    .filter((line) => line.records.some((record) => record?.median !== undefined))
    .map((line) => [line.label, ...line.records.map((record) => formatCell(record, of(record?.benchmark)))]);
  const rule = ["---", ...titles.map(() => "---:")];
  return [[heading, ...titles], rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** "0.061 (0.058–0.07)"; ▲ where a peer beats Inkling, † where it was measured on fewer images. */
function formatCell(record, column) {
  if (record?.median === undefined) return "–";
  const { n, median, min, max, images, beatsInkling } = record;
  const medians = column.filter((other) => other.median !== undefined).map((other) => other.median);
  const best = median === (record.more ? Math.max(...medians) : Math.min(...medians));
  const text = formatSignificant(median);
  const marks = `${beatsInkling ? " ▲" : ""}${images === undefined ? "" : " †"}`;
  const range = n === 1 ? "" : ` (${formatSignificant(min)}–${formatSignificant(max)})`;
  return `${best ? `**${text}**` : text}${range}${marks}`;
}

/** Where we lose, said plainly. */
function formatLosses(measurements) {
  const compared = measurements.filter(({ contender, median }) => isPeer(contender) && median !== undefined);
  const lost = compared.filter(({ beatsInkling }) => beatsInkling);
  const titles = [...new Set(lost.map(({ title }) => title))];
  const where = titles.map((title) => {
    const who = lost
      .filter((record) => record.title === title)
      .map(({ label }) => label.replace(/ \(.*\)$/, ""));
    return `- ${title}: ${who.join("; ")}.`;
  });
  const legend =
    "▲ better than Inkling; † measured on fewer images, times scaled; – not possible there, or it would take hours.";
  if (lost.length === 0) return `${legend} No peer was better than Inkling at anything.`;
  return `${legend}\n\nOf ${compared.length} comparisons Inkling lost ${lost.length}:\n\n${where.join("\n")}`;
}

function formatSprint(measurements) {
  const record = measurements.find(({ benchmark }) => benchmark === "sprint");
  if (record?.median === undefined) return "";
  const { n, median, min, max, accuracy } = record;
  const range = `${formatSignificant(min)}–${formatSignificant(max)}`;
  return (
    `\`inkling train --recipe sprint\` took ${formatSignificant(median)} s (${range}) from process start to end; ` +
    `the worst of its ${n} seeds had ${(accuracy * 100).toFixed(2)} % of the test set right.`
  );
}

/** Three digits that count, thousands separated. */
function formatSignificant(value) {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
