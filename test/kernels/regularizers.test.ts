import { describe, expect, test } from "vitest";
import { addScaled, sumOfSquares } from "../../kernels/reference/regularizers.ts";
import { expectSameBits, randomMatrix, Workbench } from "./workbench.ts";

describe.each([8, 16, 104, 4096])("for %i floats", (count) => {
  const [target, source] = randomMatrix(count, 2, count, 0.8);

  test("addScaled has its reference's bits", () => {
    const bench = new Workbench();
    const [to, from] = [bench.floats(target), bench.floats(source)];
    bench.run("addScaled", [to], to, from, 0.02, count);
    expectSameBits(bench.readFloats(to, count), addScaled(target, source, 0.02));
  });

  test("sumOfSquares has its reference's bits, and writes nothing", () => {
    const bench = new Workbench();
    expect(bench.run("sumOfSquares", [], bench.floats(source), count)).toBe(sumOfSquares(source));
  });
});

test("sumOfSquares loses nothing of whole numbers beyond float32", () => {
  const bench = new Workbench();
  const values = Array.from({ length: 4096 }, (_, i) => i + 1);
  // n (n + 1) (2n + 1) / 6 = 22,921,738,240 is exact in a double, and far beyond 2^24.
  expect(bench.run("sumOfSquares", [], bench.floats(values), 4096)).toBe((4096 * 4097 * 8193) / 6);
});
