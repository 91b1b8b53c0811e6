/**
 * The trained digit network made ready for reading: each normalization goes into the convolution before it, dropout and
 * softmax are left out. It answers as the trained one does, up to rounding.
 */
import { BatchNormalization } from "../../dist/index.js";
import { buildFoldedNetwork } from "./digit-network.mjs";

/** Weights of a convolution without bias and the normalization behind it, in their order. */
const WEIGHTS_OF_BLOCK = 5;

/**
 * @param network of the same layers without normalizations, whose weights are replaced
 * @returns it, from ink 0..1 to logits
 */
export function foldNetwork(trained, network = buildFoldedNetwork()) {
  const weights = trained.getWeights();
  const epsilons = trained.layers
    .filter((layer) => layer instanceof BatchNormalization)
    .map(({ epsilon }) => epsilon);
  const folded = epsilons.flatMap((epsilon, n) =>
    foldBlock(weights.slice(n * WEIGHTS_OF_BLOCK, (n + 1) * WEIGHTS_OF_BLOCK), epsilon),
  );
  network.setWeights([...folded, ...weights.slice(epsilons.length * WEIGHTS_OF_BLOCK)]);
  return network;
}

/** gamma (k * x - mean) / deviation + beta, written as one convolution with a bias. */
function foldBlock([kernel, gamma, beta, mean, variance], epsilon) {
  const channels = gamma.data.length;
  const factors = Float64Array.from(gamma.data, (value, c) => value / Math.sqrt(variance.data[c] + epsilon));
  return [
    { shape: kernel.shape, data: kernel.data.map((value, i) => value * factors[i % channels]) },
    { shape: [channels], data: beta.data.map((value, c) => value - mean.data[c] * factors[c]) },
  ];
}
