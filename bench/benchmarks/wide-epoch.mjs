/** A network wide enough that dense products, not overheads, decide: one epoch. */
import { measureEpochs } from "../epochs.mjs";
import { WIDE } from "../networks.mjs";

const BENCHMARK = {
  benchmark: "wide-epoch",
  what: "One epoch of 60,000: 784-512-512-10 relu, RMSprop, batch 128",
  unit: "s",
  target: 2.2,
};

export function measureWideEpoch(context) {
  return measureEpochs(BENCHMARK, { network: WIDE, counted: 2 }, context);
}
