/** The notebook's network: one epoch. */
import { measureEpochs } from "../epochs.mjs";
import { SEED } from "../networks.mjs";

const BENCHMARK = {
  benchmark: "seed-epoch",
  title: "Seed network, an epoch",
  what: "One epoch of 60,000: 784-32-32-32-10 sigmoid, RMSprop, batch 128",
  unit: "s",
  target: 0.06,
};

export async function measureSeedEpoch(context) {
  return { rows: await measureEpochs(BENCHMARK, { network: SEED, warmUp: 2, counted: 3 }, context) };
}
