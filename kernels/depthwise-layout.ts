/**
 * How the numbers of depthwise.ts lie: its packed weights, and the input of a kernel that makes several channels of each.
 */

/**
 * Packs a kernel (positions, channels, multiplier), whose rows of `multiplier` lie in panels as `gemm`'s: output channel
 * c * multiplier + m. `turned` packs the positions backwards, which is the kernel of the input's gradient.
 */
export function packDepthwise(
  packed: usize, // (positions, pixel), overwritten; the padding is left as it is
  kernel: usize, rowBytes: i32, panelBytes: i32, positions: i32, channels: i32, multiplier: i32, pixel: i32, turned: bool,
): void {
  for (let k = 0; k < positions; k++) {
    let target = packed + (<usize>(turned ? positions - 1 - k : k) * <usize>pixel << 2);
    for (let c = 0; c < channels; c++) {
      const row = kernel + <usize>(k * channels + c) * <usize>rowBytes;
      for (let m = 0; m < multiplier; m++) {
        store<f32>(target, load<f32>(row + <usize>(m >> 4) * <usize>panelBytes + (<usize>(m & 15) << 2)));
        target += 4;
      }
    }
  }
}

/** The reverse of packDepthwise, for the gradient. */
export function unpackDepthwise(
  kernel: usize, rowBytes: i32, panelBytes: i32, // overwritten; the padding is left as it is
  packed: usize, positions: i32, channels: i32, multiplier: i32, pixel: i32,
): void {
  for (let k = 0; k < positions; k++) {
    let source = packed + (<usize>k * <usize>pixel << 2);
    for (let c = 0; c < channels; c++) {
      const row = kernel + <usize>(k * channels + c) * <usize>rowBytes;
      for (let m = 0; m < multiplier; m++) {
        store<f32>(row + <usize>(m >> 4) * <usize>panelBytes + (<usize>(m & 15) << 2), load<f32>(source));
        source += 4;
      }
    }
  }
}

/** out[n, p, c * times + m] = input[n, p, c]: the input of a kernel with a multiplier. The padding is left as it is. */
export function repeatChannels(
  out: usize, outPixel: i32, outStride: i32, input: usize, inPixel: i32, inStride: i32,
  channels: i32, times: i32, pixels: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    for (let p = 0; p < pixels; p++) {
      let target = out + (<usize>(n * outStride + p * outPixel) << 2);
      const source = input + (<usize>(n * inStride + p * inPixel) << 2);
      for (let c = 0; c < channels; c++) {
        const value = load<f32>(source + (<usize>c << 2));
        for (let m = 0; m < times; m++, target += 4) store<f32>(target, value);
      }
    }
  }
}

/** dInput[n, p, c] = sum over m of delta[n, p, c * times + m]. The padding is left as it is. */
export function sumRepeated(
  dInput: usize, inPixel: i32, inStride: i32, delta: usize, outPixel: i32, outStride: i32,
  channels: i32, times: i32, pixels: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    for (let p = 0; p < pixels; p++) {
      const target = dInput + (<usize>(n * inStride + p * inPixel) << 2);
      let source = delta + (<usize>(n * outStride + p * outPixel) << 2);
      for (let c = 0; c < channels; c++) {
        let sum: f32 = 0.0;
        for (let m = 0; m < times; m++, source += 4) sum += load<f32>(source);
        store<f32>(target + (<usize>c << 2), sum);
      }
    }
  }
}
