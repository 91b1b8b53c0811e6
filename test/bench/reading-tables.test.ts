import { describe, expect, test } from "vitest";
import { summariseReadings } from "../../src/metrics/index.ts";
import type { ReadingOutcome } from "../../src/metrics/index.ts";
import { load } from "./load.ts";

interface ReadingTables {
  formatSets: (rows: unknown[]) => string;
  formatMnist: (mnist: unknown) => string;
  formatSpeed: (speed: unknown) => string;
}

const { formatSets, formatMnist, formatSpeed } = await load<ReadingTables>("reading-tables.mjs");

const outcome = (isDigit: boolean, decision: ReadingOutcome["decision"]): ReadingOutcome => ({
  isDigit,
  correct: isDigit,
  confidence: 0.9,
  decision,
});

describe("the tables of docs/READING.md", () => {
  test("have a line for each set, with shares in percent", () => {
    const digits = summariseReadings([outcome(true, "accept"), outcome(true, "review")]);
    const others = summariseReadings([outcome(false, "accept"), outcome(false, "reject")]);
    const separation = { auroc: 0.98765, fpr95: 0.0712 };
    const lines = formatSets([
      { name: "forms", summary: digits },
      { name: "signs", summary: others, separation },
    ]).split("\n");
    expect(lines).toHaveLength(4);
    // Wilson's interval of 2 in 2 begins at 2 / (2 + 1.96²).
    expect(lines[2]).toBe("| forms | 2 | 100.00 | 34.24–100.00 | 50.00 | 100.00 | 0.00 | – | – |");
    expect(lines[3]).toMatch(
      /^\| signs \(no digits\) \| 2 \| 50\.00 \| .* \| 50\.00 \| – \| 50\.00 \| 0\.9877 \| 7\.12 \|$/,
    );
  });

  test("give MNIST a line for each way, and say how many images were rejected", () => {
    const share = { share: 0.995, interval: { low: 0.99, high: 0.9975 } };
    const accuracyClear = { share: 0.9961, interval: share.interval };
    const text = formatMnist({
      ways: [{ name: "the whole path", accuracy: share, accuracyClear, calibrationError: 0.0041 }],
      rejected: 25,
      count: 10_000,
      doubtful: 15,
    });
    expect(text).toContain("| the whole path | 99.50 | 99.00–99.75 | 99.61 | 0.41 |");
    expect(text).toContain("right % without the 15 doubtful");
    expect(text).toContain("Of MNIST's 10,000 test images 25 were rejected (0.25 %).");
  });
});

test("the speed table has a line for each figure", () => {
  const speed = {
    loading: 25.64,
    network: 0.123,
    small: 0.4,
    large: 1,
    normalising: 0.88,
    perSecond: 15_230.4,
    field: { all: 43.91, find: 11.46 },
    page: { all: 1770, find: 620, numbers: 60 },
  };
  const lines = formatSpeed(speed).split("\n");
  expect(lines).toHaveLength(12);
  expect(lines[8]).toBe("| a field of 600 × 200 with one number | 43.9 ms |");
  expect(lines[10]).toBe("| a photograph of 12 megapixels with 60 numbers | 1.77 s |");
  expect(lines[2]).toBe("| loading the model, the process's first | 25.6 ms |");
  expect(lines[4]).toBe("| the network, 10,000 images | 15,230 a second |");
});
