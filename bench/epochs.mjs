/** Seconds of an epoch of 60,000 images, as a callback sees them. */
import { ContenderProcess } from "./child.mjs";
import { interleave } from "./interleave.mjs";

/** Epochs of a fit that do not count: code is compiled, caches fill. */
const WARM_UP = 2;

/** Trains a network anew in every turn. @param counted epochs of a turn that count */
export async function measureEpochs(benchmark, { network, counted }, { contenders, rounds, data }) {
  const rows = contenders.map(({ name, label }) => ({ ...benchmark, contender: name, label, samples: [] }));
  const processes = contenders.map((contender) => new ContenderProcess(contender));
  try {
    await interleave([...contenders.keys()], rounds, async (i) => {
      const request = { task: "train", data, ...network, epochs: WARM_UP + counted };
      const { epochSeconds, accuracy } = await processes[i].ask(request);
      rows[i].samples.push(...epochSeconds.slice(WARM_UP));
      rows[i].accuracy = accuracy;
    });
  } finally {
    await Promise.all(processes.map((process) => process.close()));
  }
  return rows;
}
