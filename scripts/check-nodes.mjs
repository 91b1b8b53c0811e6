/**
 * Trains the networks of test/web/networks.ts under several Nodes, on 1 to 4 threads, and compares the weights' SHA-256.
 * The Nodes are npm's packages `node@20`, `node@22` and `node@24`, installed into a temporary folder.
 *
 * `npm run check:nodes`, or `npm run check:nodes -- 20.19.0 22` for others.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformWithOxc } from "vite";

const VERSIONS = ["20", "22", "24"];
const THREADS = [1, 2, 3, 4];
const LIBRARY = new URL("../dist/bundle/index.js", import.meta.url).href;
const NETWORKS = fileURLToPath(new URL("../test/web/networks.ts", import.meta.url));
const TRAIN = fileURLToPath(new URL("check-nodes/train.mjs", import.meta.url));
/** Milliseconds that an installation may take; a download may stall for ever. */
const INSTALL_MS = 300_000;
/** Milliseconds that all trainings under one Node may take: some seconds, if no thread hangs. */
const TRAIN_MS = 120_000;
/** Signs of a fingerprint in the table. */
const SHOWN = 12;

async function main(versions) {
  const folder = mkdtempSync(join(tmpdir(), "inkling-nodes-"));
  try {
    const { code } = await transformWithOxc(readFileSync(NETWORKS, "utf8"), NETWORKS);
    const networks = join(folder, "networks.mjs");
    writeFileSync(networks, code);
    const runs = versions.flatMap((version) => trainUnder(installNode(folder, version), networks));
    printTable(runs);
    compare(runs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Installs a Node and returns its executable. */
function installNode(folder, version) {
  const prefix = join(folder, version);
  mkdirSync(prefix);
  console.log(`Installing node@${version}`);
  const options = ["--no-audit", "--no-fund", "--silent"];
  const run = { stdio: "inherit", timeout: INSTALL_MS };
  execFileSync("npm", ["install", "--prefix", prefix, ...options, `node@${version}`], run);
  const executable = join(prefix, "node_modules", "node", "bin", "node");
  // The package fetches the executable by an install script, which npm may be told not to run.
  if (!existsSync(executable)) throw new Error(`npm installed node@${version} without its executable`);
  return executable;
}

/** Trains every network on every number of threads under one Node. */
function trainUnder(executable, networks) {
  const output = execFileSync(executable, [TRAIN, LIBRARY, networks, ...THREADS.map(String)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    timeout: TRAIN_MS,
  });
  return JSON.parse(output);
}

/** One row for each network and Node, one column for each number of threads. */
function printTable(runs) {
  const names = [...new Set(runs.map(({ network }) => network))];
  const width = Math.max(...names.map((name) => name.length));
  const heads = THREADS.map((threads) => `${threads} thread${threads === 1 ? "" : "s"}`.padEnd(SHOWN));
  console.log(`\n${"network".padEnd(width)}  ${"Node".padEnd(9)}  ${heads.join("  ")}`);
  for (const name of names) {
    const ofNetwork = runs.filter(({ network }) => network === name);
    for (const node of new Set(ofNetwork.map((run) => run.node))) {
      const shas = ofNetwork.filter((run) => run.node === node).map(({ sha }) => sha.slice(0, SHOWN));
      console.log(`${name.padEnd(width)}  ${node.padEnd(9)}  ${shas.join("  ")}`);
    }
  }
}

/** @throws Error if a network has two fingerprints */
function compare(runs) {
  const fingerprints = new Set(runs.map(({ network, sha }) => `${network} ${sha}`));
  const networks = new Set(runs.map(({ network }) => network));
  if (fingerprints.size !== networks.size) throw new Error("the same seed gave different weights");
  console.log(`\n${runs.length} trainings, one SHA-256 for each of ${networks.size} networks.`);
}

try {
  const versions = process.argv.slice(2);
  await main(versions.length > 0 ? versions : VERSIONS);
} catch (error) {
  console.error(`check-nodes.mjs: ${error.message}`);
  process.exitCode = 1;
}
