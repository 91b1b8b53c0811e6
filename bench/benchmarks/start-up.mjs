/** Whole processes that import the library, load a model and predict one image: what a script's user waits for. */
import { join } from "node:path";
import { runProcess } from "../child.mjs";
import { interleave } from "../interleave.mjs";
import { SEED } from "../networks.mjs";

/** These processes are short, so they are run more often. */
const RUNS_PER_ROUND = 5;

const SCRIPT = `
  import { loadModel } from "inkling";
  const model = await loadModel(process.argv[1]);
  const image = { data: Uint8Array.from({ length: 784 }, (_, i) => i % 256), shape: [1, 28, 28], scale: 1 / 255 };
  console.log(JSON.stringify({ probabilities: Array.from(model.predict(image).data) }));
`;

const TOLERANCE = 1e-4;

const BENCHMARK = {
  benchmark: "start-up",
  what: "A process that imports, loads the seed network and predicts one image",
  unit: "ms",
};

const TARGET = 0.15;

export async function measureStartUp({ contenders, rounds, folder }) {
  const [inkling, ...peers] = contenders;
  const variants = [
    {
      ...inkling,
      ...nodeScript(SCRIPT, join(folder, "model.safetensors")),
      suffix: ", .safetensors",
      target: TARGET,
    },
    { ...inkling, ...nodeScript(SCRIPT, join(folder, "model.h5")), suffix: ", .h5" },
    { name: "node", label: "Node alone", ...nodeScript("") },
    ...peers.map((peer) => ({
      ...peer,
      args: [...peer.args, JSON.stringify({ task: "start", folder, ...SEED })],
    })),
  ];
  const rows = variants.map(({ name, label, suffix = "", target }) => ({
    ...BENCHMARK,
    contender: name + suffix,
    label: label + suffix,
    target,
    samples: [],
  }));
  let expected;
  await interleave([...variants.keys()], rounds * RUNS_PER_ROUND, async (i) => {
    const { seconds, answer } = await runProcess(variants[i]);
    rows[i].samples.push(seconds);
    expected ??= answer.probabilities;
    if (answer.probabilities !== undefined) checkSame(rows[i].label, answer.probabilities, expected);
  });
  return rows;
}

function nodeScript(script, ...args) {
  return { command: process.execPath, args: ["--input-type=module", "-e", script, ...args] };
}

function checkSame(label, received, expected) {
  const difference = Math.max(...expected.map((value, i) => Math.abs(value - received[i])));
  if (difference <= TOLERANCE) return;
  throw new Error(`${label} does not compute what Inkling does: probabilities differ by ${difference}.`);
}
