/**
 * `npm run bench`: measures Inkling beside its peers, interleaved in one run, and compares it with its targets.
 * README.md here tells what is measured and how to read it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureInference } from "./benchmarks/inference.mjs";
import { measureStartUp } from "./benchmarks/start-up.mjs";
import { measureSeedEpoch } from "./benchmarks/seed-epoch.mjs";
import { measureSeedProcess } from "./benchmarks/seed-process.mjs";
import { measureWideEpoch } from "./benchmarks/wide-epoch.mjs";
import { runProcess } from "./child.mjs";
import { defaultPeers, findContenders, PEER_NAMES } from "./contenders.mjs";
import { machineFacts, noiseWarning } from "./machine.mjs";
import { findMnistFolder } from "./mnist-folder.mjs";
import { SEED } from "./networks.mjs";
import { formatBenchmark, formatMachine, toRecord } from "./report.mjs";

const BENCHMARKS = {
  "seed-epoch": measureSeedEpoch,
  "wide-epoch": measureWideEpoch,
  "seed-process": measureSeedProcess,
  inference: measureInference,
  "start-up": measureStartUp,
};

const USAGE = `Usage: npm run bench -- [options]
  --only NAMES   of ${Object.keys(BENCHMARKS).join(",")}
  --peers NAMES  of ${PEER_NAMES.join(",")}, or none (default: numpy,keras if INKLING_PYTHON is set, else tfjs)
  --rounds N     turns of every contender (default: 3)
  --json         lines of JSON instead of tables`;

class UsageError extends Error {}

async function run() {
  const { only, peers, rounds, json, help } = readArguments();
  if (help) return console.log(USAGE);
  const machine = machineFacts();
  const [contenders, data] = [findContenders(peers), await findMnistFolder()];
  const command = ["npm run bench", ...process.argv.slice(2)].join(" ").replace("bench ", "bench -- ");
  const warning = noiseWarning(machine);
  if (warning !== undefined) console.error(warning);
  console.log(
    json ? JSON.stringify({ event: "machine", ...machine, command }) : formatMachine(machine, command),
  );
  const folder = mkdtempSync(join(tmpdir(), "inkling-bench-"));
  try {
    const context = { contenders, rounds, data, folder };
    await makeModel(context);
    for (const name of only) {
      console.error(`Measuring ${name} …`);
      print(await BENCHMARKS[name](context), json);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.error(`Load average ${loadavg()[0].toFixed(2)} at the end.`);
}

function readArguments() {
  const { values } = parseOptions();
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new UsageError(`--rounds takes a whole number from 1, not ${values.rounds}.`);
  }
  const only = names("--only", values.only, Object.keys(BENCHMARKS)) ?? Object.keys(BENCHMARKS);
  const peers = values.peers === "none" ? [] : (names("--peers", values.peers, PEER_NAMES) ?? defaultPeers());
  return { ...values, only, peers, rounds };
}

function parseOptions() {
  try {
    return parseArgs({
      options: {
        only: { type: "string" },
        peers: { type: "string" },
        rounds: { type: "string", default: "3" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error.message, { cause: error });
  }
}

function names(option, given, known) {
  const list = given?.split(",");
  const unknown = list?.find((name) => !known.includes(name));
  if (unknown === undefined) return list;
  throw new UsageError(`${option} does not know ${unknown}; it knows ${known.join(", ")}.`);
}

/** The model that inference and start-up load: three epochs of the seed network. */
async function makeModel({ contenders: [inkling], data, folder }) {
  const request = { task: "makeModel", data, folder, ...SEED, epochs: 3 };
  await runProcess({ ...inkling, args: [...inkling.args, JSON.stringify(request)] });
}

/** Rows of one benchmark after another. */
function print(rows, json) {
  if (json) {
    for (const row of rows) console.log(JSON.stringify(toRecord(row)));
    return;
  }
  for (const benchmark of new Set(rows.map((row) => row.benchmark))) {
    console.log(formatBenchmark(rows.filter((row) => row.benchmark === benchmark)));
  }
}

try {
  await run();
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(usage ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = usage ? 2 : 1;
}
