/** The notebook's training as one process: start-up, loading, all epochs, evaluation and saving; and its memory. */
import { runProcess } from "../child.mjs";
import { interleave } from "../interleave.mjs";
import { SEED, SEED_EPOCHS } from "../networks.mjs";

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
  const request = JSON.stringify({ task: "whole", data, folder, ...SEED, epochs: SEED_EPOCHS });
  await interleave([...contenders.keys()], rounds, async (i) => {
    const { label, command, args } = contenders[i];
    const result = await runProcess({ label, command, args: [...args, request] });
    rows[i].time.samples.push(result.seconds);
    rows[i].time.accuracy = result.answer.accuracy;
    if (result.peakMegabytes !== undefined) rows[i].memory.samples.push(result.peakMegabytes);
  });
  const told = rows.map((row) => row.memory).filter(({ samples }) => samples.length > 0);
  return [...rows.map((row) => row.time), ...told];
}
