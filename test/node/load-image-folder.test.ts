import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { InklingError, NotFoundError } from "../../src/base/errors.ts";
import { loadImageFolder } from "../../src/node/load-image-folder.ts";
import { damaged } from "../data/mutations.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const inFolder = useTemporaryFolder();

function file(path: string, bytes: Uint8Array): void {
  mkdirSync(join(inFolder(path), ".."), { recursive: true });
  writeFileSync(inFolder(path), bytes);
}

/** A PNG written by hand after its specification. `colour` 0 is grey, 2 RGB, 3 palette, 6 RGBA. */
function png(
  size: [width: number, height: number],
  depth: number,
  colour: number,
  rows: number[][],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size[0], 0);
  header.writeUInt32BE(size[1], 4);
  header.set([depth, colour, 0, 0, 0], 8);
  const palette = colour === 3 ? [chunk("PLTE", Buffer.from([10, 10, 10, 200, 200, 200]))] : [];
  const pixels = deflateSync(Buffer.from(rows.flatMap((row) => [0, ...row])));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    ...palette,
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type), data, Buffer.alloc(4)]);
  bytes.writeUInt32BE(data.length, 0);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
  return bytes;
}

const gray = png([2, 2], 8, 0, [
  [0, 100],
  [200, 255],
]);

describe("loadImageFolder", () => {
  test("labels images by their folders in natural order, and keeps pixels of the right size as they are", async () => {
    for (const name of ["10/a.png", "9/2.png", "9/10.PNG", "2/a.png"]) file(name, gray);
    file(
      "9/2.png",
      png([2, 2], 8, 0, [
        [1, 2],
        [3, 4],
      ]),
    );
    file("9/notes.txt", Buffer.from("not read"));
    file("readme.md", Buffer.from("not read"));
    const set = await loadImageFolder(inFolder(), { size: [2, 2], name: "mine" });
    expect(set.name).toBe("mine");
    expect(set.classNames).toEqual(["2", "9", "10"]);
    expect(Array.from(set.labels)).toEqual([0, 1, 1, 2]);
    expect(set.images).toMatchObject({ shape: [4, 2, 2], scale: 1 / 255 });
    const rows = [0, 100, 200, 255];
    expect(Array.from(set.images.data)).toEqual([...rows, 1, 2, 3, 4, ...rows, ...rows]);
  });

  test("brings images of any size to 28 × 28 unless told otherwise", async () => {
    file("1/wide.png", png([3, 1], 8, 0, [[77, 77, 77]]));
    const set = await loadImageFolder(inFolder());
    expect(set.images.shape).toEqual([1, 28, 28]);
    expect(new Set(set.images.data)).toEqual(new Set([77]));
  });

  const pictures: [string, Uint8Array, number[]][] = [
    ["RGB", png([2, 1], 8, 2, [[0, 0, 0, 90, 90, 90]]), [0, 90]],
    ["RGBA, transparent over white", png([2, 1], 8, 6, [[0, 0, 0, 0, 0, 0, 0, 255]]), [255, 0]],
    ["16 bits", png([2, 1], 16, 0, [[0x40, 0x40, 0xff, 0xff]]), [0x40, 255]],
    ["1 bit", png([2, 1], 1, 0, [[0b01000000]]), [0, 255]],
    ["palette", png([2, 1], 8, 3, [[1, 0]]), [200, 10]],
    ["1 × 1", png([1, 1], 8, 0, [[50]]), [50, 50]],
  ];

  test.each(pictures)("reads a PNG that is %s as grey bytes", async (_, bytes, expected) => {
    file("1/a.png", bytes);
    const set = await loadImageFolder(inFolder(), { size: [1, 2] });
    expect(Array.from(set.images.data)).toEqual(expected);
  });

  test("reads JPEG and WebP too", async () => {
    const white = sharp({ create: { width: 4, height: 4, channels: 3, background: "#ffffff" } });
    file("1/a.jpg", await white.clone().jpeg().toBuffer());
    file("1/b.webp", await white.clone().webp().toBuffer());
    const set = await loadImageFolder(inFolder(), { size: [4, 4] });
    expect(set.images.data.length).toBe(32);
    expect(set.images.data.every((pixel) => pixel >= 254)).toBe(true);
  });

  test.each([
    ["text", Buffer.from("I am not a picture")],
    ["empty", Buffer.alloc(0)],
    ["truncated", png([64, 64], 8, 0, new Array(64).fill(new Array(64).fill(9))).subarray(0, 60)],
    ["4,000,000 × 20", png([4_000_000, 20], 8, 0, [[1]])],
    ["20,000 × 20,000", png([20_000, 20_000], 8, 0, [[1]])],
  ])("names a .png that is %s", async (_, bytes) => {
    file("1/good.png", gray);
    file("1/bad.png", bytes);
    const loading = loadImageFolder(inFolder());
    await expect(loading).rejects.toThrow(InklingError);
    await expect(loading).rejects.toThrow(
      /bad\.png (is not an image that can be read|is empty|has too many pixels)/,
    );
  });

  test("says that there is no folder, no class folder, or no image in one", async () => {
    await expect(loadImageFolder(inFolder("nothing"))).rejects.toThrow(NotFoundError);
    await expect(loadImageFolder(inFolder())).rejects.toThrow(/not a folder of class folders.*received 0/);
    file("1/a.png", gray);
    file("2/a.txt", gray);
    await expect(loadImageFolder(inFolder())).rejects.toThrow(
      /2 holds no images: expected files ending in \.png/,
    );
  });

  test.each([[[0, 28]], [[28, 1e6]], [[2.5, 2]]])("refuses the size %j", async (size) => {
    await expect(loadImageFolder(inFolder(), { size: size as [number, number] })).rejects.toThrow(RangeError);
  });

  test("answers damaged pictures with an InklingError or an image of the right size", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 60 }), damaged(gray)), async (bytes) => {
        file("1/fuzz.png", bytes);
        try {
          const { images } = await loadImageFolder(inFolder(), { size: [3, 3] });
          expect(images.data.length).toBe(9);
        } catch (error) {
          if (!(error instanceof InklingError)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  });
});
