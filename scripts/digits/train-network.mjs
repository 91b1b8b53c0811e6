/**
 * Trains the digit network in phases. Each has European hands, digits drawn from strokes, scans and images that are no digit
 * drawn afresh; the last moves and spoils its images less, so that the network ends on digits as they are. After a phase the
 * averaged weights go on. A killed training goes on from its last epoch when it is started again.
 */
import { existsSync } from "node:fs";
import { Augmentation, BackupAndRestore, loadModel } from "../../dist/index.js";
import { deriveSeed } from "../../dist/base/random.js";
import { argmaxRows } from "../../dist/metrics/index.js";
import { buildNetwork } from "./digit-network.mjs";
import { drawHeldOutSets, drawTrainingSet } from "./training-set.mjs";

const BATCH_SIZE = 128;
const COUNTS = { european: 8100, written: 2700, scanned: 9000, negatives: 10_000 };
const STRONG = Augmentation.digits({ aspect: 0.12 });
const MILD = Augmentation.digits({ rotate: 8, scale: 0.1, shift: 1.2, robustShare: 0.35 });
const PHASES = 4;

/**
 * @param learnt the digits to learn from
 * @param held the digits that are held out
 * @param options seed; epochs of all phases together, a multiple of 4; folder for what is kept of an unfinished training
 * @returns the network
 */
export async function trainNetwork(learnt, held, { seed, epochs, folder, print }) {
  const perPhase = epochs / PHASES;
  const drawn = Object.values(COUNTS).reduce((sum, count) => sum + count);
  const examples = learnt.labels.length + drawn;
  const totalSteps = epochs * Math.ceil(examples / BATCH_SIZE);
  const heldOut = drawHeldOutSets(held, deriveSeed(seed, 1000));
  let network = buildNetwork(seed, totalSteps);
  for (let phase = 0; phase < PHASES; phase++) {
    const path = `${folder}/phase-${phase + 1}.safetensors`;
    if (existsSync(path)) {
      network = await loadModel(path);
      continue;
    }
    const { images, oneHot } = drawTrainingSet(learnt, COUNTS, deriveSeed(seed, phase));
    await network.fit(images, oneHot, {
      batchSize: BATCH_SIZE,
      initialEpoch: phase * perPhase,
      epochs: (phase + 1) * perPhase,
      seed: deriveSeed(seed, 2000 + phase),
      augmentation: phase === PHASES - 1 ? MILD : STRONG,
      callbacks: [new BackupAndRestore(`${folder}/phase-${phase + 1}`)],
      verbose: 2,
    });
    await network.save(path);
    print(`phase ${phase + 1} of ${PHASES}, averaged weights: ${describe(network, heldOut)}`);
  }
  return { network, heldOut };
}

/** The share of each held-out set that the network is right of. */
function describe(network, sets) {
  const shares = Object.entries(sets).map(([name, { images, labels }]) => {
    const read = argmaxRows(network.predict(images));
    const right = labels.filter((label, n) => read[n] === label).length;
    return `${name} ${((100 * right) / labels.length).toFixed(2)} %`;
  });
  return shares.join(", ");
}
