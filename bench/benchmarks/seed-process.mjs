/** The notebook's training as one process: start-up, loading, all epochs, evaluation and saving; and its memory. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess } from "../child.mjs";
import { NODE_OPTIONS } from "../contenders.mjs";
import { createRow, takeTurns } from "../measure.mjs";
import { EPOCH_IMAGES, SEED, SEED_EPOCHS } from "../networks.mjs";

export const COMMAND_LINE = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const SECONDS = {
  benchmark: "seed-process",
  title: "Seed network, whole process",
  what: "The notebook's training as a process: start, load, 25 epochs, evaluate, save",
  unit: "s",
  target: 2.3,
};

const MEMORY = {
  benchmark: "seed-process-memory",
  title: "its peak memory",
  what: "Peak memory of that process",
  unit: "MB",
  target: 250,
};

export async function measureSeedProcess({ contenders, rounds, data, folder }) {
  const taking = contenders.filter(({ name }) => name !== "inkling-1");
  const rows = taking.map((contender) => ({
    time: createRow(SECONDS, contender),
    memory: createRow(MEMORY, contender, SECONDS.benchmark),
  }));
  const turns = taking.map((contender, i) => {
    const { time, memory } = rows[i];
    const turn = async () => {
      const result = await runProcess({ ...contender, args: wholeArgs(contender, data, folder) });
      time.samples.push(result.seconds);
      time.accuracy = result.answer.accuracy;
      if (result.peakMegabytes !== undefined) memory.samples.push(result.peakMegabytes);
    };
    return { contender, rows: [time, memory], turn };
  });
  await takeTurns(turns, rounds);
  return { rows: [...rows.map(({ time }) => time), ...rows.map(({ memory }) => memory)] };
}

/** Inkling is started as its users start it; a peer runs its script's request. */
function wholeArgs({ name, args }, data, folder) {
  if (name === "inkling") {
    const epochs = ["--epochs", String(SEED_EPOCHS), "--batch-size", String(SEED.batchSize)];
    const options = ["--data", data, "--save", join(folder, "inkling.h5"), "--json"];
    return [...NODE_OPTIONS, COMMAND_LINE, "train", "--recipe", "seed", "--seed", "1", ...epochs, ...options];
  }
  const sizes = { images: EPOCH_IMAGES, warmUpImages: 0, batchSize: SEED.batchSize, epochs: SEED_EPOCHS };
  return [...args, JSON.stringify({ task: "whole", data, folder, network: SEED, ...sizes })];
}
