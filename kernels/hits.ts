/** Accuracy of each row, 0..1, into `hits` (N f64). Argmax takes the first of equal outputs, as NumPy does. */

/** 1 where the largest output is the target's class. */
export function classHits(
  hits: usize, outputs: usize, classes: usize, // (N) f64 overwritten, (N, stride), (N) i32
  width: i32, stride: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    const winner = argmax(outputs + (<usize>n * <usize>stride << 2), width);
    store<f64>(hits + (<usize>n << 3), winner == load<i32>(classes + (<usize>n << 2)) ? 1.0 : 0.0);
  }
}

/** 1 where the largest output and the largest target agree. */
export function rowHits(
  hits: usize, outputs: usize, targets: usize, width: i32, stride: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    const shift = <usize>n * <usize>stride << 2;
    store<f64>(hits + (<usize>n << 3), argmax(outputs + shift, width) == argmax(targets + shift, width) ? 1.0 : 0.0);
  }
}

/** The share of a row's outputs that are on their target's side of the threshold. */
export function binaryHits(
  hits: usize, outputs: usize, targets: usize, threshold: f32, width: i32, stride: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    let right = 0;
    for (let k = 0; k < width; k++) {
      const at = (<usize>n * <usize>stride + <usize>k) << 2;
      const answer: f32 = load<f32>(outputs + at) > threshold ? 1.0 : 0.0;
      right += i32(answer == load<f32>(targets + at));
    }
    store<f64>(hits + (<usize>n << 3), <f64>right / <f64>width);
  }
}

// @ts-ignore: decorator
@inline
function argmax(row: usize, width: i32): i32 {
  let best = 0;
  let bestValue = load<f32>(row);
  for (let k = 1; k < width; k++) {
    const value = load<f32>(row + (<usize>k << 2));
    if (value > bestValue) {
      bestValue = value;
      best = k;
    }
  }
  return best;
}
