import { describe, expect, test } from "vitest";
import { confusionMatrix, formatConfusionMatrix } from "../../src/metrics/index.ts";
import { golden } from "./golden.ts";

const withMatrix = golden.reports.filter(({ confusion }) => confusion !== null);

describe("confusionMatrix", () => {
  test.each(withMatrix)(
    "counts what scikit-learn counts: $name",
    ({ truth, predicted, labels, confusion }) => {
      expect(confusionMatrix(truth, predicted, { labels: labels ?? undefined }).counts).toEqual(confusion);
    },
  );

  test("rows are the truth and columns the prediction", () => {
    const matrix = confusionMatrix(Uint8Array.of(0, 0, 0, 1), Int32Array.of(0, 1, 1, 1));
    expect(matrix).toEqual({
      labels: [0, 1],
      counts: [
        [1, 2],
        [0, 1],
      ],
    });
  });

  test("classCount keeps a row for a class that does not occur", () => {
    expect(confusionMatrix([0], [0], { classCount: 3 }).labels).toEqual([0, 1, 2]);
  });

  test("a label outside classCount is refused", () => {
    expect(() => confusionMatrix([0, 10], [0, 1], { classCount: 10 })).toThrow(
      "label 10 is outside the 10 classes: expected labels from 0 to 9, received 10.",
    );
  });

  test("classCount and labels together are refused", () => {
    expect(() => confusionMatrix([0], [0], { classCount: 1, labels: [0] })).toThrow(
      "classCount and labels are both given. Give one of the two.",
    );
  });
});

describe("formatConfusionMatrix", () => {
  test("columns are aligned under the widest of their cells", () => {
    const matrix = {
      labels: [0, 1, 12],
      counts: [
        [980, 0, 3],
        [1, 1135, 0],
        [0, 20, 7],
      ],
    };
    expect(formatConfusionMatrix(matrix)).toBe(
      [
        "        predicted →",
        "true ↓    0     1  12",
        "     0  980     0   3",
        "     1    1  1135   0",
        "    12    0    20   7",
      ].join("\n"),
    );
  });

  test("names stand for the labels", () => {
    const matrix = {
      labels: [0, 1],
      counts: [
        [5, 0],
        [1, 4],
      ],
    };
    expect(formatConfusionMatrix(matrix, ["oak", "a maple"])).toBe(
      [
        "         predicted →",
        " true ↓  oak  a maple",
        "    oak    5        0",
        "a maple    1        4",
      ].join("\n"),
    );
  });

  test("names that do not fit the classes are refused", () => {
    expect(() =>
      formatConfusionMatrix(
        {
          labels: [0, 1],
          counts: [
            [1, 0],
            [0, 1],
          ],
        },
        ["a"],
      ),
    ).toThrow(RangeError);
  });
});
