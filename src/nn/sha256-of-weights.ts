/** A training's fingerprint. */
import type { NdArray } from "../base/shapes.ts";

/** SHA-256, in hexadecimal, of all weights as little-endian float32, one behind the other. */
export async function sha256OfWeights(weights: readonly NdArray[]): Promise<string> {
  const count = weights.reduce((sum, { data }) => sum + data.length, 0);
  const bytes = new DataView(new ArrayBuffer(count * 4));
  let next = 0;
  for (const { data } of weights) {
    for (const value of data) {
      bytes.setFloat32(next, value, true);
      next += 4;
    }
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
