/**
 * `npm run bench:reading -- DIR`: measures the reader that comes with Inkling on every set of handwriting in DIR, and on
 * MNIST's test set where INKLING_DATA says where it is, and writes the tables of docs/READING.md. `--model FILE` measures
 * another model and writes nothing.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  calibrationError,
  evaluateReader,
  falsePositiveRateAt,
  loadDigitReader,
  loadInk,
  loadMnist,
  loadReadingSet,
  normaliseDigit,
  resizeArea,
  rocAuc,
  summariseReadings,
} from "inkling";
import { DOUBTFUL_LABELS } from "../scripts/digits/doubtful-labels.mjs";
import { rewriteSection } from "./publish.mjs";
import { measurePageSpeed } from "./page-speed.mjs";
import { measureNumbers } from "./reading-numbers.mjs";
import { formatMnist, formatNumbers, formatPages, formatSets, formatSpeed } from "./reading-tables.mjs";

/** Images that are predicted at once, and those that are read one by one. */
const BATCH = 10_000;
const SINGLE = 500;
const DOCUMENT = fileURLToPath(new URL("../docs/READING.md", import.meta.url));

async function run() {
  const { values, positionals } = parseArgs({
    options: { model: { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length !== 1) {
    throw new Error("Usage: npm run bench:reading -- DIR [--model FILE]; DIR holds a folder for each set.");
  }
  const started = performance.now();
  const reader = await loadDigitReader(values.model);
  const loading = performance.now() - started;
  const mnist = await measureMnist(reader);
  const rows = await measureSets(reader, positionals[0], mnist?.energies);
  if (rows.length === 0 && mnist === undefined) throw new Error("There was nothing to measure.");
  const tables = [
    rows.length > 0 ? formatSets(rows) : "",
    mnist === undefined ? "" : formatMnist(mnist),
    formatSpeed({ loading, ...(await measureSpeed(reader)), ...(await measurePageSpeed()) }),
  ];
  const text = tables.filter((each) => each !== "").join("\n\n");
  console.log(text);
  if (values.model !== undefined) return;
  await rewriteSection(DOCUMENT, "sets", text);
  const { numbers, pages } = await measureNumbers(positionals[0]);
  const parts = [
    numbers.length > 0 ? formatNumbers(numbers) : "",
    pages.length > 0 ? formatPages(pages) : "",
  ];
  const numbersText = parts.filter((each) => each !== "").join("\n\n");
  console.log(numbersText);
  await rewriteSection(DOCUMENT, "numbers", numbersText);
  console.error(`Written: ${DOCUMENT}`);
}

/** @param energies of MNIST's test digits, against which sets without digits are held; undefined leaves that out */
async function measureSets(reader, folder, energies) {
  const rows = [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const name of entries.map((entry) => entry.name).sort()) {
    const set = await loadSet(join(folder, name));
    if (set === undefined) continue;
    console.error(`Reading ${name}: ${set.count} images …`);
    const { summary, readings, leftOut, separation } = await evaluateReader(reader, set);
    if (leftOut > 0) console.error(`${name}: ${leftOut} numbers of several digits were left out.`);
    const others = readings.map(({ reading }) => reading.energy);
    const against = summary.digits === 0 && energies !== undefined ? separate(energies, others) : separation;
    rows.push({ name, summary, separation: against });
  }
  return rows;
}

/** The set, or undefined with a remark if it is none of single digits. */
async function loadSet(folder) {
  try {
    const set = await loadReadingSet(folder);
    const readable = set.labels.some((label) => label === undefined || label.length === 1);
    // A line of digits may happen to be one digit long: what counts is what the set is made of.
    const numbers = set.labels.filter((label) => label !== undefined && label.length > 1).length;
    if (readable && numbers <= set.count / 2) return set;
    console.error(`Left out ${folder}: its labels are whole numbers of several digits.`);
  } catch (error) {
    console.error(`Left out ${folder}: ${error.message}`);
  }
  return undefined;
}

function separate(digits, others) {
  return { auroc: rocAuc(digits, others), fpr95: falsePositiveRateAt(digits, others) };
}

/** MNIST's test set by the whole path, and its images given to the network as they are; undefined without INKLING_DATA. */
async function measureMnist(reader) {
  if (!process.env.INKLING_DATA) {
    console.error("INKLING_DATA is not set, so MNIST is left out, and sets without digits have no FPR95.");
    return undefined;
  }
  const { test } = await loadMnist({ download: false });
  const images = imagesOf(test);
  console.error(`Reading MNIST's test set: ${images.length} images …`);
  const labels = Array.from(test.labels, String);
  const set = {
    name: test.name,
    count: images.length,
    labels,
    files: labels.map((_, i) => String(i)),
    async *images() {
      yield* images;
    },
  };
  const { summary, readings } = await evaluateReader(reader, set);
  // The same decisions' inputs, but the network sees the images themselves.
  const direct = reader.readNormalised(
    readings.map(({ reading }, i) => ({ ...reading.normalised, blank: false, image: images[i] })),
  );
  return {
    ways: [
      measureWay("straight to the network", direct, test.labels),
      measureWay(
        "the whole path",
        readings.map(({ reading }) => reading),
        test.labels,
      ),
    ],
    energies: readings.map(({ reading }) => reading.energy),
    rejected: summary.rejected,
    count: summary.count,
    doubtful: DOUBTFUL_LABELS.length,
  };
}

/** Medians of many readings one by one, and the best of several batches. */
async function measureSpeed(reader) {
  const { images } = await loadInk({ count: BATCH });
  const pictures = imagesOf({ images });
  const photographs = pictures.slice(0, SINGLE).map((picture) => resizeArea(picture, 200, 200));
  const one = { data: images.data.subarray(0, 784), shape: [1, 28, 28] };
  const all = { data: images.data, shape: images.shape };
  reader.predict(all);
  const batches = Array.from({ length: 5 }, () => timeOf(() => reader.predict(all)));
  return {
    network: medianTime(pictures.slice(0, SINGLE), () => reader.predict(one)),
    small: medianTime(pictures.slice(0, SINGLE), (picture) => reader.read(picture)),
    large: medianTime(photographs, (picture) => reader.read(picture)),
    normalising: medianTime(photographs, (picture) => normaliseDigit(picture)),
    perSecond: (1000 * BATCH) / Math.min(...batches),
  };
}

function medianTime(pictures, work) {
  const times = pictures.map((picture) => timeOf(() => work(picture))).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}

function timeOf(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function imagesOf({ images: { data, shape } }) {
  const [count, height, width] = shape;
  const pixels = width * height;
  return Array.from({ length: count }, (_, i) => ({
    width,
    height,
    data: data.subarray(i * pixels, (i + 1) * pixels),
  }));
}

function measureWay(name, readings, labels) {
  const outcomes = readings.map(({ digit, probability, decision }, i) => ({
    isDigit: true,
    correct: digit === labels[i],
    confidence: Math.min(1, probability),
    decision,
  }));
  const clear = outcomes.filter((_, i) => !DOUBTFUL_LABELS.includes(i));
  return {
    name,
    accuracy: summariseReadings(outcomes).accuracy,
    accuracyClear: summariseReadings(clear).accuracy,
    calibrationError: calibrationError(
      outcomes.map(({ confidence }) => confidence),
      outcomes.map(({ correct }) => correct),
      { bins: 15 },
    ).error,
  };
}

try {
  await run();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
