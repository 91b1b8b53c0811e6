/** Who is measured: Inkling, and the peers that this machine has. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const HOOK = new URL("./peak-memory-hook.mjs", import.meta.url);

/** Options of Node under which a process tells its peak memory. */
export const NODE_OPTIONS = ["--import", HOOK.href];

const PEERS = fileURLToPath(new URL("./peers/", import.meta.url));

/** Makes a peer by its name. */
const MAKERS = {
  numpy: () => pythonPeer("numpy", "numpy_peer.py", { numpy: "NumPy" }),
  keras: () => pythonPeer("keras", "keras_peer.py", { keras: "Keras", tensorflow: "TensorFlow" }),
  tfjs: () => tensorFlowJsPeer(),
};

export const PEER_NAMES = Object.keys(MAKERS);

/** Through Python where INKLING_PYTHON names it, else the one that npm alone can install. */
export function defaultPeers() {
  return process.env.INKLING_PYTHON ? ["numpy", "keras"] : ["tfjs"];
}

/**
 * Inkling and the peers.
 * @returns for each its name, its label with versions, and the command whose argument is a request
 * @throws Error if a peer is not on this machine and cannot be installed
 */
export function findContenders(peers) {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const inkling = nodeContender(
    "inkling",
    `Inkling ${version}`,
    new URL("./inkling-contender.mjs", import.meta.url),
  );
  return [inkling, ...peers.map((name) => MAKERS[name]())];
}

function nodeContender(name, label, script) {
  return { name, label, command: process.execPath, args: [...NODE_OPTIONS, fileURLToPath(script)] };
}

function pythonPeer(name, script, packages) {
  const python = process.env.INKLING_PYTHON;
  const modules = Object.keys(packages);
  const mend = "or take another peer: npm run bench -- --peers tfjs.";
  if (!python) {
    throw new Error(
      `The peer ${name} needs a Python that has ${modules.join(" and ")}, and INKLING_PYTHON is not set. ` +
        `Set it to such an interpreter's path, ${mend}`,
    );
  }
  const query = `import ${modules.join()}; print(${modules.map((module) => `${module}.__version__`).join()})`;
  const { status, stdout, stderr, error } = spawnSync(python, ["-c", query], { encoding: "utf8" });
  if (status !== 0) {
    const reason = error?.message ?? stderr.trim().split("\n").at(-1);
    throw new Error(
      `The peer ${name} needs ${modules.join(" and ")}, which ${python} does not load (${reason}). ` +
        `Install them there, ${mend}`,
    );
  }
  const versions = stdout.trim().split(" ");
  const label = Object.values(packages).map((title, i) => `${title} ${versions[i]}`);
  return { name, label: label.join(", "), command: python, args: ["-B", PEERS + script] };
}

/** Installed on demand, from its own lock file: the project itself does not depend on it. */
function tensorFlowJsPeer() {
  const manifest = `${PEERS}node_modules/@tensorflow/tfjs/package.json`;
  if (!existsSync(manifest)) {
    const args = ["ci", "--prefix", PEERS, "--ignore-scripts", "--no-audit", "--no-fund"];
    console.error(`Installing TensorFlow.js (300 MB) into bench/peers/node_modules: npm ${args.join(" ")}`);
    const { status } = spawnSync("npm", args, { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new Error("TensorFlow.js could not be installed. Without peers: --peers none.");
  }
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  return nodeContender(
    "tfjs",
    `TensorFlow.js ${version} (wasm)`,
    new URL("./peers/tfjs-peer.mjs", import.meta.url),
  );
}
