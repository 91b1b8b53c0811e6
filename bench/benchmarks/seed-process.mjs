/** The notebook's training as one process: start-up, loading, all epochs, evaluation and saving; and its memory. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess } from "../child.mjs";
import { NODE_OPTIONS } from "../contenders.mjs";
import { interleave } from "../interleave.mjs";
import { SEED, SEED_EPOCHS } from "../networks.mjs";

const COMMAND_LINE = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const SECONDS = {
  benchmark: "seed-process",
  what: "The notebook's training as a process: start, load, 25 epochs, evaluate, save",
  unit: "s",
  target: 4.5,
};

const MEMORY = {
  benchmark: "seed-process-memory",
  what: "Peak memory of that process",
  unit: "MB",
  target: 300,
};

export async function measureSeedProcess({ contenders, rounds, data, folder }) {
  const rows = contenders.map(({ name, label }) => ({
    time: { ...SECONDS, contender: name, label, samples: [] },
    memory: { ...MEMORY, contender: name, label, samples: [] },
  }));
  const processes = contenders.map((contender) => ({
    ...contender,
    args: wholeArgs(contender, data, folder),
  }));
  await interleave([...contenders.keys()], rounds, async (i) => {
    const result = await runProcess(processes[i]);
    rows[i].time.samples.push(result.seconds);
    rows[i].time.accuracy = result.answer.accuracy;
    if (result.peakMegabytes !== undefined) rows[i].memory.samples.push(result.peakMegabytes);
  });
  const told = rows.map((row) => row.memory).filter(({ samples }) => samples.length > 0);
  return [...rows.map((row) => row.time), ...told];
}

/** Inkling is started as its users start it; a peer runs its script's request. */
function wholeArgs({ name, args }, data, folder) {
  if (name !== "inkling") {
    return [...args, JSON.stringify({ task: "whole", data, folder, ...SEED, epochs: SEED_EPOCHS })];
  }
  const epochs = ["--epochs", String(SEED_EPOCHS), "--batch-size", String(SEED.batchSize)];
  const options = ["--data", data, "--save", join(folder, "inkling.h5"), "--json"];
  return [...NODE_OPTIONS, COMMAND_LINE, "train", "--recipe", "seed", "--seed", "1", ...epochs, ...options];
}
