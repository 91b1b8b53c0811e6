/** Confidences and outcomes as the metrics of calibration and of selective reading take them, and their checks. */
import { rangeError, typeError } from "../base/errors.ts";
import { show } from "../base/guards.ts";

/** One finite number per sample: a probability, or another score that is larger the surer the classifier is. */
export type ScoreList = Float32Array | Float64Array | readonly number[];

/** Whether each sample was read right: `true` or 1, `false` or 0. */
export type Outcomes = readonly boolean[] | Uint8Array | readonly number[];

/**
 * Checks that there is a score, and whether it was right, for each of the same samples.
 * @throws TypeError if either is not a list, RangeError if they are empty, differ in length, or hold something else
 */
export function checkScoredOutcomes(name: string, scores: ScoreList, correct: Outcomes): void {
  checkScores(name, scores);
  checkFilledList("correct", correct, "true and false, or 1 and 0");
  if (correct.length !== scores.length) {
    throw rangeError({
      what: `${name} and correct differ in length`,
      expected: `true or false for each of the ${scores.length} ${name}`,
      received: `${correct.length}`,
    });
  }
  const broken = Array.prototype.findIndex.call(
    correct,
    (value: unknown) => typeof value !== "boolean" && value !== 0 && value !== 1,
  );
  if (broken >= 0) {
    throw rangeError({
      what: `correct[${broken}] does not say whether the sample was read right`,
      expected: "true or false, 1 or 0",
      received: show(correct[broken]),
      mend: "Compare the labels first: predicted.map((label, i) => label === truth[i]).",
    });
  }
}

/** @throws TypeError if it is not a list, RangeError if it is empty or holds something that is not a finite number */
export function checkScores(name: string, scores: ScoreList): void {
  checkFilledList(name, scores, "finite numbers");
  const broken = Array.prototype.findIndex.call(scores, (score: unknown) => !Number.isFinite(score));
  if (broken >= 0) {
    throw rangeError({
      what: `${name}[${broken}] is not a score`,
      expected: "a finite number",
      received: show(scores[broken]),
    });
  }
}

function checkFilledList(name: string, list: ScoreList | Outcomes, expected: string): void {
  if (!Array.isArray(list) && !ArrayBuffer.isView(list)) {
    throw typeError({ what: `${name} is not a list`, expected, received: show(list) });
  }
  if (list.length === 0) {
    throw rangeError({ what: `${name} is empty`, expected: "at least one sample", received: "none" });
  }
}
