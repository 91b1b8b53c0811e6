import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { encodeIdx, parseIdx, parseIdxImages, parseIdxLabels } from "../../src/data/index.ts";
import { damaged } from "./mutations.ts";

/** Two images of 2×3, written by hand from the description of the format. */
const IMAGES = Uint8Array.from(
  [
    [0, 0, 8, 3],
    [0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255],
  ].flat(),
);
const LABELS = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]);

function idx(...bytes: number[]): () => unknown {
  return () => parseIdx(Uint8Array.from(bytes), "bad.idx");
}

describe("parseIdx", () => {
  test("reads images as a view of the file's bytes", () => {
    const images = parseIdxImages(IMAGES, "images");
    expect(images.shape).toEqual([2, 2, 3]);
    expect(Array.from(images.data)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
    expect(images.data.buffer).toBe(IMAGES.buffer);
    expect(images.scale).toBe(1 / 255);
  });

  test("reads labels", () => {
    expect(Array.from(parseIdxLabels(LABELS, "labels"))).toEqual([7, 2, 1]);
  });

  test("reads a file that starts in the middle of a larger buffer", () => {
    const buffer = new Uint8Array(LABELS.length + 5);
    buffer.set(LABELS, 5);
    expect(parseIdx(buffer.subarray(5), "labels").shape).toEqual([3]);
  });

  test("names the bytes expected and received where the file is truncated", () => {
    expect(() => parseIdx(IMAGES.subarray(0, 20), "cut.idx")).toThrow(
      /cut.idx has the wrong size: expected 28 bytes for shape \(2, 2, 3\), received 20 bytes/,
    );
  });

  test("refuses a file that is too long", () => {
    expect(idx(0, 0, 8, 1, 0, 0, 0, 1, 5, 5)).toThrow(/expected 9 bytes .* received 10 bytes/);
  });

  test("refuses a header that is cut", () => {
    expect(idx(0, 0, 8, 3, 0, 0)).toThrow(/expected 16 bytes of header, received 6 bytes/);
  });

  test("refuses wrong magic, showing it", () => {
    expect(idx(0x50, 0x4b, 3, 4, 0)).toThrow(/not an IDX file.*received 50 4b 03 04/);
    expect(idx()).toThrow(/no bytes at all/);
  });

  test("says that a gzipped file is gzipped", () => {
    expect(idx(0x1f, 0x8b, 8, 0, 0)).toThrow(/It is gzipped/);
  });

  test("names the type of a file that does not hold bytes", () => {
    expect(idx(0, 0, 0x0d, 1, 0, 0, 0, 0)).toThrow(/received 0x0d, 32-bit floats/);
    expect(idx(0, 0, 0x0a, 1, 0, 0, 0, 0)).toThrow(/received 0x0a, which IDX does not define/);
  });

  test.each([0, 9, 255])("refuses %i axes", (axes) => {
    expect(idx(0, 0, 8, axes, ...new Array<number>(1100).fill(0))).toThrow(/number of axes/);
  });

  test("refuses sizes whose product is beyond any memory, without allocating", () => {
    expect(idx(0, 0, 8, 3, ...new Array<number>(12).fill(255))).toThrow(/has the wrong size/);
  });

  test("refuses labels where images are expected, and the reverse", () => {
    expect(() => parseIdxImages(LABELS, "l")).toThrow(/expected grey images.*received \(3,\)/);
    expect(() => parseIdxLabels(IMAGES, "i")).toThrow(/expected labels.*received \(2, 2, 3\)/);
  });

  test("answers any bytes with an InklingError or with exactly what they hold", () => {
    const header = fc.tuple(fc.constant([0, 0, 8]), fc.array(fc.nat(3), { maxLength: 20 }));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      header.map(([magic, rest]) => Uint8Array.from([...magic, ...rest])),
      damaged(IMAGES),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          expect(encodeIdx(parseIdx(input, "fuzz"))).toEqual(Uint8Array.from(input));
        } catch (error) {
          if (!(error instanceof InklingError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test("encodeIdx writes the bytes that the format's description gives", () => {
  expect(encodeIdx({ data: Uint8Array.of(7, 2, 1), shape: [3] })).toEqual(LABELS);
});
