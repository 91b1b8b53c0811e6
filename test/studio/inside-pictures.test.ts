/** Pictures and texts that the views Look inside and Models make, without a browser. */
import { describe, expect, test } from "vitest";
import { isWorthShowing, layerMosaic } from "../../web/src/inside/layer-mosaic.ts";

describe("layerMosaic", () => {
  test("puts channels side by side with a faint line between them", () => {
    // Two pixels in a column, three channels.
    const { pixels, width, height, isSigned } = layerMosaic([1, 2, 3, 4, 5, 10], [2, 1, 3], 2);
    expect([width, height, isSigned]).toEqual([3, 5, false]);
    const line = 1.5;
    const expected = [
      [1, line, 2],
      [4, line, 5],
      [line, line, line],
      [3, line, line],
      [10, line, line],
    ];
    expect(Array.from(pixels)).toEqual(expected.flat());
  });

  test("puts units in rows of cells, and says where values are negative", () => {
    const { pixels, width, height, isSigned } = layerMosaic([1, -2, 3], [3], 2);
    expect([width, height, isSigned]).toEqual([2, 2, true]);
    expect(Array.from(pixels)).toEqual([1, -2, 3, 0]);
  });
});

test("layers that only carry their input on are not shown", () => {
  const shown = ["Flatten", "Dense", "Dropout", "Conv2D", "Reshape"].filter((className) =>
    isWorthShowing({ className }),
  );
  expect(shown).toEqual(["Dense", "Conv2D"]);
});
