/**
 * `npm run train:ink`: makes models/ink.safetensors anew from MNIST's training set, the same bytes every time. An autoencoder
 * learns codes of the images; for each digit a mixture of Gaussians is fitted to its codes; decoder and mixtures are the
 * model. It is then judged as it will be used: the notebook's network is trained on 60,000 of its digits and tested on MNIST.
 *
 * Every choice here was made by the accuracy on MNIST's training images (`--choose`), none by the test set.
 */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { loadMnist, toCategorical, writeFileAtomic } from "../dist/index.js";
import { Random } from "../dist/base/random.js";
import { seed as recipe } from "../dist/nn/recipes/seed.js";
import { drawInk, readInkModel, writeInkModel } from "../dist/ink/index.js";
import { trainAutoencoder } from "./ink/autoencoder.mjs";
import { assignByKMeans, fitMixture } from "./ink/mixture.mjs";

const SEED = 1;
const AUTOENCODER = {
  encoder: [1024, 512],
  codeSize: 32,
  decoder: [256],
  epochs: 30,
  batchSize: 128,
  peak: 0.002,
  seed: SEED,
};
const MIXTURE = { components: 28, iterations: 30, floor: 1e-3 };
const DRAWING = { spread: 1.1, threshold: 0.06 };
/** Seeds of the notebook's network that the model is judged with. */
const JUDGES = [1, 2, 3, 4, 5];
const DIGITS = 10;

const { values } = parseArgs({
  options: { out: { type: "string", default: "models/ink.safetensors" }, choose: { type: "boolean" } },
});
const { train, test } = await loadMnist();
const { codes, decoder } = await trainAutoencoder(train.images, AUTOENCODER);
const mixtures = fitMixtures(codes, train.labels);
const bytes = writeInkModel({ mixtures, decoder, ...DRAWING });
await writeFileAtomic(values.out, bytes);
const sha256 = createHash("sha256").update(bytes).digest("hex");
console.log(`${values.out}: ${bytes.length} bytes, SHA-256 ${sha256}`);
await judge(readInkModel(bytes, values.out), values.choose ? train : test);

/** A mixture for each digit, in one array each. */
function fitMixtures({ data, shape: [, size] }, labels) {
  const { components } = MIXTURE;
  const random = new Random(SEED);
  const fitted = Array.from({ length: DIGITS }, (_, digit) => {
    const points = pointsOf(data, size, labels, digit);
    const mixture = fitMixture(points, assignByKMeans(points, components, random), MIXTURE);
    console.log(`${digit}: ${points.count} codes, log-likelihood ${mixture.likelihood.toFixed(2)}`);
    return mixture;
  });
  const join = (name, shape) => ({
    shape: [DIGITS, ...shape],
    data: Float32Array.from(fitted.flatMap((one) => [...one[name]])),
  });
  return {
    shares: join("shares", [components]),
    means: join("means", [components, size]),
    factors: join("factors", [components, (size * (size + 1)) / 2]),
  };
}

function pointsOf(codes, size, labels, digit) {
  const members = [...labels.keys()].filter((n) => labels[n] === digit);
  const data = new Float64Array(members.length * size);
  members.forEach((n, i) => data.set(codes.subarray(n * size, (n + 1) * size), i * size));
  return { data, count: members.length, size };
}

/** The notebook's network, trained on the model's digits and tested on real ones. */
async function judge(model, set) {
  const ink = drawInk(model, { seed: SEED });
  const { epochs, batchSize } = recipe;
  const accuracies = [];
  for (const seed of JUDGES) {
    const network = recipe.build(seed, epochs * Math.ceil(ink.labels.length / batchSize));
    await network.fit(ink.images, toCategorical(ink.labels), { epochs, batchSize, seed, verbose: 0 });
    const { accuracy } = await network.evaluate(set.images, toCategorical(set.labels), { verbose: 0 });
    accuracies.push(accuracy);
    network.dispose();
  }
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
  const list = accuracies.map((accuracy) => (accuracy * 100).toFixed(2)).join(" ");
  console.log(`Trained on the model's digits, right of ${set.name}: ${(mean * 100).toFixed(2)} % (${list})`);
}
