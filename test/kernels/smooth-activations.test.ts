/** Bounds on errors are stated as in activations.test.ts. Expected values: closed forms, and Python's math.erf. */
import { describe, expect, test } from "vitest";
import {
  elu,
  eluBackward,
  gelu,
  geluSlope,
  normalShare,
  rectify,
  rectifyBackward,
  silu,
  siluSlope,
} from "../../kernels/reference/smooth-activations.ts";
import { readGolden } from "../nn/golden.ts";
import { expectSameBits, expectWithin, randomMatrix, Workbench } from "./workbench.ts";

const range = (from: number, to: number, count = 80_000): number[] =>
  Array.from({ length: count }, (_, i) => Math.fround(from + ((to - from) * i) / (count - 1)));

/** The kernel's results, and the values that it kept. */
function apply(name: "silu" | "gelu", values: number[]): { results: number[]; kept: number[] } {
  const bench = new Workbench();
  const [address, kept] = [bench.floats(values), bench.room(values.length * 4)];
  bench.run(name, [address, kept], address, kept, values.length);
  return { results: bench.readFloats(address, values.length), kept: bench.readFloats(kept, values.length) };
}

/** What the kernel makes of a delta of ones: its slopes. */
function slopes(name: "siluBackward" | "geluBackward", values: number[]): number[] {
  const bench = new Workbench();
  const delta = bench.floats(values.map(() => 1));
  bench.run(name, [delta], delta, bench.floats(values), values.length);
  return bench.readFloats(delta, values.length);
}

test("the reference's normal distribution is Python's", () => {
  const { x, share } = readGolden("golden-normal.json") as { x: number[]; share: number[] };
  expectWithin(x.map(normalShare), share, { relative: 1e-9 });
});

describe("gelu", () => {
  // An error of P under 1e-7, times x, and a float32 rounding of the result.
  test("is x P(x) with an error of P under 1e-7", () => {
    const values = [...range(-12, 12), ...range(-1.01, -0.99, 8000), ...range(0.99, 1.01, 8000)];
    const errors = apply("gelu", values).results.map(
      (y, i) => Math.abs(y - gelu(values[i])) / Math.max(1, Math.abs(values[i])),
    );
    expect(Math.max(...errors.slice(0, 40_000), ...errors.slice(40_000))).toBeLessThan(1.3e-7);
  });

  test("is within 3e-6 of its value where it is small", () => {
    const values = range(-6, 0);
    expectWithin(apply("gelu", values).results, values.map(gelu), { relative: 3e-6 });
  });

  test("has its derivative, within 2e-7", () => {
    const values = range(-12, 12);
    expectWithin(slopes("geluBackward", values), values.map(geluSlope), { absolute: 2e-7 });
  });

  test("keeps zero and NaN, and vanishes far below zero", () => {
    const { results } = apply("gelu", [0, NaN, -100, 100, 1, 1, 1, 1]);
    expect(results.slice(0, 4)).toEqual([0, NaN, expect.closeTo(0, 30), 100]);
  });
});

describe("silu", () => {
  test("has a relative error under 3e-7", () => {
    const values = range(-80, 80);
    expectWithin(apply("silu", values).results, values.map(silu), { relative: 3e-7 });
  });

  test("has its derivative, within 3e-7", () => {
    const values = range(-80, 80);
    expectWithin(slopes("siluBackward", values), values.map(siluSlope), { absolute: 3e-7 });
  });
});

test.each(["silu", "gelu"] as const)(
  "%s keeps the values that it was given, and needs no room for them",
  (name) => {
    const values = range(-3, 3, 800);
    const { results, kept } = apply(name, values);
    expectSameBits(kept, values);
    const bench = new Workbench();
    const address = bench.floats(values);
    bench.run(name, [address], address, 0, values.length);
    expectSameBits(bench.readFloats(address, values.length), results);
  },
);

describe("elu", () => {
  test("has a relative error under 4e-7, near zero too", () => {
    const values = [...range(-80, 3), ...range(-1e-3, 1e-3), ...range(-0.6, -0.4)];
    const bench = new Workbench();
    const address = bench.floats(values);
    bench.run("elu", [address], address, values.length);
    expectWithin(bench.readFloats(address, values.length), values.map(elu), { relative: 4e-7 });
  });

  test("has its derivative's bits", () => {
    const [delta, outputs] = randomMatrix(1, 2, 800);
    const bench = new Workbench();
    const address = bench.floats(delta);
    bench.run("eluBackward", [address], address, bench.floats(outputs), delta.length);
    expectSameBits(
      bench.readFloats(address, delta.length),
      delta.map((d, i) => eluBackward(d, outputs[i])),
    );
  });
});

describe.each([
  { slope: 0, threshold: 0, limit: Infinity },
  { slope: 0.3, threshold: 0, limit: Infinity },
  { slope: 0, threshold: 0, limit: 6 },
  { slope: 0, threshold: 0.5, limit: 1.5 },
  { slope: 0.25, threshold: 1, limit: 1.5 },
])("a rectifier of slope $slope, threshold $threshold and limit $limit", (facts) => {
  const values = [...range(-4, 8, 1000), 0, -0, Infinity, -Infinity, facts.threshold, facts.limit, 1, -1];
  const { slope, threshold, limit } = facts;

  test("has its reference's bits", () => {
    const bench = new Workbench();
    const address = bench.floats(values);
    bench.run("rectify", [address], address, slope, threshold, limit, values.length);
    expectSameBits(
      bench.readFloats(address, values.length),
      values.map((x) => rectify(x, facts)),
    );
  });

  test("has its derivative's bits", () => {
    const bench = new Workbench();
    const outputs = values.map((x) => rectify(x, facts));
    const delta = randomMatrix(2, 1, values.length)[0];
    const address = bench.floats(delta);
    bench.run("rectifyBackward", [address], address, bench.floats(outputs), slope, limit, values.length);
    expectSameBits(
      bench.readFloats(address, delta.length),
      delta.map((d, i) => rectifyBackward(d, outputs[i], facts)),
    );
  });

  test("keeps NaN", () => {
    const bench = new Workbench();
    const address = bench.floats(new Array<number>(8).fill(NaN));
    bench.run("rectify", [address], address, slope, threshold, limit, 8);
    expect(bench.readFloats(address, 1)).toEqual([NaN]);
  });
});
