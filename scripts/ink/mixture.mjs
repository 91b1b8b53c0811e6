/**
 * A mixture of Gaussians with full covariances, fitted by expectation and maximisation from a start by k-means++ and Lloyd's
 * steps. exp and log are the library's portable ones, so equal seeds give equal bytes.
 * Source: C. M. Bishop, "Pattern Recognition and Machine Learning" (2006), 9.2; D. Arthur, S. Vassilvitskii, "k-means++:
 * the advantages of careful seeding" (2007).
 */
import { exp, log } from "../../dist/base/portable-math.js";

const LLOYD_STEPS = 10;
const LOG_2_PI = log(2 * Math.PI);
/** Responsibilities below it change nothing that float32 could hold. */
const LEAST_SHARE = 1e-9;

/**
 * @param points { data: Float64Array (N, D), count, size }
 * @param start the component that each point begins with, as `assignByKMeans` gives it
 * @param floor what is added to every variance, so that no component collapses
 * @returns shares (C), means (C, D), factors: lower triangles of the covariances, row by row (C, D (D + 1) / 2); and the mean
 * log-likelihood of a point before the last maximisation
 */
export function fitMixture(points, start, { components, iterations, floor }) {
  const { count } = points;
  const shares = new Float64Array(count * components);
  for (let n = 0; n < count; n++) shares[n * components + start[n]] = 1;
  let mixture = maximise(points, shares, components, floor);
  let likelihood = -Infinity;
  for (let i = 0; i < iterations; i++) {
    likelihood = expect(points, mixture, shares);
    mixture = maximise(points, shares, components, floor);
  }
  return { ...mixture, likelihood };
}

/** Numbers of the components that points begin with. */
export function assignByKMeans(points, components, random) {
  let centres = pickCentres(points, components, random);
  let nearest = nearestCentres(points, centres, components);
  for (let step = 0; step < LLOYD_STEPS; step++) {
    centres = meansOf(points, nearest, centres, components);
    nearest = nearestCentres(points, centres, components);
  }
  return nearest;
}

/** Points far from all centres so far are likelier to be the next. */
function pickCentres({ data, count, size }, components, random) {
  const centres = new Float64Array(components * size);
  const distances = new Float64Array(count).fill(Infinity);
  let picked = random.nextBelow(count);
  for (let c = 0; c < components; c++) {
    const centre = data.subarray(picked * size, (picked + 1) * size);
    centres.set(centre, c * size);
    let total = 0;
    for (let n = 0; n < count; n++) {
      distances[n] = Math.min(distances[n], squareDistance(data, n * size, centre, 0, size));
      total += distances[n];
    }
    let rest = random.nextFloat() * total;
    for (picked = 0; picked < count - 1; picked++) if ((rest -= distances[picked]) < 0) break;
  }
  return centres;
}

function nearestCentres({ data, count, size }, centres, components) {
  return Uint32Array.from({ length: count }, (_, n) => {
    let [best, least] = [0, Infinity];
    for (let c = 0; c < components; c++) {
      const distance = squareDistance(data, n * size, centres, c * size, size);
      if (distance < least) [best, least] = [c, distance];
    }
    return best;
  });
}

/** A centre that nobody is nearest to stays where it is. */
function meansOf({ data, count, size }, nearest, centres, components) {
  const sums = new Float64Array(components * size);
  const counts = new Float64Array(components);
  for (let n = 0; n < count; n++) {
    counts[nearest[n]]++;
    for (let k = 0; k < size; k++) sums[nearest[n] * size + k] += data[n * size + k];
  }
  return sums.map((sum, i) => {
    const members = counts[Math.floor(i / size)];
    return members === 0 ? centres[i] : sum / members;
  });
}

function squareDistance(a, aStart, b, bStart, size) {
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const difference = a[aStart + k] - b[bStart + k];
    sum += difference * difference;
  }
  return sum;
}

