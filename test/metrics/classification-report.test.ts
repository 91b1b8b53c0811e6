import { describe, expect, test } from "vitest";
import { classificationReport, formatClassificationReport, perClassScores } from "../../src/metrics/index.ts";
import { golden } from "./golden.ts";
import type { ReportCase } from "./golden.ts";

function reportOf({ truth, predicted, labels, targetNames, zeroDivision }: ReportCase) {
  const options = { labels: labels ?? undefined, targetNames: targetNames ?? undefined, zeroDivision };
  return classificationReport(truth, predicted, options);
}

describe("classification report against scikit-learn", () => {
  test.each(golden.reports)("the text is scikit-learn's, character by character: $name", (example) => {
    // Where not one sample is right, scikit-learn counts in floats and prints a support of 2 as 2.0.
    const expected = example.report.replaceAll(/(\d+)\.0$/gm, "  $1");
    expect(expected === example.report).toBe(example.name !== "everything wrong");
    expect(formatClassificationReport(reportOf(example), { digits: example.digits })).toBe(expected);
  });

  test.each(golden.reports)("the averages are scikit-learn's: $name", (example) => {
    const { microAverage, macroAverage, weightedAverage } = reportOf(example);
    const averages = { micro: microAverage, macro: macroAverage, weighted: weightedAverage };
    for (const kind of ["micro", "macro", "weighted"] as const) {
      const { precision, recall, f1 } = averages[kind];
      [precision, recall, f1].forEach((score, i) => expect(score).toBeCloseTo(example.averages[kind][i], 12));
    }
  });

  test.each(golden.reports)("the figures of every class are scikit-learn's: $name", (example) => {
    const { truth, predicted, labels, zeroDivision } = example;
    const scores = perClassScores(truth, predicted, { labels: labels ?? undefined, zeroDivision });
    expect(scores.map(({ precision }) => precision)).toEqual(example.precision);
    expect(scores.map(({ recall }) => recall)).toEqual(example.recall);
    expect(scores.map(({ f1 }) => f1)).toEqual(example.f1);
    expect(scores.map(({ support }) => support)).toEqual(example.support);
  });
});

describe("classification report", () => {
  test("it is plain data with names, counts and the accuracy", () => {
    const report = classificationReport(Uint8Array.of(0, 1, 1, 2), Int32Array.of(0, 1, 0, 1), {
      targetNames: ["cat", "dog", "owl"],
    });
    expect(report.accuracy).toBe(0.5);
    expect(report.support).toBe(4);
    expect(report.classes[1]).toEqual({
      name: "dog",
      label: 1,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
      support: 2,
      predicted: 2,
    });
    expect(report.classes[2]).toMatchObject({ name: "owl", precision: 0, recall: 0, f1: 0, predicted: 0 });
  });

  test("accuracy is undefined where labels leave out a class that occurs", () => {
    expect(classificationReport([0, 1, 2], [0, 1, 2], { labels: [0, 1] }).accuracy).toBeUndefined();
    expect(classificationReport([0, 1, 2], [0, 1, 2], { labels: [2, 1, 0] }).accuracy).toBe(1);
  });

  test("names that do not fit the classes are refused", () => {
    expect(() => classificationReport([0, 1], [0, 1], { targetNames: ["one"] })).toThrow(
      "the names do not fit the classes: expected 2 names, one for each class, received 1.",
    );
  });

  test("a class that is asked for twice is refused", () => {
    expect(() => classificationReport([0, 1], [0, 1], { labels: [1, 1] })).toThrow(
      "class 1 is in labels twice: expected each class once.",
    );
  });
});
