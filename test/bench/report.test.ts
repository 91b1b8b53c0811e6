import { describe, expect, test } from "vitest";
import { load } from "./load.ts";

type Row = Record<string, unknown>;
interface Report {
  toRecords: (rows: Row[]) => Row[];
  formatBenchmark: (rows: Row[]) => string;
}
interface Tables {
  formatReadme: (results: { machine: unknown; command: string; measurements: Row[] }) => string;
}

const { toRecords, formatBenchmark } = await load<Report>("report.mjs");
const { formatReadme } = await load<Tables>("readme-tables.mjs");

const machine = { cpu: "A", cores: 2, memoryGiB: 8, system: "linux x64", node: "v20", date: "2030" };

function row(contender: string, samples: number[], more: Row = {}): Row {
  const label = { inkling: "Inkling 1 (2 threads)", numpy: "NumPy 2 (2 threads)" }[contender] ?? contender;
  const benchmark = {
    benchmark: "seed-epoch",
    title: "Seed network, an epoch",
    what: "One epoch",
    unit: "s",
  };
  return { ...benchmark, target: 0.06, contender, label, samples, ...more };
}

const fast = { benchmark: "predict-all", title: "Seed, many", unit: "images/s", more: true, target: 1000 };

describe("records", () => {
  test("Inkling meets a target of time from below, and one of throughput from above", () => {
    expect(toRecords([row("inkling", [0.05, 0.06, 0.09])])[0]).toMatchObject({ median: 0.06, met: true });
    expect(toRecords([row("inkling", [0.07])])[0]).toMatchObject({ met: false });
    expect(toRecords([row("inkling", [1001], fast)])[0]).toMatchObject({ met: true });
    expect(toRecords([row("inkling", [999], fast)])[0]).toMatchObject({ met: false });
  });

  test("a target of accuracy must be met too", () => {
    const sprint = { leastAccuracy: 0.99 };
    expect(toRecords([row("inkling", [0.05], { ...sprint, accuracy: 0.991 })])[0]).toMatchObject({
      met: true,
    });
    expect(toRecords([row("inkling", [0.05], { ...sprint, accuracy: 0.989 })])[0]).toMatchObject({
      met: false,
    });
  });

  test("a peer that is faster beats Inkling; Inkling on one thread is no peer", () => {
    const rows = [row("inkling", [0.05]), row("numpy", [0.04]), row("inkling-1", [0.01])];
    expect(toRecords(rows).map(({ beatsInkling }) => beatsInkling)).toEqual([undefined, true, undefined]);
    const throughput = [row("inkling", [500], fast), row("numpy", [400], fast)];
    expect(toRecords(throughput)[1]).toMatchObject({ beatsInkling: false });
  });

  test("times are kept in the benchmark's own unit", () => {
    expect(toRecords([row("inkling", [0.0000123], { unit: "µs" })])[0]).toMatchObject({ median: 12.3 });
  });
});

describe("the table on the screen", () => {
  test("says which targets were missed, who won, and what could not be measured", () => {
    const without = { without: "it has no convolution" };
    const text = formatBenchmark([row("inkling", [0.07]), row("numpy", [0.05]), row("x", [], without)]);
    expect(text).toContain("One epoch; target ≤ 0.060 s");
    expect(text).toMatch(/Inkling 1 .* 0\.070 .*MISSED/);
    expect(text).toMatch(/NumPy 2 .* 0\.050 .*BEATS INKLING/);
    expect(text).toMatch(/x +not measured: it has no convolution/);
  });
});

describe("the README's tables", () => {
  const TRAINING = ["seed-epoch", "wide-epoch", "cnn-epoch", "seed-process", "seed-process-memory"];
  const PREDICTION = ["predict-all", "predict-one", "cnn-predict-all", "cnn-predict-one", "start-up"];
  const measurements = [...TRAINING, ...PREDICTION].flatMap((benchmark) =>
    toRecords([
      row("inkling", [0.05, 0.06, 0.07], { benchmark, title: benchmark }),
      row("numpy", benchmark === "wide-epoch" ? [0.04, 0.04] : [0.2], { benchmark, title: benchmark }),
      row("onnxruntime", [], { benchmark, title: benchmark, without: "it does not train" }),
    ]),
  );
  const text = formatReadme({ machine, command: "npm run bench -- --readme", measurements });

  test("have a line for each contender that was measured, with ranges", () => {
    expect(text).toMatch(/\| Inkling 1 \(2 threads\) \| \*\*0\.06\*\* \(0\.05–0\.07\) \|/);
    expect(text).toMatch(/\| NumPy 2 \(2 threads\) \| 0\.2 \|/);
    expect(text).not.toContain("| onnxruntime");
  });

  test("mark where a peer is better, and say so below in words", () => {
    expect(text).toContain("**0.04** (0.04–0.04) ▲");
    expect(text).toContain("Of 10 comparisons Inkling lost 1:\n\n- wide-epoch: NumPy 2.");
  });

  test("name the machine and the command", () => {
    expect(text).toContain("`npm run bench -- --readme`: A, 2 cores, 8 GiB, linux x64, Node v20, 2030.");
  });
});
