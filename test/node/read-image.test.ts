import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InklingError, NotFoundError } from "../../src/base/errors.ts";
import { countPages, readImage } from "../../src/node/read-image.ts";

const folder = mkdtempSync(join(tmpdir(), "inkling-read-image-"));
const inFolder = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A grey ramp from left to right, 0, 8, 16, …, 32 × 16 pixels, as sharp's raw input. */
const ramp = Uint8Array.from({ length: 32 * 16 }, (_, i) => (i % 32) * 8);
const rampImage = () => sharp(ramp, { raw: { width: 32, height: 16, channels: 1 } });
const colour = (background: { r: number; g: number; b: number; alpha?: number }) =>
  sharp({ create: { width: 4, height: 3, channels: background.alpha === undefined ? 3 : 4, background } });

const worst = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);

describe("readImage", () => {
  test.each([
    ["PNG", () => rampImage().png(), 0],
    ["palette PNG", () => rampImage().png({ palette: true, colours: 64 }), 1],
    ["lossless WebP", () => rampImage().webp({ lossless: true }), 0],
    ["TIFF", () => rampImage().tiff({ compression: "lzw" }), 0],
    ["GIF", () => rampImage().gif({ dither: 0 }), 4],
    ["JPEG", () => rampImage().jpeg({ quality: 98 }), 4],
    ["AVIF", () => rampImage().avif({ quality: 95 }), 6],
  ])("reads %s", async (_, encode, tolerance) => {
    const image = await readImage(await encode().toBuffer());
    expect([image.width, image.height]).toEqual([32, 16]);
    expect(worst(image.data, ramp)).toBeLessThanOrEqual(tolerance);
  });

  test("reads SVG", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"><rect width="3" height="4"/></svg>';
    const image = await readImage(new TextEncoder().encode(svg));
    expect([...image.data.subarray(0, 6)]).toEqual([0, 0, 0, 255, 255, 255]);
  });

  test("reads a file by its path", async () => {
    await rampImage().png().toFile(inFolder("ramp.png"));
    expect([...(await readImage(inFolder("ramp.png"))).data]).toEqual([...ramp]);
  });

  test("keeps the upper eight of sixteen bits", async () => {
    const deep = Uint16Array.of(0, 0x1234, 0x8000, 0xffff);
    const raw = sharp(deep, { raw: { width: 4, height: 1, channels: 1 } });
    const png = await raw.toColourspace("grey16").png().toBuffer();
    expect((await sharp(png).metadata()).depth).toBe("ushort");
    expect([...(await readImage(png)).data]).toEqual([0, 0x12, 0x80, 0xff]);
  });

  test("turns colour into luminance", async () => {
    // sRGB's transfer curve of Rec. 709's weights 0.2126, 0.7152 and 0.0722.
    const greys: number[] = [];
    for (const [r, g, b] of [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ]) {
      greys.push((await readImage(await colour({ r, g, b }).png().toBuffer())).data[0]);
    }
    [127, 220, 76].forEach((expected, i) => expect(Math.abs(greys[i] - expected)).toBeLessThanOrEqual(1));
  });

  test("lays transparent pictures on white paper", async () => {
    const half = await readImage(await colour({ r: 0, g: 0, b: 0, alpha: 0.5 }).png().toBuffer());
    expect(Math.abs(half.data[0] - 127.5)).toBeLessThanOrEqual(1);
    const none = await readImage(await colour({ r: 0, g: 0, b: 0, alpha: 0 }).png().toBuffer());
    expect(none.data[0]).toBe(255);
  });

  test("reads printing colours (CMYK)", async () => {
    const paper = await colour({ r: 255, g: 255, b: 255 }).toColourspace("cmyk").jpeg().toBuffer();
    const ink = await colour({ r: 0, g: 0, b: 0 }).toColourspace("cmyk").jpeg().toBuffer();
    expect((await sharp(ink).metadata()).space).toBe("cmyk");
    expect((await readImage(paper)).data[0]).toBeGreaterThan(245);
    expect((await readImage(ink)).data[0]).toBeLessThan(20);
  });

  test("reads a picture of a single pixel", async () => {
    const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: "white" } })
      .png()
      .toBuffer();
    expect(await readImage(png)).toMatchObject({ width: 1, height: 1 });
  });
});

