/** How measurements are shown: as records, and as tables on the screen. */
import { summarise } from "./statistics.mjs";

/** How a value in seconds, MB or images/s is written in the unit that suits its benchmark. */
const UNITS = {
  s: { factor: 1, digits: 3 },
  ms: { factor: 1000, digits: 1 },
  µs: { factor: 1e6, digits: 1 },
  MB: { factor: 1, digits: 0 },
  "images/s": { factor: 1, digits: 0 },
};

/**
 * A benchmark's rows as plain objects: figures in the benchmark's unit; `met`, whether Inkling's median (and accuracy)
 * meets the target; `beatsInkling`, for peers.
 */
export function toRecords(rows) {
  const own = rows.find((row) => row.contender === "inkling");
  const ownMedian = own && own.samples.length > 0 ? summarise(own.samples).median : undefined;
  return rows.map((row) => toRecord(row, ownMedian));
}

function toRecord(row, ownMedian) {
  const { benchmark, title, contender, label, unit, more = false, accuracy, images, without } = row;
  const common = { benchmark, title, contender, label, unit, more };
  if (without !== undefined) return { ...common, without };
  const { factor } = UNITS[unit];
  const samples = row.samples.map((sample) => Number((sample * factor).toPrecision(5)));
  const figures = summarise(samples);
  return {
    ...common,
    ...figures,
    ...verdict(row, figures.median, ownMedian),
    ...(accuracy !== undefined && { accuracy }),
    ...(images !== undefined && { images }),
    samples,
  };
}

/** Inkling against its target, or a peer against Inkling. */
function verdict({ contender, unit, target, more = false, accuracy, leastAccuracy = 0 }, median, ownMedian) {
  const { factor } = UNITS[unit];
  if (contender === "inkling") {
    if (target === undefined) return {};
    const reached = more ? median >= target * factor : median <= target * factor;
    const right = leastAccuracy === 0 || accuracy >= leastAccuracy;
    return { target: target * factor, met: reached && right };
  }
  if (!isPeer(contender) || ownMedian === undefined) return {};
  return { beatsInkling: more ? median > ownMedian * factor : median < ownMedian * factor };
}

/** Not Inkling in another form, and not what stands in a table for comparison only. */
export function isPeer(contender) {
  return contender !== "node" && !contender.startsWith("inkling");
}

export function formatMachine({ cpu, cores, caches, memoryGiB, system, node, date }) {
  const cached = caches === undefined ? "" : ` (caches ${caches})`;
  return `${cpu}, ${cores} cores${cached}, ${memoryGiB} GiB, ${system}, Node ${node}, ${date}`;
}

/** The table of one benchmark. @param rows of one benchmark, Inkling's first */
export function formatBenchmark(rows) {
  const { what, unit, target, more = false } = rows[0];
  const { factor, digits } = UNITS[unit];
  const records = toRecords(rows);
  const width = Math.max(...records.map(({ label }) => label.length));
  const goal =
    target === undefined ? "" : `; target ${more ? "≥" : "≤"} ${format(target * factor, digits)} ${unit}`;
  const heading = `${what}${more ? " (more is better)" : ""}${goal}`;
  const columns = ["median", "min", "max", "n", "test acc."].map((name) => name.padStart(12)).join("");
  const lines = records.map((record) => `  ${record.label.padEnd(width)}${formatFigures(record, digits)}`);
  return `${heading}\n  ${unit.padEnd(width)}${columns}\n${lines.join("\n").replaceAll(/ +$/gm, "")}\n`;
}

function formatFigures({ without, median, min, max, n, accuracy, images, met, beatsInkling }, digits) {
  if (without !== undefined) return `  not measured: ${without}`;
  const figures = [median, min, max].map((value) => format(value, digits));
  const cells = [...figures, String(n), accuracy?.toFixed(4) ?? ""].map((cell) => cell.padStart(12)).join("");
  const notes = [
    met === undefined ? "" : met ? "met" : "MISSED",
    beatsInkling ? "BEATS INKLING" : "",
    images === undefined ? "" : `from ${images.toLocaleString("en-US")} images`,
  ];
  return `${cells}  ${notes.filter((note) => note !== "").join(", ")}`;
}

/** With thousands separated, as 1,234,567. */
function format(value, digits) {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
