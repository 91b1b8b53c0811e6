/**
 * `npm run bench`: measures Inkling beside its peers, interleaved in one run, and compares it with its targets.
 * README.md here tells what is measured and how to read it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ALONE, MODELS, STANDARD } from "./catalogue.mjs";
import { runProcess } from "./child.mjs";
import { findContenders } from "./contenders.mjs";
import { machineFacts } from "./machine.mjs";
import { findMnistFolder } from "./mnist-folder.mjs";
import { CNN, SEED } from "./networks.mjs";
import { formatUsage, parseOptions, publicCommand, UsageError } from "./options.mjs";
import { PEERS } from "./peers.mjs";
import { rewriteSection, writeResults } from "./publish.mjs";
import { busyReasons, lookAtMachine, waitUntilQuiet } from "./quiet.mjs";
import { formatReadme } from "./readme-tables.mjs";
import { formatBenchmark, formatMachine, toRecords } from "./report.mjs";

const KNOWN = { standard: Object.keys(STANDARD), alone: Object.keys(ALONE), peers: Object.keys(PEERS) };
const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** How often, and how far apart, a machine is looked at before a benchmark is given up as spoilt. */
const PATIENCE = { looks: 10, seconds: 10 };

/** How the models that contenders load are trained: enough for weights that are not noise. */
const TRAINING = {
  seed: { network: SEED, images: 60_000, epochs: 3 },
  cnn: { network: CNN, images: 6000, epochs: 1 },
};

async function run() {
  const settings = parseOptions(process.argv.slice(2), KNOWN);
  if (settings.help) return console.log(formatUsage(KNOWN));
  const { look, quiet } = await checkQuiet(settings);
  const machine = { ...machineFacts(), look };
  const compared = settings.names.some((name) => name in STANDARD);
  const contenders = compared ? findContenders(settings, console.error) : [];
  const command = publicCommand(process.argv.slice(2));
  console.log(`${formatMachine(machine)}\n${command}\n`);
  const folder = mkdtempSync(join(tmpdir(), "inkling-bench-"));
  try {
    const context = { ...settings, contenders, data: await findMnistFolder(), folder };
    await makeModels(context);
    const outcome = await measureAll(context, quiet);
    await publish({ settings, machine, contenders, command, ...outcome });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Looks at the machine before anything is measured.
 * @returns what was seen, and whether what is measured may be published
 * @throws Error if it is busy and that was not allowed
 */
async function checkQuiet({ busyOk, quick }) {
  const look = await lookAtMachine();
  const reasons = busyReasons(look);
  if (reasons.length > 0 && !busyOk) {
    throw new Error(
      `This machine is busy, so the figures would be worth nothing. ${reasons.join(" ")} ` +
        "Wait until it is quiet; or measure all the same, not to publish, with --busy-ok.",
    );
  }
  for (const reason of reasons) console.error(reason);
  return { look, quiet: reasons.length === 0 && !busyOk && !quick };
}

/** The models that the contenders load, trained by Inkling. */
async function makeModels({ names, contenders, data, folder, quick }) {
  for (const name of new Set(names.map((each) => MODELS[each]).filter((each) => each !== undefined))) {
    console.error(`Training the ${name} network that all contenders load …`);
    const { network, images, epochs } = TRAINING[name];
    const sizes = { images: quick ? 1280 : images, warmUpImages: 0, batchSize: network.batchSize, epochs };
    const request = { task: "makeModel", data, folder, network, ...sizes };
    const [inkling] = contenders;
    await runProcess({ ...inkling, args: [...inkling.args, JSON.stringify(request)] });
  }
}

/** Measures one benchmark after another, and looks before each whether the machine is still quiet. */
async function measureAll(context, quietAtFirst) {
  const outcome = { measurements: [], texts: {}, alone: {}, publishable: quietAtFirst, failed: false };
  const tables = [];
  for (const [i, name] of context.names.entries()) {
    if (i > 0) {
      const reasons = await waitUntilQuiet(PATIENCE);
      for (const reason of reasons) console.error(reason);
      if (reasons.length > 0) outcome.publishable = false;
    }
    console.error(`Measuring ${name} …`);
    try {
      const { rows, text, record, failed } = await (STANDARD[name] ?? ALONE[name])(context);
      if (rows !== undefined) tables.push(...addRows(outcome, rows));
      else Object.assign(outcome, addAlone(outcome, name, { text, record, failed }));
    } catch (error) {
      // What else there is to measure is measured, and kept.
      console.error(`${name} failed: ${error.message}`);
      outcome.failed = true;
    }
  }
  outcome.texts.figures = tables.join("\n");
  return outcome;
}

/** Prints and keeps the rows of a benchmark, which may be several tables; returns the tables. */
function addRows(outcome, rows) {
  if (rows.some(({ failed }) => failed)) outcome.failed = true;
  return [...new Set(rows.map(({ benchmark }) => benchmark))].map((benchmark) => {
    const own = rows.filter((row) => row.benchmark === benchmark);
    outcome.measurements.push(...toRecords(own));
    const table = formatBenchmark(own);
    console.log(table);
    return table;
  });
}

function addAlone({ texts, alone, failed }, name, result) {
  console.log(`${result.text}\n`);
  return {
    texts: { ...texts, [name]: result.text },
    alone: { ...alone, [name]: result.record },
    failed: failed || result.failed === true,
  };
}

/** Writes the results, and the tables if that was asked for and nothing speaks against it. */
async function publish({
  settings,
  machine,
  contenders,
  command,
  measurements,
  texts,
  alone,
  publishable,
  failed,
}) {
  const named = contenders.map(({ name, label, threads }) => ({ name, label, threads }));
  const ready = publishable && !failed;
  const results = { machine, command, publishable: ready, contenders: named, measurements, ...alone };
  const date = machine.date.slice(0, 16).replaceAll(/[:T]/g, "-");
  const path = settings.json ?? join(ROOT, "bench", "results", `${date}.json`);
  console.error(`Results: ${await writeResults(path, results)}`);
  if (failed) process.exitCode = 1;
  if (!settings.readme) return;
  if (!ready) throw new Error("Nothing was published: the machine became busy, or a benchmark failed.");
  const heading = `${formatMachine(machine)}\n${command}\n\n`;
  for (const [section, text] of Object.entries(texts)) {
    if (text === "") continue;
    await rewriteSection(
      join(ROOT, "bench", "README.md"),
      section,
      `\`\`\`\n${heading}${text.trimEnd()}\n\`\`\``,
    );
  }
  if (measurements.length === 0) return;
  await rewriteSection(join(ROOT, "README.md"), "speed", formatReadme(results));
}

try {
  await run();
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(usage ? `${error.message}\n${formatUsage(KNOWN)}` : error.message);
  process.exitCode = usage ? 2 : 1;
}
