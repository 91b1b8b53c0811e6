/**
 * One optimizer step over a range of the contiguous parameters, fused: each weight, gradient and slot is read and
 * written once. `count` is a multiple of 8. Formulas: Keras 3, keras/src/optimizers.
 */

/** Stochastic gradient descent; `velocity` is 0 where there is no momentum. */
export function sgd(
  weights: usize, velocity: usize, gradient: usize, rate: f32, momentum: f32, nesterov: bool, count: i32,
): void {
  const r = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const w = v128.load(weights + i);
    const step = f32x4.mul(r, v128.load(gradient + i));
    if (velocity == 0) {
      v128.store(weights + i, f32x4.sub(w, step));
      continue;
    }
    const v = f32x4.sub(f32x4.mul(mu, v128.load(velocity + i)), step);
    v128.store(velocity + i, v);
    v128.store(weights + i, nesterov ? f32x4.add(w, f32x4.sub(f32x4.mul(mu, v), step)) : f32x4.add(w, v));
  }
}

/**
 * RMSprop: v = keep v + take g^2; w -= rate g / sqrt(v + epsilon); centered: v - average^2 for v.
 * `keep` is rho and `take` is 1 - rho, each rounded once. `average` (centered) and `velocity` (momentum) are 0 where
 * they are not used.
 */
export function rmsprop(
  weights: usize, squares: usize, average: usize, velocity: usize, gradient: usize,
  rate: f32, keep: f32, take: f32, momentum: f32, epsilon: f32, count: i32,
): void {
  const r = f32x4.splat(rate), kept = f32x4.splat(keep), taken = f32x4.splat(take);
  const mu = f32x4.splat(momentum), eps = f32x4.splat(epsilon);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const g = v128.load(gradient + i);
    const v = f32x4.add(f32x4.mul(kept, v128.load(squares + i)), f32x4.mul(taken, f32x4.mul(g, g)));
    v128.store(squares + i, v);
    let variance = v;
    if (average != 0) {
      const mean = f32x4.add(f32x4.mul(kept, v128.load(average + i)), f32x4.mul(taken, g));
      v128.store(average + i, mean);
      variance = f32x4.sub(v, f32x4.mul(mean, mean));
    }
    let step = f32x4.div(f32x4.mul(r, g), f32x4.sqrt(f32x4.add(variance, eps)));
    if (velocity != 0) {
      step = f32x4.add(f32x4.mul(mu, v128.load(velocity + i)), step);
      v128.store(velocity + i, step);
    }
    v128.store(weights + i, f32x4.sub(v128.load(weights + i), step));
  }
}

/**
 * Adam: m += (g - m) take1; v += (g^2 - v) take2; w -= m * alpha / (sqrt(v) + epsilon), with
 * alpha = rate * sqrt(1 - beta2^t) / (1 - beta1^t) from the caller, as are take1 = 1 - beta1 and take2 = 1 - beta2, each
 * rounded once: in float32 the subtraction would lose five digits. `largest` (amsgrad) is 0 where it is not used.
 */
export function adam(
  weights: usize, momentum: usize, squares: usize, largest: usize, gradient: usize,
  alpha: f32, take1: f32, take2: f32, epsilon: f32, count: i32,
): void {
  const a = f32x4.splat(alpha), eps = f32x4.splat(epsilon);
  const t1 = f32x4.splat(take1), t2 = f32x4.splat(take2);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const g = v128.load(gradient + i);
    let m = v128.load(momentum + i);
    m = f32x4.add(m, f32x4.mul(f32x4.sub(g, m), t1));
    v128.store(momentum + i, m);
    let v = v128.load(squares + i);
    v = f32x4.add(v, f32x4.mul(f32x4.sub(f32x4.mul(g, g), v), t2));
    v128.store(squares + i, v);
    if (largest != 0) {
      v = f32x4.max(v128.load(largest + i), v);
      v128.store(largest + i, v);
    }
    const step = f32x4.div(f32x4.mul(m, a), f32x4.add(f32x4.sqrt(v), eps));
    v128.store(weights + i, f32x4.sub(v128.load(weights + i), step));
  }
}

/** Weight decay apart from the gradient: w -= (w decay) rate, the order in which Keras multiplies. */
export function decayWeights(weights: usize, decay: f32, rate: f32, count: i32): void {
  const share = f32x4.splat(decay), r = f32x4.splat(rate);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const w = v128.load(weights + i);
    v128.store(weights + i, f32x4.sub(w, f32x4.mul(f32x4.mul(w, share), r)));
  }
}

/**
 * Moving average of the weights: average = keep average + take w. `take` is 1 - keep, rounded once. `overwrite` puts the
 * average into the weights, too.
 */
export function averageWeights(
  average: usize, weights: usize, keep: f32, take: f32, overwrite: bool, count: i32,
): void {
  const kept = f32x4.splat(keep), taken = f32x4.splat(take);
  for (let i: usize = 0, bytes = <usize>count << 2; i < bytes; i += 16) {
    const next = f32x4.add(
      f32x4.mul(kept, v128.load(average + i)),
      f32x4.mul(taken, v128.load(weights + i)),
    );
    v128.store(average + i, next);
    if (overwrite) v128.store(weights + i, next);
  }
}
