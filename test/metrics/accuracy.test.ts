import { describe, expect, test } from "vitest";
import { accuracy, argmaxRows, findMisreads, topKAccuracy } from "../../src/metrics/index.ts";
import { golden } from "./golden.ts";

const { topK } = golden;
const probabilities = { data: Float32Array.from(topK.probabilities), shape: topK.shape };
const rows = (...values: number[][]) => ({
  data: Float32Array.from(values.flat()),
  shape: [values.length, values[0].length],
});

describe("argmaxRows", () => {
  test("gives what NumPy's argmax gives", () => {
    expect([...argmaxRows(probabilities)]).toEqual(topK.argmax);
  });

  test("takes the first of equal values, as NumPy does", () => {
    expect([...argmaxRows(rows([0.5, 0.5], [0, 0]))]).toEqual([0, 0]);
  });

  test("refuses NaN and names the sample", () => {
    expect(() => argmaxRows(rows([0.5, 0.5], [0.1, NaN]))).toThrow(
      "probabilities of sample 1 are not numbers: expected finite numbers, received NaN.",
    );
  });

  test("refuses a shape that is not (N, C)", () => {
    expect(() => argmaxRows({ data: new Float32Array(4), shape: [4] })).toThrow(
      "probabilities have no row for each sample: expected shape (N, C): N samples, C classes, received (4,).",
    );
  });
});

describe("accuracy", () => {
  test("is the share of equal labels", () => {
    expect(accuracy([1, 2, 3, 4], Uint8Array.of(1, 2, 3, 5))).toBe(0.75);
  });

  test("refuses lists of different lengths", () => {
    expect(() => accuracy([1, 2], [1])).toThrow(
      "truth and predicted differ in length: expected a prediction for each of the 2 true labels, received 1 predictions.",
    );
  });

  test("refuses empty lists", () => {
    expect(() => accuracy([], [])).toThrow("truth is empty: expected at least one label, received none.");
  });

  test("refuses what is not a label and says how to make one", () => {
    expect(() => accuracy([1, 0.5], [1, 0])).toThrow(
      "truth[1] is not a label: expected a whole number, received 0.5. One-hot labels",
    );
  });

  test("refuses what is not a list", () => {
    expect(() => accuracy("12" as never, [1, 2])).toThrow(TypeError);
  });
});

describe("topKAccuracy", () => {
  test.each(Object.entries(topK.accuracy))("gives what scikit-learn gives for k = %s", (k, expected) => {
    expect(topKAccuracy(topK.truth, probabilities, Number(k))).toBeCloseTo(expected, 12);
  });

  test("is 1 when every class may be guessed", () => {
    expect(topKAccuracy(topK.truth, probabilities, 6)).toBe(1);
  });

  test("with k = 1 is the accuracy of argmaxRows, ties included", () => {
    const tied = rows([0.5, 0.5], [0.5, 0.5]);
    expect(topKAccuracy([0, 1], tied, 1)).toBe(accuracy([0, 1], argmaxRows(tied)));
    expect(topKAccuracy([0, 1], tied, 1)).toBe(0.5);
  });

  test("refuses k = 0, a label outside the classes and a missing row", () => {
    expect(() => topKAccuracy([0], rows([1, 0]), 0)).toThrow("k is out of range");
    expect(() => topKAccuracy([2], rows([1, 0]), 1)).toThrow("truth[0] is out of range");
    expect(() => topKAccuracy([0, 1], rows([1, 0]), 1)).toThrow("truth and probabilities differ in length");
  });
});

describe("findMisreads", () => {
  test("lists wrong samples, the most confident mistake first and equal ones by index", () => {
    const guesses = rows([0.75, 0.25], [0.5, 0.5], [0.25, 0.75], [0.25, 0.75]);
    expect(findMisreads([0, 1, 0, 0], guesses)).toEqual([
      { index: 2, truth: 0, predicted: 1, probability: 0.75 },
      { index: 3, truth: 0, predicted: 1, probability: 0.75 },
      { index: 1, truth: 1, predicted: 0, probability: 0.5 },
    ]);
  });

  test("is empty when everything is right", () => {
    expect(findMisreads([0], rows([0.9, 0.1]))).toEqual([]);
  });

  test("refuses labels that do not fit the rows", () => {
    expect(() => findMisreads([0, 1], rows([0.9, 0.1]))).toThrow("truth and probabilities differ in length");
  });
});
