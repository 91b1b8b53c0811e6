/** References of kernels/optimizers.ts: one weight's step, in float32, with its state. Formulas: Keras 3. */
import { f32 } from "./matrix.ts";

/** One weight, its gradient, and the state beside it; a slot that is not used is left out. */
export interface WeightState {
  weight: number;
  gradient: number;
  velocity?: number;
  squares?: number;
  average?: number;
  momentum?: number;
  largest?: number;
}

/** What the optimizers are told, in float32. */
export interface StepFacts {
  rate: number;
  momentum?: number;
  nesterov?: boolean;
  /** RMSprop's rho, and one minus it. */
  keep?: number;
  take?: number;
  /** Adam's 1 - beta1 and 1 - beta2. */
  take1?: number;
  take2?: number;
  epsilon?: number;
}

/** Weight decay: a share of the weight goes, times the rate. */
export function decayWeight(weight: number, decay: number, rate: number): number {
  return f32(weight - f32(f32(weight * decay) * rate));
}

/** The moving average of a weight after one more step. */
export function averageWeight(average: number, weight: number, keep: number, take: number): number {
  return f32(f32(keep * average) + f32(take * weight));
}

export function sgd(state: WeightState, { rate, momentum = 0, nesterov = false }: StepFacts): WeightState {
  const { weight, gradient, velocity } = state;
  const step = f32(rate * gradient);
  if (velocity === undefined) return { ...state, weight: f32(weight - step) };
  const next = f32(f32(momentum * velocity) - step);
  const move = nesterov ? f32(f32(momentum * next) - step) : next;
  return { ...state, velocity: next, weight: f32(weight + move) };
}

export function rmsprop(
  state: WeightState,
  { rate, keep = 0, take = 0, momentum = 0, epsilon = 0 }: StepFacts,
): WeightState {
  const { gradient: g, squares = 0, average, velocity } = state;
  const blend = (old: number, now: number): number => f32(f32(keep * old) + f32(take * now));
  const next = { ...state, squares: blend(squares, f32(g * g)) };
  let variance = next.squares;
  if (average !== undefined) {
    next.average = blend(average, g);
    variance = f32(variance - f32(next.average * next.average));
  }
  let step = f32(f32(rate * g) / f32(Math.sqrt(f32(variance + epsilon))));
  if (velocity !== undefined) {
    step = f32(f32(momentum * velocity) + step);
    next.velocity = step;
  }
  next.weight = f32(state.weight - step);
  return next;
}

/** `rate` is Keras's alpha, the learning rate corrected for the slots' start at zero. */
export function adam(
  state: WeightState,
  { rate, take1 = 0, take2 = 0, epsilon = 0 }: StepFacts,
): WeightState {
  const { gradient: g, momentum = 0, squares = 0, largest } = state;
  const towards = (old: number, now: number, share: number): number => f32(old + f32(f32(now - old) * share));
  const next = {
    ...state,
    momentum: towards(momentum, g, take1),
    squares: towards(squares, f32(g * g), take2),
  };
  let divisor = next.squares;
  if (largest !== undefined) {
    next.largest = Math.max(largest, next.squares);
    divisor = next.largest;
  }
  const step = f32(f32(next.momentum * rate) / f32(f32(Math.sqrt(divisor)) + epsilon));
  next.weight = f32(state.weight - step);
  return next;
}
