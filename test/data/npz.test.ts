import { readFileSync } from "node:fs";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { sizeOf } from "../../src/base/shapes.ts";
import { parseKerasMnist, parseNpy } from "../../src/data/index.ts";
import { damaged } from "./mutations.ts";

/** Files written by NumPy itself: see test/golden/make-npz-golden.py for what they hold. */
function golden(name: string): Uint8Array {
  return readFileSync(new URL(`../golden/${name}`, import.meta.url));
}

describe("parseKerasMnist", () => {
  test.each(["npz-compressed.npz", "npz-stored.npz"])("reads %s as NumPy wrote it", (name) => {
    const arrays = parseKerasMnist(golden(name), name);
    expect(arrays.x_train.shape).toEqual([3, 4, 2]);
    expect(Array.from(arrays.x_train.data)).toEqual(Array.from({ length: 24 }, (_, i) => i));
    expect(arrays.y_train).toEqual({ data: Uint8Array.of(7, 0, 9), shape: [3] });
    expect(Array.from(arrays.x_test.data)).toEqual(new Array(16).fill(255));
    expect(Array.from(arrays.y_test.data)).toEqual([1, 2]);
  });

  test.each([
    ["npz-int64-labels.npz", /y_train.npy in .* does not hold unsigned bytes.*received <i8/],
    ["npz-fortran-order.npz", /x_train.npy in .* is not in C order/],
    ["npz-without-y-test.npz", /lacks y_test/],
  ])("says what is wrong with %s", (name, message) => {
    expect(() => parseKerasMnist(golden(name), name)).toThrow(message);
    expect(() => parseKerasMnist(golden(name), name)).toThrow(InklingError);
  });

  test("refuses a zip bomb by the size it declares, before unpacking it", () => {
    const bomb = zipSync({ "x_train.npy": new Uint8Array(65 * 2 ** 20) });
    expect(bomb.length).toBeLessThan(200_000);
    expect(() => parseKerasMnist(bomb, "bomb.npz")).toThrow(/x_train.npy in bomb.npz is too large/);
  });

  test("unpacks nothing but the four arrays", () => {
    const zip = zipSync({ "other.npy": new Uint8Array(65 * 2 ** 20) });
    expect(() => parseKerasMnist(zip, "other.npz")).toThrow(/other.npz lacks x_train/);
  });

  test("refuses a zip of very many entries", () => {
    const entries = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`${i}`, new Uint8Array(1)]));
    expect(() => parseKerasMnist(zipSync(entries), "many.npz")).toThrow(/at most 64 entries/);
  });

  test("refuses text and an empty file", () => {
    expect(() => parseKerasMnist(new TextEncoder().encode("not a zip"), "t.npz")).toThrow(
      /cannot be unpacked/,
    );
    expect(() => parseKerasMnist(new Uint8Array(0), "e.npz")).toThrow(/cannot be unpacked/);
  });

  test("answers damaged files with an InklingError or arrays that fill their shapes", () => {
    const files = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      damaged(golden("npz-compressed.npz")),
      damaged(golden("npz-stored.npz")),
    );
    fc.assert(
      fc.property(files, (bytes) => {
        try {
          const arrays = Object.values(parseKerasMnist(bytes, "fuzz.npz"));
          for (const { data, shape } of arrays) expect(data.length).toBe(sizeOf(shape));
        } catch (error) {
          if (!(error instanceof InklingError)) throw error;
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe("parseNpy", () => {
  test("reads version 2 headers", () => {
    const array = parseNpy(golden("npy-version-2.npy"), "v2");
    expect(array).toEqual({ data: expect.objectContaining({ length: 3 }), shape: [3] });
    expect(Array.from(array.data)).toEqual([7, 0, 9]);
  });

  test("names the bytes expected and received where the array is truncated", () => {
    expect(() => parseNpy(golden("npy-version-2.npy").subarray(0, -1), "cut.npy")).toThrow(
      /cut.npy has the wrong size: expected \d+ bytes for shape \(3,\), received \d+ bytes/,
    );
  });

  test("refuses versions it does not know and other files", () => {
    const bytes = Uint8Array.from(golden("npy-version-2.npy"));
    bytes[6] = 9;
    expect(() => parseNpy(bytes, "v9.npy")).toThrow(/version 1 or 2, received version 9/);
    expect(() => parseNpy(new Uint8Array(3), "x.npy")).toThrow(/is not a NumPy array/);
  });
});
