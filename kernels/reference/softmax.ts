/** References of kernels/softmax.ts: one row at a time. Forward in double precision, backward in float32. */
import { f32 } from "./matrix.ts";

export function softmax(row: number[]): number[] {
  const max = Math.max(...row);
  const exponentials = row.map((x) => Math.exp(x - max));
  const sum = exponentials.reduce((total, e) => total + e, 0);
  return exponentials.map((e) => e / sum);
}

/** The row's Jacobian times its delta. */
export function softmaxBackward(delta: number[], outputs: number[]): number[] {
  let dot = 0;
  for (let k = 0; k < delta.length; k++) dot = f32(dot + f32(delta[k] * outputs[k]));
  return delta.map((d, k) => f32(outputs[k] * f32(d - dot)));
}
