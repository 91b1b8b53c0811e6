/** The convolutional network of Keras's first example: one epoch. */
import { measureEpochs } from "../epochs.mjs";
import { CNN } from "../networks.mjs";

const BENCHMARK = {
  benchmark: "cnn-epoch",
  title: "CNN, an epoch",
  what: "One epoch of 60,000: conv 3×3×32, conv 3×3×64, max-pool 2, dense 128, dense 10; relu, Adam, batch 128",
  unit: "s",
  target: 26,
};

/** Whole epochs are long: three of Inkling's and the native peers' fit in. */
const BUDGET_SECONDS = 75;

export async function measureCnnEpoch(context) {
  const plan = { network: CNN, warmUp: 0, warmUpImages: 1280, counted: 1, budgetSeconds: BUDGET_SECONDS };
  return { rows: await measureEpochs(BENCHMARK, plan, { ...context, images: context.cnnImages }) };
}
