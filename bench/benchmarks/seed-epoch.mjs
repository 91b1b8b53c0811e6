/** The notebook's network: one epoch. */
import { measureEpochs } from "../epochs.mjs";
import { SEED } from "../networks.mjs";

const BENCHMARK = {
  benchmark: "seed-epoch",
  what: "One epoch of 60,000: 784-32-32-32-10 sigmoid, RMSprop, batch 128",
  unit: "s",
  target: 0.14,
};

export function measureSeedEpoch(context) {
  return measureEpochs(BENCHMARK, { network: SEED, counted: 3 }, context);
}
