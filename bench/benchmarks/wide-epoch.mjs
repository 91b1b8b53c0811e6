/** A network wide enough that dense products, not overheads, decide: one epoch. */
import { measureEpochs } from "../epochs.mjs";
import { WIDE } from "../networks.mjs";

const BENCHMARK = {
  benchmark: "wide-epoch",
  title: "784-512-512-10, an epoch",
  what: "One epoch of 60,000: 784-512-512-10 relu, RMSprop, batch 128",
  unit: "s",
  target: 0.9,
};

export async function measureWideEpoch(context) {
  return { rows: await measureEpochs(BENCHMARK, { network: WIDE, warmUp: 2, counted: 2 }, context) };
}
