/** The files of `inkling evaluate --set DIR --out DIR`: plots, and every reading as a line of readings.csv. */
import { join } from "node:path";
import type { Misread } from "../metrics/index.ts";
import { writeFileAtomic } from "../node/index.ts";
import type { LabelledReading, ReaderEvaluation } from "../node/index.ts";
import { misreadGrid, reliabilityPlot, riskCoveragePlot } from "../plots/index.ts";
import { savePlot, type Draw } from "./save-plot.ts";

const SIDE = 28;
const PIXELS = SIDE * SIDE;
/** Stands for "not a digit" among the classes. */
const NOT_A_DIGIT = 10;
const NAMES = [...Array.from({ length: NOT_A_DIGIT }, (_, digit) => String(digit)), "none"];

/** @returns the paths written */
export async function saveSet(
  folder: string,
  name: string,
  { summary, readings }: ReaderEvaluation,
): Promise<string[]> {
  const plots: [file: string, draw: Draw][] = [
    [
      "reliability.png",
      (document) => reliabilityPlot(summary.calibration, { document, title: `Reliability: ${name}` }),
    ],
    [
      "risk-coverage.png",
      (document) => riskCoveragePlot(summary.riskCoverage, { document, title: `Risk and coverage: ${name}` }),
    ],
    ["misread.png", (document) => drawMisreads(name, readings, document)],
  ];
  const paths = plots.map(([file]) => join(folder, file));
  for (const [i, [, draw]] of plots.entries()) await savePlot(draw, [paths[i]]);
  const table = join(folder, "readings.csv");
  await writeFileAtomic(table, readingsCsv(readings));
  return [...paths, table];
}

/** Digits read as others, and what is no digit but was not rejected, as the network saw them. */
function drawMisreads(title: string, readings: readonly LabelledReading[], document: Document): string {
  const data = new Uint8Array(readings.length * PIXELS);
  readings.forEach(({ reading }, n) => data.set(reading.normalised.image.data, n * PIXELS));
  const misreads = readings
    .map(({ label, reading }, index): Misread => {
      const { digit, probability } = reading;
      return { index, truth: label ?? NOT_A_DIGIT, predicted: digit, probability };
    })
    .filter(({ index, truth, predicted }) =>
      truth === NOT_A_DIGIT ? readings[index].reading.decision !== "reject" : truth !== predicted,
    )
    .sort((a, b) => b.probability - a.probability || a.index - b.index);
  const images = { data, shape: [readings.length, SIDE, SIDE] };
  return misreadGrid(images, misreads, { document, title: `Misread: ${title}`, names: NAMES });
}

function readingsCsv(readings: readonly LabelledReading[]): string {
  const rows = readings.map(({ index, file, label, reading }) => [
    index,
    file,
    label ?? "-",
    reading.digit,
    reading.probability.toFixed(6),
    reading.notADigit.toFixed(6),
    reading.energy.toFixed(4),
    reading.decision,
    reading.reasons.join("; "),
  ]);
  const header = "index,file,label,digit,probability,notADigit,energy,decision,reasons".split(",");
  return [header, ...rows].map((row) => `${row.map(csvField).join(",")}\n`).join("");
}

function csvField(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
