/** Whether a model still says what it said when it was made: of the pairs that its file carries. */
import type { DigitModel } from "./digit-model.ts";
import { DigitReader } from "./digit-reader.ts";

/** Logits differ by less where a machine rounds as it should; ours are the same to the last bit. */
const TOLERANCE = 1e-4;

export interface GoldenCheck {
  /** Pairs that were run again. */
  count: number;
  /** Of all logits, from what they were. */
  largestDifference: number;
  passed: boolean;
}

/** Runs the golden pairs again; a model without any gives a count of 0. */
export function checkGoldens(model: DigitModel): GoldenCheck {
  if (model.goldens === undefined) return { count: 0, largestDifference: 0, passed: false };
  const { inputs, outputs } = model.goldens;
  const { data } = new DigitReader(model).predict(inputs);
  const largestDifference = data.reduce(
    (largest, logit, i) => Math.max(largest, Math.abs(logit - outputs.data[i])),
    0,
  );
  return { count: inputs.shape[0], largestDifference, passed: largestDifference <= TOLERANCE };
}
