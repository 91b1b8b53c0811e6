/**
 * Dropout: in training each value is set to zero with probability `rate` and the others grow by 1 / (1 - rate);
 * otherwise values pass unchanged. Source: N. Srivastava et al., JMLR 15 (2014).
 */
import { rangeError } from "../../base/errors.ts";
import { checkInteger, checkNumber } from "../../base/guards.ts";
import type { Shape } from "../../base/shapes.ts";
import { declareDense } from "../engine/declare-dense.ts";
import { Flow } from "../engine/flow.ts";
import type { PlanContext, Stage, StepFacts } from "../engine/stage.ts";
import type { JsonObject } from "../model-record.ts";
import { Layer, type LayerOptions } from "./layer.ts";

/** Options of `Dropout`. */
export interface DropoutOptions extends LayerOptions {
  /** Mixed into the mask's key. @default null, which follows the seed of `fit` alone */
  seed?: number | null;
}

export class Dropout extends Layer {
  readonly className = "Dropout";
  readonly rate: number;
  readonly seed: number | null;

  /** @throws RangeError if `rate` is not in [0, 1) */
  constructor(rate: number, { seed = null, ...options }: DropoutOptions = {}) {
    super(options);
    this.rate = checkNumber("rate", rate, 0, 1);
    if (rate === 1) {
      throw rangeError({
        what: "rate 1 drops everything",
        expected: "a rate of at least 0 and under 1",
        received: "1",
      });
    }
    this.seed = seed === null ? null : checkInteger("seed", seed, 0);
  }

  outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  plan({ arena, rows, input, gradients, salt }: PlanContext): Stage {
    const { sparse, differentiable, width, stride } = input;
    const output = new Flow(arena, rows, width, { sparse, differentiable });
    declareDense(input, output, gradients !== undefined && differentiable);
    const seed = this.seed ?? 0;
    const threshold = Math.floor(this.rate * 2 ** 32);
    const scale = 1 / (1 - this.rate);
    const mask = (facts: StepFacts): [key: number, threshold: number, scale: number] =>
      facts.training ? [((facts.key + salt) ^ seed) | 0, threshold | 0, scale] : [0, 0, 1];
    return {
      output,
      forward(kernels, from, to, facts) {
        kernels.dropout(output.values(), input.values(), ...mask(facts), stride, from, to);
        if (output.hasLists) output.fillLists(kernels, from, to);
      },
      backward(kernels, from, to, facts) {
        if (differentiable) kernels.dropout(input.delta(), output.delta(), ...mask(facts), stride, from, to);
      },
    };
  }

  protected ownConfig(): JsonObject {
    return { rate: this.rate, seed: this.seed, noise_shape: null };
  }
}