/** Every component's share, mean and covariance from the points' shares in it. */
function maximise({ data, count, size }, shares, components, floor) {
  const triangle = (size * (size + 1)) / 2;
  const result = {
    shares: new Float64Array(components),
    means: new Float64Array(components * size),
    factors: new Float64Array(components * triangle),
  };
  for (let c = 0; c < components; c++) {
    const members = [];
    let total = 10 * Number.EPSILON;
    for (let n = 0; n < count; n++) {
      const share = shares[n * components + c];
      if (share < LEAST_SHARE) continue;
      members.push({ share, start: n * size });
      total += share;
    }
    const mean = result.means.subarray(c * size, (c + 1) * size);
    for (const { share, start } of members) {
      for (let k = 0; k < size; k++) mean[k] += share * data[start + k];
    }
    for (let k = 0; k < size; k++) mean[k] /= total;
    const covariance = covarianceOf(data, members, mean, total);
    for (let k = 0, at = 0; k < size; at += ++k + 1) covariance[at] += floor;
    result.factors.set(choleskyFactor(covariance, size), c * triangle);
    result.shares[c] = total / count;
  }
  return result;
}

/** The lower triangle, row by row. */
function covarianceOf(data, members, mean, total) {
  const size = mean.length;
  const covariance = new Float64Array((size * (size + 1)) / 2);
  const difference = new Float64Array(size);
  for (const { share, start } of members) {
    for (let k = 0; k < size; k++) difference[k] = data[start + k] - mean[k];
    for (let i = 0, at = 0; i < size; i++) {
      const weighted = share * difference[i];
      for (let j = 0; j <= i; j++) covariance[at++] += weighted * difference[j];
    }
  }
  return covariance.map((sum) => sum / total);
}

/** L of the matrix L Lᵗ, both as lower triangles row by row. */
function choleskyFactor(matrix, size) {
  const factor = new Float64Array(matrix.length);
  const row = (i) => (i * (i + 1)) / 2;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[row(i) + j];
      for (let k = 0; k < j; k++) rest -= factor[row(i) + k] * factor[row(j) + k];
      factor[row(i) + j] = i === j ? Math.sqrt(rest) : rest / factor[row(j) + j];
    }
  }
  return factor;
}

/** Writes every point's shares in the components; returns the mean log-likelihood. */
function expect({ data, count, size }, mixture, shares) {
  const components = mixture.shares.length;
  const constants = Float64Array.from(mixture.shares, (share, c) => log(share) - logVolume(mixture, c, size));
  const logs = new Float64Array(components);
  const scratch = new Float64Array(size);
  let sum = 0;
  for (let n = 0; n < count; n++) {
    let largest = -Infinity;
    for (let c = 0; c < components; c++) {
      logs[c] = constants[c] - squareNorm(data, n * size, mixture, c, scratch) / 2;
      largest = Math.max(largest, logs[c]);
    }
    let total = 0;
    for (let c = 0; c < components; c++) total += logs[c] = exp(logs[c] - largest);
    for (let c = 0; c < components; c++) shares[n * components + c] = logs[c] / total;
    sum += largest + log(total);
  }
  return sum / count;
}

/** log of sqrt(det(2 pi covariance)). */
function logVolume({ factors }, c, size) {
  let sum = (size / 2) * LOG_2_PI;
  const first = c * ((size * (size + 1)) / 2);
  for (let k = 0, at = first; k < size; at += ++k + 1) sum += log(factors[at]);
  return sum;
}

/** Square of |L⁻¹ (x - mean)|, by forward substitution. */
function squareNorm(data, start, { means, factors }, c, scratch) {
  const size = scratch.length;
  let at = c * ((size * (size + 1)) / 2);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    let rest = data[start + i] - means[c * size + i];
    for (let j = 0; j < i; j++) rest -= factors[at++] * scratch[j];
    scratch[i] = rest / factors[at++];
    sum += scratch[i] * scratch[i];
  }
  return sum;
}
