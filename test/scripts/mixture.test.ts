import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";

/** scripts/ink/mixture.mjs is plain JavaScript: this is what it is taken to be. */
interface Points {
  data: Float64Array;
  count: number;
  size: number;
}
interface Mixture {
  shares: Float64Array;
  means: Float64Array;
  factors: Float64Array;
  likelihood: number;
}
interface MixtureModule {
  assignByKMeans: (points: Points, components: number, random: Random) => Uint32Array;
  fitMixture: (
    points: Points,
    start: ArrayLike<number>,
    options: { components: number; iterations: number; floor: number },
  ) => Mixture;
}

const module = new URL("../../scripts/ink/mixture.mjs", import.meta.url).href;
const { assignByKMeans, fitMixture } = (await import(/* @vite-ignore */ module)) as MixtureModule;

interface Golden {
  floor: number;
  iterations: number;
  cases: {
    count: number;
    size: number;
    components: number;
    points: number[];
    start: number[];
    shares: number[];
    means: number[];
    covariances: number[];
    likelihood: number;
  }[];
}

const file = new URL("../golden/golden-mixture.json", import.meta.url);
const { floor, iterations, cases } = JSON.parse(readFileSync(file, "utf8")) as Golden;

/** Full covariances (C, D, D) of lower triangles L, as L Lᵗ. */
function covariancesOf(factors: Float64Array, components: number, size: number): number[] {
  const triangle = (size * (size + 1)) / 2;
  const at = (c: number, i: number, j: number): number =>
    j > i ? 0 : factors[c * triangle + (i * (i + 1)) / 2 + j];
  const result: number[] = [];
  for (let c = 0; c < components; c++) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += at(c, i, k) * at(c, j, k);
        result.push(sum);
      }
    }
  }
  return result;
}

function expectClose(received: ArrayLike<number>, expected: number[]): void {
  expect(received).toHaveLength(expected.length);
  const apart = expected.map((value, i) => Math.abs(value - received[i]) / (1 + Math.abs(value)));
  expect(Math.max(...apart)).toBeLessThan(1e-9);
}

describe.each(cases)("a mixture of $components Gaussians over $size numbers", (golden) => {
  const { count, size, components } = golden;
  const points = { data: Float64Array.from(golden.points), count, size };

  test("is scikit-learn's after as many steps from the same start", () => {
    const fitted = fitMixture(points, golden.start, { components, iterations, floor });
    expectClose(fitted.shares, golden.shares);
    expectClose(fitted.means, golden.means);
    expectClose(covariancesOf(fitted.factors, components, size), golden.covariances);
    expectClose([fitted.likelihood], [golden.likelihood]);
  });

  test("grows likelier with every step, but for what the floor takes", () => {
    const likelihoods = [1, 2, 4, 8].map(
      (steps) => fitMixture(points, golden.start, { components, iterations: steps, floor }).likelihood,
    );
    for (let i = 1; i < likelihoods.length; i++) {
      expect(likelihoods[i]).toBeGreaterThan(likelihoods[i - 1] - 1e-6);
    }
  });
});

test("k-means finds three groups that lie far apart", () => {
  const count = 300;
  const data = Float64Array.from({ length: count * 2 }, (_, i) => {
    const group = Math.floor(i / 2) % 3;
    return 10 * (i % 2 === 0 ? Math.cos(2 * group) : Math.sin(2 * group)) + Math.sin(i * i);
  });
  const found = assignByKMeans({ data, count, size: 2 }, 3, new Random(1));
  for (let n = 3; n < count; n++) expect(found[n]).toBe(found[n % 3]);
  expect(new Set(found.subarray(0, 3)).size).toBe(3);
});
