/** How measurements are shown: a table for people, or lines of JSON. */
import { summarise } from "./statistics.mjs";

/** How a value in seconds, MB or images/s is written in the unit that suits its benchmark. */
const UNITS = {
  s: { factor: 1, digits: 3 },
  ms: { factor: 1000, digits: 1 },
  µs: { factor: 1e6, digits: 1 },
  MB: { factor: 1, digits: 0 },
  "images/s": { factor: 1, digits: 0 },
};

/** A measurement as one object: figures in the benchmark's unit, and whether Inkling's median meets the target. */
export function toRecord({ benchmark, contender, label, unit, samples, target, accuracy }) {
  const { factor } = UNITS[unit];
  const { n, median, min, max } = summarise(samples.map((sample) => sample * factor));
  const goal = contender.startsWith("inkling") ? target : undefined;
  return {
    event: "measurement",
    benchmark,
    contender,
    label,
    unit,
    n,
    median,
    min,
    max,
    ...(goal !== undefined && { target: goal * factor, met: median <= goal * factor }),
    ...(accuracy !== undefined && { accuracy }),
  };
}

export function formatMachine({ cpu, cores, memoryGiB, system, node, date, load }, command) {
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}
${date}, load average ${load} before the first benchmark
${command}
`;
}

/** The table of one benchmark. @param rows of one benchmark, Inkling's first */
export function formatBenchmark(rows) {
  const { what, unit, target } = rows[0];
  const { factor, digits } = UNITS[unit];
  const width = Math.max(...rows.map(({ label }) => label.length));
  const heading =
    target === undefined ? what : `${what}; target ≤ ${format(target * factor, digits)} ${unit}`;
  const columns = ["median", "min", "max", "n", "test acc."].map((name) => name.padStart(10)).join("");
  const lines = rows.map((row) => {
    const record = toRecord(row);
    const figures = [record.median, record.min, record.max].map((value) => format(value, digits));
    const cells = [...figures, String(record.n), record.accuracy?.toFixed(4) ?? ""];
    const verdict = record.met === undefined ? "" : record.met ? "  met" : "  MISSED";
    return `  ${row.label.padEnd(width)}${cells.map((cell) => cell.padStart(10)).join("")}${verdict}`;
  });
  return `${heading}\n  ${unit.padEnd(width)}${columns}\n${lines.join("\n").replaceAll(/ +$/gm, "")}\n`;
}

/** With thousands separated, as 1,234,567. */
function format(value, digits) {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
