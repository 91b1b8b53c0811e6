/** Seconds of an epoch of 60,000 images, as a callback sees them. */
import { ContenderProcess } from "./child.mjs";
import { createRow, takeTurns } from "./measure.mjs";
import { EPOCH_IMAGES } from "./networks.mjs";

/** Images of an epoch in a quick run. */
const QUICK_IMAGES = 6000;

/**
 * Trains a network anew in every turn.
 * @param benchmark of which every contender gets a row; figures from fewer images are scaled to 60,000
 * @param plan network; `warmUp`: epochs of the fit that do not count, while code is compiled and caches fill;
 * `warmUpImages`: images of a fit before it, for networks whose epochs are long; `counted`: epochs that count
 */
export async function measureEpochs(benchmark, plan, { contenders, rounds, data, quick, images: given }) {
  const asked = given ?? (quick ? QUICK_IMAGES : EPOCH_IMAGES);
  const { network, warmUp, warmUpImages = 0, counted, budgetSeconds } = plan;
  const rows = contenders.map((contender) => createRow(benchmark, contender));
  const processes = [];
  const turns = contenders.map((contender, i) => {
    const row = rows[i];
    const images = Math.min(row.images ?? EPOCH_IMAGES, asked);
    if (images < EPOCH_IMAGES) row.images = images;
    const request = {
      task: "train",
      data,
      network,
      images,
      warmUpImages: Math.min(warmUpImages, images),
      batchSize: Math.min(network.batchSize, images),
      epochs: warmUp + counted,
    };
    const turn = async () => {
      processes[i] ??= new ContenderProcess(contender);
      const { epochSeconds, accuracy } = await processes[i].ask(request);
      const seconds = epochSeconds.slice(warmUp).map((time) => (time * EPOCH_IMAGES) / images);
      row.samples.push(...seconds);
      row.accuracy = accuracy;
    };
    return { contender, rows: [row], turn };
  });
  try {
    await takeTurns(turns, rounds, budgetSeconds);
  } finally {
    await Promise.all(processes.map((process) => process?.close()));
  }
  return rows;
}
