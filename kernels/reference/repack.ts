/** Reference of kernels/repack.ts: pixels with other padding behind their channels. */
import type { Matrix } from "./matrix.ts";

/** The first `channels` numbers of each pixel, in front of what the output's pixel has behind them. */
export function repackChannels(out: Matrix, input: Matrix, channels: number): Matrix {
  return out.map((pixel, p) => [...input[p].slice(0, channels), ...pixel.slice(channels)]);
}
