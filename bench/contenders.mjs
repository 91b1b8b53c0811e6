/** Who is measured: Inkling, and the peers that this machine has. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PEERS } from "./peers.mjs";
import { UsageError } from "./options.mjs";

const HOOK = new URL("./peak-memory-hook.mjs", import.meta.url);

/** Options of Node under which a process tells its peak memory. */
export const NODE_OPTIONS = ["--import", HOOK.href];

const PEERS_FOLDER = fileURLToPath(new URL("./peers/", import.meta.url));

/** Variables by which libraries are told how many threads to take; `peer.py` and `serve.mjs` read the first. */
const THREADS_VARIABLES = [
  "INKLING_BENCH_THREADS",
  "OPENBLAS_NUM_THREADS",
  "OMP_NUM_THREADS",
  "MKL_NUM_THREADS",
  "NPROC",
];

/**
 * Inkling, Inkling on one thread where it would take more, and the peers.
 * @param settings peers (undefined: all that this machine has), python, threads
 * @param notify called with a line on each peer that is left out
 * @returns for each its name, label with versions, command with arguments and environment, and what it cannot do
 * @throws Error if a peer that was asked for is not on this machine and cannot be installed
 */
export function findContenders({ peers, python, threads }, notify) {
  const own = [inkling("inkling", threads), ...(threads > 1 ? [inkling("inkling-1", 1)] : [])];
  const found = (peers ?? Object.keys(PEERS)).map((name) => {
    try {
      const peer = PEERS[name];
      return peer.python === undefined
        ? nodePeer(name, peer, threads)
        : pythonPeer(name, peer, threads, python);
    } catch (error) {
      if (peers !== undefined) throw error;
      notify(`Left out: ${error.message}`);
      return undefined;
    }
  });
  return [...own, ...found.filter((peer) => peer !== undefined)];
}

function inkling(name, threads) {
  const { version } = readManifest(fileURLToPath(new URL("../", import.meta.url)));
  return {
    name,
    label: `Inkling ${version}${plural(threads)}`,
    threads,
    ...nodeCommand(fileURLToPath(new URL("./inkling-contender.mjs", import.meta.url))),
    env: threadsEnvironment(threads),
    ...limitsOf({}),
  };
}

/** @throws Error if it cannot be installed */
function nodePeer(name, peer, threads) {
  const { script, title, packages, oneThread = false, env = {} } = peer;
  installNodePeers(packages);
  const { version } = readManifest(`${PEERS_FOLDER}node_modules/${packages[0]}/`);
  return {
    name,
    label: `${title.replace("VERSION", version)}${plural(oneThread ? 1 : threads)}`,
    threads: oneThread ? 1 : threads,
    ...nodeCommand(PEERS_FOLDER + script),
    env: { ...threadsEnvironment(threads), ...env },
    ...limitsOf(peer),
  };
}

/** Installed on demand, from a lock file of their own: the project itself depends on none of them. */
function installNodePeers(packages) {
  const missing = packages.some((name) => !existsSync(`${PEERS_FOLDER}node_modules/${name}/package.json`));
  if (!missing) return;
  const args = ["ci", "--prefix", PEERS_FOLDER, "--ignore-scripts", "--no-audit", "--no-fund"];
  console.error(
    `Installing the JavaScript peers (750 MB) into bench/peers/node_modules: npm ${args.join(" ")}`,
  );
  const { status } = spawnSync("npm", args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) {
    throw new Error(`The peers ${packages.join(", ")} could not be installed. Without peers: --peers none.`);
  }
}

/** @throws Error if there is no Python, or it does not load the peer's packages */
function pythonPeer(name, peer, threads, python) {
  const { python: script, packages, env = {} } = peer;
  const modules = Object.keys(packages);
  const mend = "or choose others with --peers.";
  if (python === undefined) {
    throw new UsageError(
      `${name} needs a Python with ${modules.join(" and ")}. Name one: --python PATH or INKLING_PYTHON, ${mend}`,
    );
  }
  const query = `import ${modules.join()}; print(${modules.map((module) => `${module}.__version__`).join()})`;
  const options = { encoding: "utf8", env: { ...process.env, ...env } };
  const { status, stdout, stderr, error } = spawnSync(python, ["-c", query], options);
  if (status !== 0) {
    const reason = error?.message ?? stderr.trim().split("\n").at(-1);
    throw new Error(
      `${name} needs ${modules.join(" and ")}, which ${python} does not load (${reason}). Install them there, ${mend}`,
    );
  }
  const versions = stdout.trim().split("\n").at(-1).split(" ");
  const titles = Object.values(packages).map((title, i) => `${title} ${versions[i]}`);
  return {
    name,
    label: `${titles.join(", ")}${plural(threads)}`,
    threads,
    command: python,
    args: ["-B", PEERS_FOLDER + script],
    env: { ...threadsEnvironment(threads), ...env },
    ...limitsOf(peer),
  };
}

/** What a contender cannot do, or not on everything, by benchmark. */
function limitsOf({ images = {}, batches = {}, cannot = {} }) {
  return { images, batches, cannot };
}

function nodeCommand(script) {
  return { command: process.execPath, args: [...NODE_OPTIONS, script] };
}

function threadsEnvironment(threads) {
  return Object.fromEntries(THREADS_VARIABLES.map((name) => [name, String(threads)]));
}

function plural(threads) {
  return threads === 1 ? " (1 thread)" : ` (${threads} threads)`;
}

function readManifest(folder) {
  return JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
}
