/**
 * Initializers that keep the variance of activations from layer to layer.
 * Sources: X. Glorot, Y. Bengio, AISTATS 2010; K. He et al., ICCV 2015; ranges as in Keras 3.
 */
import { checkInteger } from "../../base/guards.ts";
import type { Random } from "../../base/random.ts";
import { sizeOf, type Shape } from "../../base/shapes.ts";
import type { Initializer } from "./initializer.ts";

/** Options that every random initializer has. */
export interface InitializerOptions {
  /** A seed of its own. @default null, which follows the model's seed */
  seed?: number | null;
}

/** Standard deviation of a unit normal cut off at two: what drawn numbers are divided by. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

abstract class VarianceScaling implements Initializer {
  abstract readonly className: string;
  readonly seed: number | null;

  constructor({ seed = null }: InitializerOptions = {}) {
    if (seed !== null) checkInteger("seed", seed, 0);
    this.seed = seed;
  }

  abstract initialise(data: Float32Array, shape: Shape, random: Random): void;
}

/** Uniform within ±sqrt(6 / (inputs + outputs)). Keras's default for kernels. */
export class GlorotUniform extends VarianceScaling {
  readonly className = "GlorotUniform";
  initialise(data: Float32Array, shape: Shape, random: Random): void {
    const { inputs, outputs } = fans(shape);
    fillUniform(data, Math.sqrt(6 / (inputs + outputs)), random);
  }
}

/** Normal, cut off at two deviations, with variance 2 / (inputs + outputs). */
export class GlorotNormal extends VarianceScaling {
  readonly className = "GlorotNormal";
  initialise(data: Float32Array, shape: Shape, random: Random): void {
    const { inputs, outputs } = fans(shape);
    fillTruncatedNormal(data, Math.sqrt(2 / (inputs + outputs)), random);
  }
}

/** Uniform within ±sqrt(6 / inputs), for ReLU. */
export class HeUniform extends VarianceScaling {
  readonly className = "HeUniform";
  initialise(data: Float32Array, shape: Shape, random: Random): void {
    fillUniform(data, Math.sqrt(6 / fans(shape).inputs), random);
  }
}

/** Normal, cut off at two deviations, with variance 2 / inputs, for ReLU. */
export class HeNormal extends VarianceScaling {
  readonly className = "HeNormal";
  initialise(data: Float32Array, shape: Shape, random: Random): void {
    fillTruncatedNormal(data, Math.sqrt(2 / fans(shape).inputs), random);
  }
}

/** Of a convolution's kernel, (height, width, inputs, outputs), every position counts. */
function fans(shape: Shape): { inputs: number; outputs: number } {
  if (shape.length < 2) return { inputs: shape[0] ?? 1, outputs: shape[0] ?? 1 };
  const positions = sizeOf(shape.slice(0, -2));
  return { inputs: positions * shape[shape.length - 2], outputs: positions * shape[shape.length - 1] };
}

function fillUniform(data: Float32Array, limit: number, random: Random): void {
  for (let i = 0; i < data.length; i++) data[i] = (2 * random.nextFloat() - 1) * limit;
}

/** By rejection from the uniform on [-2, 2]: accepted with the normal's density relative to its peak. */
function fillTruncatedNormal(data: Float32Array, deviation: number, random: Random): void {
  for (let i = 0; i < data.length; i++) {
    let x = 4 * random.nextFloat() - 2;
    while (random.nextFloat() > portableExp((-x * x) / 2)) x = 4 * random.nextFloat() - 2;
    data[i] = (x / TRUNCATED_DEVIATION) * deviation;
  }
}

/** e^x for -2 <= x <= 0 from arithmetic alone: Math.exp may differ in its last bit between platforms. */
function portableExp(x: number): number {
  let sum = 1;
  for (let k = 25; k >= 1; k--) sum = 1 + (x / k) * sum;
  return sum;
}
