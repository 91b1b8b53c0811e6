/** Whole processes that import the library, load a model and predict one image: what a script's user waits for. */
import { join } from "node:path";
import { runProcess } from "../child.mjs";
import { checkSame, createRow, takeTurns } from "../measure.mjs";
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
  title: "Start, load, one image",
  what: "A process that imports, loads the seed network and predicts one image",
  unit: "ms",
};

const TARGET = 0.15;

export async function measureStartUp({ contenders, rounds, quick, folder }) {
  const [inkling, ...others] = contenders;
  const peers = others.filter(({ name }) => name !== "inkling-1");
  const own = (extension) => nodeScript(SCRIPT, join(folder, `${SEED.name}.${extension}`));
  const variants = [
    { ...inkling, ...own("safetensors"), suffix: ", .safetensors", target: TARGET },
    { ...inkling, ...own("h5"), name: "inkling-h5", suffix: ", .h5" },
    { name: "node", label: "Node alone", ...nodeScript("") },
    ...peers.map((peer) => ({
      ...peer,
      args: [...peer.args, JSON.stringify({ task: "start", folder, network: SEED })],
    })),
  ];
  let expected;
  const turns = variants.map((contender) => {
    const { label, suffix = "", target } = contender;
    const row = { ...createRow(BENCHMARK, contender), label: label + suffix, target };
    const turn = async () => {
      const { seconds, answer } = await runProcess(contender);
      row.samples.push(seconds);
      expected ??= answer.probabilities;
      if (answer.probabilities === undefined) return;
      checkSame("a probability", { label, received: answer.probabilities }, expected, TOLERANCE);
    };
    return { contender, rows: [row], turn };
  });
  await takeTurns(turns, rounds * (quick ? 1 : RUNS_PER_ROUND));
  return { rows: turns.flatMap(({ rows }) => rows) };
}

function nodeScript(script, ...args) {
  return { command: process.execPath, args: ["--input-type=module", "-e", script, ...args] };
}
