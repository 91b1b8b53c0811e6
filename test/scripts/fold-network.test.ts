import { expect, test } from "vitest";
import type { Sequential } from "../../dist/nn/sequential.js";

const load = async <T>(name: string): Promise<T> =>
  (await import(/* @vite-ignore */ new URL(`../../scripts/digits/${name}.mjs`, import.meta.url).href)) as T;
const { buildNetwork } = await load<{ buildNetwork: (seed: number, steps: number) => Sequential }>(
  "digit-network",
);
const { foldNetwork } = await load<{ foldNetwork: (network: Sequential) => Sequential }>("fold-network");

test("the folded digit network gives the trained one's probabilities as logits", () => {
  const trained = buildNetwork(5, 100);
  // Gamma, beta, mean and variance as a training leaves them, not the ones and zeros that a network begins with.
  const weights = trained.getWeights().map((weight, n) => ({
    shape: weight.shape,
    data: weight.shape.length > 1 ? weight.data : weight.data.map((_, i) => 0.5 + 0.4 * Math.sin(3 * i + n)),
  }));
  trained.setWeights(weights);
  const folded = foldNetwork(trained);
  const data = Uint8Array.from({ length: 4 * 784 }, (_, i) => (i % 5 === 0 ? (i * 37) % 256 : 0));
  const images = { data, shape: [4, 28, 28, 1], scale: 1 / 255 };
  const [probabilities, logits] = [trained.predict(images), folded.predict(images)];
  for (let row = 0; row < 4; row++) {
    const exponentials = Array.from(logits.data.subarray(row * 11, (row + 1) * 11), Math.exp);
    const sum = exponentials.reduce((total, value) => total + value, 0);
    exponentials.forEach((value, i) => expect(value / sum).toBeCloseTo(probabilities.data[row * 11 + i], 5));
  }
});
