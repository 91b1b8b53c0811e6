/**
 * Trains the notebook's network on MNIST, measures it on the test set and saves it as Keras's HDF5.
 *
 * After `npm run build`, with a Node that runs TypeScript (22.18 or later): node examples/01-train-mnist.ts
 */
import { pathToFileURL } from "node:url";
import { Dense, loadMnist, RMSprop, Sequential, toCategorical } from "inkling";

/** What may differ from the notebook. */
export interface MainOptions {
  /** @default 25 */
  epochs?: number;
  /** File to save the model in. @default "MNIST-ANN.h5" */
  path?: string;
}

/** Returns the share of the test images that are read right, 0..1. */
export async function main({ epochs = 25, path = "MNIST-ANN.h5" }: MainOptions = {}): Promise<number> {
  const { train, test } = await loadMnist();
  const model = new Sequential([
    new Dense(32, { activation: "sigmoid", inputShape: [784] }),
    new Dense(32, { activation: "sigmoid" }),
    new Dense(32, { activation: "sigmoid" }),
    new Dense(10, { activation: "softmax" }),
  ]);
  model.compile({ optimizer: new RMSprop(), loss: "categorical_crossentropy", metrics: ["accuracy"] });
  model.summary();
  await model.fit(train.images, toCategorical(train.labels), { batchSize: 128, epochs, verbose: 2 });
  const { loss, accuracy } = await model.evaluate(test.images, toCategorical(test.labels));
  await model.save(path);
  console.log(`Test loss ${loss.toFixed(4)}, accuracy ${accuracy.toFixed(4)}; saved as ${path}.`);
  return accuracy;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
