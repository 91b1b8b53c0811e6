/**
 * References of kernels/smooth-activations.ts and kernels/rectifiers.ts, one number at a time: the smooth ones in double
 * precision, from the value before the activation; the others' slopes in float32, from their result.
 */
import { f32 } from "./matrix.ts";

export function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}

/** The derivative. */
export function siluSlope(x: number): number {
  const s = 1 / (1 + Math.exp(-x));
  return s * (1 + x * (1 - s));
}

export function gelu(x: number): number {
  return x * normalShare(x);
}

/** The derivative. */
export function geluSlope(x: number): number {
  return normalShare(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/**
 * The share of the normal distribution below x: 1/2 + e^(-x^2/2) / sqrt(2 pi) (x + x^3/3 + x^5/(3 5) + ...), whose terms all
 * have one sign; for the tails beyond 4, where 1/2 would swallow it, the continued fraction of Mills' ratio.
 */
export function normalShare(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) > 4) {
    let fraction = Math.abs(x);
    for (let k = 60; k >= 1; k--) fraction = Math.abs(x) + k / fraction;
    const tail = density / fraction;
    return x < 0 ? tail : 1 - tail;
  }
  let term = x;
  let sum = x;
  for (let n = 3; Math.abs(term) > 1e-18; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + density * sum;
}

export function elu(x: number): number {
  return x > 0 ? x : Math.expm1(x);
}

export function eluBackward(delta: number, y: number): number {
  return f32(delta * f32(1 + Math.min(y, 0)));
}

/** How a rectified linear unit is bent. */
export interface Rectifier {
  slope: number;
  threshold: number;
  limit: number;
}

export function rectify(x: number, { slope, threshold, limit }: Rectifier): number {
  if (x <= threshold) return slope === 0 ? 0 : f32(f32(slope) * f32(x - f32(threshold)));
  return x > limit ? limit : x;
}

export function rectifyBackward(delta: number, y: number, { slope, limit }: Rectifier): number {
  if (!(y > 0)) return f32(delta * f32(slope));
  return y < limit ? delta : 0;
}