describe("readImage refuses, and says how to mend it,", () => {
  test("a file that is not there", async () => {
    const path = inFolder("missing.png");
    await expect(readImage(path)).rejects.toThrow(NotFoundError);
    await expect(readImage(path)).rejects.toThrow(path);
  });

  test("a folder", async () => {
    await expect(readImage(folder)).rejects.toThrow(InklingError);
    await expect(readImage(folder)).rejects.toThrow("it is a folder, not a file");
  });

  test("an empty file", async () => {
    writeFileSync(inFolder("empty.png"), "");
    await expect(readImage(inFolder("empty.png"))).rejects.toThrow(
      /empty\.png is empty: .* received 0 bytes/,
    );
  });

  test("text that is named .png", async () => {
    writeFileSync(inFolder("text.png"), "Hello, this is no picture.\n");
    const reading = readImage(inFolder("text.png"));
    await expect(reading).rejects.toThrow(InklingError);
    await expect(reading).rejects.toThrow(/text\.png is not an image .* start with 48 65 6c 6c 6f 2c 20 74/);
  });

  test("a file of more than 256 MiB, without reading it", async () => {
    writeFileSync(inFolder("large.tif"), "");
    truncateSync(inFolder("large.tif"), 257 * 2 ** 20);
    await expect(readImage(inFolder("large.tif"))).rejects.toThrow(/at most 256 MiB, received 257 MiB/);
  });

  test.each(["png", "jpeg", "webp", "tiff", "gif", "avif"] as const)(
    "a %s that ends early",
    async (format) => {
      const noise = Uint8Array.from({ length: 120 * 90 * 3 }, (_, i) => (i * 7919) % 251);
      const whole = await sharp(noise, { raw: { width: 120, height: 90, channels: 3 } })
        [format]()
        .toBuffer();
      for (const share of [0.1, 0.5, 0.95]) {
        await expect(readImage(whole.subarray(0, Math.floor(whole.length * share)))).rejects.toThrow(
          InklingError,
        );
      }
    },
  );
});

describe("readImage on damaged PNGs", () => {
  let png: Buffer;
  beforeAll(async () => {
    png = await rampImage().png().toBuffer();
  });

  /** Anything but an InklingError or a well-formed image fails the test. */
  async function expectImageOrInklingError(bytes: Uint8Array): Promise<void> {
    try {
      const image = await readImage(bytes);
      expect(image.data.length).toBe(image.width * image.height);
    } catch (error) {
      expect(error).toBeInstanceOf(InklingError);
    }
  }

  test("answers with an InklingError or an image whichever bits are flipped", async () => {
    const flips = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(flips, async (positions) => {
        const bytes = Uint8Array.from(png);
        for (const position of positions) bytes[(position >> 3) % bytes.length] ^= 1 << (position & 7);
        await expectImageOrInklingError(bytes);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test("answers with an InklingError or an image wherever the file ends", async () => {
    for (let length = 0; length < png.length; length++)
      await expectImageOrInklingError(png.subarray(0, length));
  });

  test("answers with an InklingError or an image for any bytes behind a PNG signature", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (tail) => {
        await expectImageOrInklingError(Uint8Array.of(...png.subarray(0, 8), ...tail));
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe("the pages of a TIFF", () => {
  const twoPages = async (): Promise<Uint8Array> => {
    const pages = [0, 255].map((level) => ({
      create: { width: 8, height: 4, channels: 3 as const, background: { r: level, g: level, b: level } },
    }));
    const encoded = await Promise.all(pages.map((page) => sharp(page).png().toBuffer()));
    return await sharp(encoded, { join: { animated: true } })
      .tiff()
      .toBuffer();
  };

  test("are counted and read one by one", async () => {
    const bytes = await twoPages();
    expect(await countPages(bytes)).toBe(2);
    const [first, second] = [await readImage(bytes), await readImage(bytes, { page: 1 })];
    expect([first.width, first.height, first.data[0]]).toEqual([8, 4, 0]);
    expect([second.width, second.height, second.data[0]]).toEqual([8, 4, 255]);
  });

  test("are as many as there are", async () => {
    await expect(readImage(await twoPages(), { page: 2, name: "scan.tif" })).rejects.toThrow(
      "scan.tif has no such page: expected 0 to 1, received 2.",
    );
  });
});
