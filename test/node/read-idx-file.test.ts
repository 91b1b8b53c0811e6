import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InklingError, NotFoundError } from "../../src/base/errors.ts";
import { encodeIdx } from "../../src/data/index.ts";
import { loadIdx } from "../../src/node/load-idx.ts";
import { readIdxFile } from "../../src/node/read-idx-file.ts";
import { damaged } from "../data/mutations.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const inFolder = useTemporaryFolder();

/** Larger than one piece of the inflater, so that pieces are joined. */
const PIXELS = Uint8Array.from({ length: 500 * 28 * 28 }, (_, i) => (i * 7919) % 251);
const IMAGES = encodeIdx({ data: PIXELS, shape: [500, 28, 28] });

function file(name: string, bytes: Uint8Array): string {
  const path = inFolder(name);
  writeFileSync(path, bytes);
  return path;
}

describe("readIdxFile", () => {
  test("reads raw and gzipped files alike, told apart by their bytes and not by their names", async () => {
    for (const path of [file("gzipped-without-ending", gzipSync(IMAGES)), file("raw.gz", IMAGES)]) {
      const { data, shape } = await readIdxFile(path);
      expect(shape).toEqual([500, 28, 28]);
      expect(Buffer.compare(data, PIXELS)).toBe(0);
    }
  });

  test("hands out the uncompressed bytes in order", async () => {
    for (const path of [file("a.gz", gzipSync(IMAGES)), file("a", IMAGES)]) {
      const pieces: Uint8Array[] = [];
      await readIdxFile(path, { onBytes: (bytes) => pieces.push(Uint8Array.from(bytes)) });
      expect(Buffer.concat(pieces).equals(IMAGES)).toBe(true);
    }
  });

  test("reads a gzipped file smaller than the largest header", async () => {
    const labels = encodeIdx({ data: Uint8Array.of(4), shape: [1] });
    expect(await readIdxFile(file("one", gzipSync(labels)))).toMatchObject({ shape: [1] });
  });

  test("says that a gzip file ends early", async () => {
    const gzipped = gzipSync(IMAGES);
    const path = file("cut.gz", gzipped.subarray(0, gzipped.length - 9));
    await expect(readIdxFile(path)).rejects.toThrow(/cut.gz ends early: expected a whole gzip file/);
  });

  test("says that a gzip file's check sum is wrong", async () => {
    const gzipped = gzipSync(IMAGES);
    gzipped[gzipped.length - 6] ^= 1;
    await expect(readIdxFile(file("flipped.gz", gzipped))).rejects.toThrow(/flipped.gz is damaged/);
  });

  test("refuses an IDX file in a gzip that is too short or too long for its header", async () => {
    const short = file("short.gz", gzipSync(IMAGES.subarray(0, -1)));
    await expect(readIdxFile(short)).rejects.toThrow(/expected 392016 bytes .* received 392015 bytes/);
    const long = file("long.gz", gzipSync(Buffer.concat([IMAGES, Buffer.alloc(1)])));
    await expect(readIdxFile(long)).rejects.toThrow(/expected 392016 bytes .* received more/);
  });

  test("refuses a header that promises more than the gzip can hold, before allocating it", async () => {
    const header = Uint8Array.from([
      0,
      0,
      8,
      3,
      0,
      0,
      0xea,
      0x60,
      0,
      0,
      0,
      28,
      0,
      0,
      0,
      28,
      ...new Array(40).fill(0),
    ]);
    const path = file("promise.gz", gzipSync(header));
    await expect(readIdxFile(path)).rejects.toThrow(
      /promise.gz ends early: expected 47040016 bytes unpacked, as its header says/,
    );
  });

  test("refuses what is larger than allowed", async () => {
    await expect(readIdxFile(file("a", IMAGES), { maxBytes: 1000 })).rejects.toThrow(/at most 1000 bytes/);
    await expect(readIdxFile(file("b", gzipSync(IMAGES)), { maxBytes: 300_000 })).rejects.toThrow(
      /too large/,
    );
  });

  test("says that there is no file, that it is a folder, that it is empty", async () => {
    await expect(readIdxFile(inFolder("nothing"))).rejects.toThrow(NotFoundError);
    mkdirSync(inFolder("folder"));
    await expect(readIdxFile(inFolder("folder"))).rejects.toThrow(/it is a folder, not a file/);
    await expect(readIdxFile(file("empty", new Uint8Array(0)))).rejects.toThrow(/no bytes at all/);
  });

  test("answers damaged files with an InklingError or with what was written", async () => {
    const small = encodeIdx({ data: Uint8Array.from({ length: 60 }, (_, i) => i), shape: [5, 4, 3] });
    const gzipped = gzipSync(small);
    const cases = fc.oneof(fc.uint8Array({ maxLength: 80 }), damaged(gzipped));
    const path = inFolder("fuzz");
    await fc.assert(
      fc.asyncProperty(cases, async (bytes) => {
        writeFileSync(path, bytes);
        try {
          const read = encodeIdx(await readIdxFile(path));
          expect(Buffer.compare(read, bytes[0] === 0x1f ? small : bytes)).toBe(0);
        } catch (error) {
          if (!(error instanceof InklingError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("loadIdx", () => {
  const images = encodeIdx({ data: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]), shape: [2, 2, 2] });

  test("makes a data set of one's own files", async () => {
    const labels = encodeIdx({ data: Uint8Array.of(1, 0), shape: [2] });
    const paths = [file("mine-images", images), file("mine-labels.gz", gzipSync(labels))] as const;
    const set = await loadIdx(...paths, { classNames: ["cat", "dog"] });
    expect(set).toMatchObject({ name: "mine-images", classNames: ["cat", "dog"] });
    expect(set.images).toMatchObject({ shape: [2, 2, 2], scale: 1 / 255 });
    expect(Array.from(set.labels)).toEqual([1, 0]);
  });

  test.each([
    [[2], [1, 10], /label 1 is not one of the 10 classes.*received 10/],
    [[3], [1, 2, 3], /counts of images and labels differ: expected 2 labels.*received 3/],
    [[1, 2], [1, 2], /labels.idx has the wrong shape/],
  ])("refuses labels of shape %j holding %j, naming the file", async (shape, data, message) => {
    const labels = file("labels.idx", encodeIdx({ data: Uint8Array.from(data), shape }));
    const loading = loadIdx(file("images.idx", images), labels);
    await expect(loading).rejects.toThrow(InklingError);
    await expect(loading).rejects.toThrow(message);
  });
});
