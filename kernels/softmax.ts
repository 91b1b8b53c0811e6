/** Softmax of each row, and its derivative. Padding columns become, and stay, zero. */
import { exp4 } from "./math";

/** Each row becomes e^(x - max) / sum. */
export function softmax(values: usize, width: i32, stride: i32, from: i32, to: i32): void {
  for (let n = from; n < to; n++) {
    const row = values + (<usize>n * <usize>stride << 2);
    const sum = exponentials(row, row, width);
    for (let k = 0; k < width; k++) {
      const at = row + (<usize>k << 2);
      store<f32>(at, load<f32>(at) / sum);
    }
  }
}

/** delta = y (delta - sum of delta y): the Jacobian of each row. */
export function softmaxBackward(delta: usize, outputs: usize, width: i32, stride: i32, from: i32, to: i32): void {
  for (let n = from; n < to; n++) {
    const shift = <usize>n * <usize>stride << 2;
    let dot: f32 = 0.0;
    for (let k = 0; k < width; k++) {
      const at = shift + (<usize>k << 2);
      dot += load<f32>(delta + at) * load<f32>(outputs + at);
    }
    for (let k = 0; k < width; k++) {
      const at = shift + (<usize>k << 2);
      store<f32>(delta + at, load<f32>(outputs + at) * (load<f32>(delta + at) - dot));
    }
  }
}

/** out = e^(x - max of x), with zeros in the padding; returns the sum. `out` may be `row` itself. */
// @ts-ignore: decorator
@inline
export function exponentials(out: usize, row: usize, width: i32): f32 {
  const max = f32x4.splat(rowMax(row, width));
  const padded = (width + 3) & ~3;
  for (let k = 0; k < padded; k += 4) {
    v128.store(out + (<usize>k << 2), exp4(f32x4.sub(v128.load(row + (<usize>k << 2)), max)));
  }
  for (let k = width; k < padded; k++) store<f32>(out + (<usize>k << 2), 0.0);
  let sum: f32 = 0.0;
  for (let k = 0; k < width; k++) sum += load<f32>(out + (<usize>k << 2));
  return sum;
}

/** The largest of a row's first `width` floats. */
// @ts-ignore: decorator
@inline
export function rowMax(row: usize, width: i32): f32 {
  let max = load<f32>(row);
  for (let k = 1; k < width; k++) max = max_f32(max, load<f32>(row + (<usize>k << 2)));
  return max;
}

// @ts-ignore: decorator
@inline
function max_f32(a: f32, b: f32): f32 {
  return a > b ? a : b;
}
