/**
 * Trains the line network in phases, each on strings drawn afresh. After a phase the averaged weights go on. A killed training goes on
 * from its last epoch when it is started again.
 */
import { existsSync } from "node:fs";
import { BackupAndRestore, loadModel } from "../../dist/index.js";
import { deriveSeed } from "../../dist/base/random.js";
import { makeDigitPool } from "./digit-pool.mjs";
import { buildLineNetwork } from "./line-network.mjs";
import { drawLineSet } from "./line-set.mjs";
import { describeSets } from "./measure-lines.mjs";

const BATCH_SIZE = 64;
/** Epochs on the same strings. */
const EPOCHS_OF_PHASE = 2;

/**
 * @param learnt the digits that strings are made of
 * @param heldOut sets to measure after each phase, by name
 * @param options seed; epochs of all phases together, an even number; strings of each phase; folder for what is kept of an
 *   unfinished training
 * @returns the network
 */
export async function trainLineNetwork(learnt, heldOut, { seed, epochs, strings, folder, print }) {
  const phases = epochs / EPOCHS_OF_PHASE;
  let network = buildLineNetwork(seed, epochs * Math.ceil(strings / BATCH_SIZE));
  let pool;
  for (let phase = 0; phase < phases; phase++) {
    const path = `${folder}/phase-${phase + 1}.safetensors`;
    if (existsSync(path)) {
      network = await loadModel(path);
      continue;
    }
    pool ??= makeDigitPool(learnt, deriveSeed(seed, 1000));
    const start = performance.now();
    const { images, labels } = drawLineSet(pool, { count: strings, seed: deriveSeed(seed, phase) });
    print(`${strings} strings drawn in ${((performance.now() - start) / 1000).toFixed(0)} s`);
    await network.fit(images, labels, {
      batchSize: BATCH_SIZE,
      initialEpoch: phase * EPOCHS_OF_PHASE,
      epochs: (phase + 1) * EPOCHS_OF_PHASE,
      seed: deriveSeed(seed, 2000 + phase),
      callbacks: [new BackupAndRestore(`${folder}/phase-${phase + 1}`)],
      verbose: 2,
    });
    await network.save(path);
    print(`phase ${phase + 1} of ${phases}, averaged weights: ${describeSets(network, heldOut)}`);
  }
  return network;
}
