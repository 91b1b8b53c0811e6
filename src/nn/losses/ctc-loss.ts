/**
 * Connectionist temporal classification, for labels shorter than the steps that a network gives: -ln of the probability of the
 * label, summed over all its alignments with the steps.
 * Source: Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification", ICML 2006.
 */
import { rangeError } from "../../base/errors.ts";
import { formatShape, type Shape } from "../../base/shapes.ts";
import type { Kernels } from "../engine/kernels.ts";
import type { JsonObject, KerasObject } from "../model-record.ts";
import { Loss, type LossBuffers } from "./loss.ts";

/** Bytes of a cell and of a double, see kernels/ctc.ts. */
const CELL_BYTES = 16;
const DOUBLE_BYTES = 8;

/**
 * For outputs (T, K) that are logits: T steps of K classes, behind a `Reshape([T, K])`; the softmax is the loss's own. **The
 * blank is the last class**, K - 1, where Keras's CTC has 0. Labels are rows (N, L) of class numbers 0 to K - 2; shorter ones are
 * filled up with -1, where Keras has 0 again.
 *
 * ```ts
 * model.compile({ optimizer: "adam", loss: new CtcLoss() });
 * await model.fit(lines, [[3, 1, 4], [1, 5, -1]]);
 * ```
 */
export class CtcLoss extends Loss {
  readonly className = "CTC";
  readonly name = "ctc";
  readonly labels = "sequence";
  readonly fusedActivation = null;

  override scratchBytes(outputShape: Shape, targetWidth: number): number {
    const [steps, classes] = checkedSteps(outputShape);
    const cells = steps * classes + (steps + 2) * (2 * targetWidth + 3);
    return cells * CELL_BYTES + (steps + classes) * DOUBLE_BYTES;
  }

  apply(kernels: Kernels, buffers: LossBuffers, _fused: boolean, from: number, to: number): void {
    const { delta, rowLoss, scratch, outputs, targets, factor, outputShape, stride } = buffers;
    const [steps, classes] = outputShape;
    const sizes = [steps, classes, stride, buffers.targetWidth, buffers.targetStride, from, to];
    kernels.ctcLoss(delta, rowLoss, scratch, outputs, targets, factor, ...sizes);
  }

  /** Keras's serialised form, of a class that a Keras program would have to register: its own has another blank. */
  override serialise(): KerasObject {
    return { ...super.serialise(), module: "inkling", registered_name: "inkling>CTC" };
  }

  protected ownConfig(): JsonObject {
    return {};
  }
}

/** T and K. @throws RangeError if the outputs are no steps of classes */
export function checkedSteps(outputShape: Shape): readonly [steps: number, classes: number] {
  const [steps, classes] = outputShape;
  if (outputShape.length === 2 && classes >= 2) return [steps, classes];
  throw rangeError({
    what: "the model's outputs do not fit the loss ctc",
    expected: "steps of at least two classes, the last of which is the blank: (T, K)",
    received: formatShape(outputShape),
    mend: "End the model with a Reshape([T, K]) layer.",
  });
}
