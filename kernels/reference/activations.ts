/** References of kernels/activations.ts: one number at a time. The functions in double precision, the slopes in float32. */
import { f32 } from "./matrix.ts";

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

export function sigmoidBackward(delta: number, y: number): number {
  return f32(delta * f32(y * f32(1 - y)));
}

export function tanh(x: number): number {
  return Math.tanh(x);
}

export function tanhBackward(delta: number, y: number): number {
  return f32(delta * f32(1 - f32(y * y)));
}

/** Zero for what is negative; negative zero and NaN stay as they are. */
export function relu(x: number): number {
  return x < 0 ? 0 : x;
}

export function reluBackward(delta: number, y: number): number {
  return y > 0 ? delta : 0;
}
