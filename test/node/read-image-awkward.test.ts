import { writeFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { encodePng } from "../../src/node/encode-png.ts";
import { readImage } from "../../src/node/read-image.ts";
import { blackPng, GREY, GREY_WITH_ALPHA, handmadePng, PALETTE } from "./handmade-png.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const inFolder = useTemporaryFolder();

/** A grey ramp from left to right, 0, 8, 16, …, 32 × 16 pixels, as sharp's raw input. */
const ramp = Uint8Array.from({ length: 32 * 16 }, (_, i) => (i % 32) * 8);
const rampImage = () => sharp(ramp, { raw: { width: 32, height: 16, channels: 1 } });

const worst = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);
const svg = (attributes: string, content = ""): Uint8Array =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`);

describe("readImage and very large pictures", () => {
  test("refuses a PNG of 20,000 × 20,000 pixels soon and without decoding it", async () => {
    const path = inFolder("huge.png");
    writeFileSync(path, blackPng(20_000, 20));
    await readImage(blackPng(100, 2)); // Loads sharp.
    const [memory, start] = [process.resourceUsage().maxRSS, performance.now()];
    await expect(readImage(path)).rejects.toThrow(
      `${path} has too many pixels: expected at most 64 million, received 20000 × 20000, 400 million.`,
    );
    expect(performance.now() - start).toBeLessThan(10_000);
    // maxRSS is in KiB: the peak of the process has grown by less than 200 MB, of 400 that it would take.
    expect(process.resourceUsage().maxRSS - memory).toBeLessThan(200_000);
  });

  test("reads a PNG that was made the same way, where it is small", async () => {
    const { width, height, data } = await readImage(blackPng(1000, 20));
    expect([width, height, data.every((level) => level === 0)]).toEqual([1000, 1000, true]);
  });

  test("reads as many pixels as maxPixels and refuses one more", async () => {
    const png = await rampImage().png().toBuffer();
    expect((await readImage(png, { maxPixels: 512 })).data.length).toBe(512);
    await expect(readImage(png, { maxPixels: 511, name: "ramp" })).rejects.toThrow(
      "ramp has too many pixels: expected at most 511, received 32 × 16, 512.",
    );
    await expect(readImage(blackPng(1000, 20), { maxPixels: 999_999 })).rejects.toThrow(
      "the image has too many pixels: expected at most 999,999, received 1000 × 1000, 1 million.",
    );
  });

  test.each([0, 1.5, 2 ** 30 + 1])("refuses %d as maxPixels", async (maxPixels) => {
    await expect(readImage(blackPng(100, 2), { maxPixels })).rejects.toThrow(RangeError);
  });

  test.each([
    ["30,000 pixels", svg('width="30000" height="30000"')],
    ["5 metres at 96 dpi", svg('width="5000mm" height="5000mm"')],
    ["a million by one thousand", svg('width="1000000" height="1000"')],
  ])("refuses an SVG of %s", async (_, bytes) => {
    await expect(readImage(bytes)).rejects.toThrow(/^the image has too many pixels: /);
  });

  test("refuses an SVG whose entities grow to a billion, soon", async () => {
    const entities = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`,
    ).join("");
    const bomb = `<!DOCTYPE svg [<!ENTITY e0 "ha">${entities}]>${svg('width="9" height="9"', "<text>&e9;</text>").toString()}`;
    const start = performance.now();
    await expect(readImage(Buffer.from(bomb))).rejects.toThrow(InklingError);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe("readImage reads every kind of", () => {
  test("PNG with one bit a pixel", async () => {
    const header = { width: 4, height: 2, depth: 1, colour: GREY };
    const { data } = await readImage(handmadePng(header, [[0b1011_0000], [0b0100_0000]]));
    expect([...data]).toEqual([255, 0, 255, 255, 0, 255, 0, 0]);
  });

  test("palette PNG, its transparent entries as paper", async () => {
    const extra = { PLTE: [0, 0, 0, 0, 0, 0, 200, 200, 200], tRNS: [255, 0] };
    const header = { width: 4, height: 1, depth: 8, colour: PALETTE };
    const { data } = await readImage(handmadePng(header, [[0, 1, 2, 1]], extra));
    expect([...data]).toEqual([0, 255, 200, 255]);
  });

  test("PNG of grey with transparency", async () => {
    const header = { width: 3, height: 1, depth: 8, colour: GREY_WITH_ALPHA };
    const { data } = await readImage(handmadePng(header, [[0, 255, 0, 0, 100, 255]]));
    expect([...data]).toEqual([0, 255, 100]);
  });

  test("PNG of colours of sixteen bits", async () => {
    const red = Uint16Array.of(0xffff, 0, 0, 0xffff, 0xffff, 0xffff);
    const raw = sharp(red, { raw: { width: 2, height: 1, channels: 3 } });
    const png = await raw.toColourspace("rgb16").png().toBuffer();
    expect((await sharp(png).metadata()).depth).toBe("ushort");
    const { data } = await readImage(png);
    // sRGB's transfer curve of red's Rec. 709 weight 0.2126.
    expect(Math.abs(data[0] - 127)).toBeLessThanOrEqual(1);
    expect(data[1]).toBe(255);
  });

  test("interlaced PNG and progressive JPEG", async () => {
    const png = await rampImage().png({ progressive: true }).toBuffer();
    const jpeg = await rampImage().jpeg({ progressive: true, quality: 98 }).toBuffer();
    expect((await sharp(png).metadata()).isProgressive).toBe(true);
    expect((await sharp(jpeg).metadata()).isProgressive).toBe(true);
    expect(worst((await readImage(png)).data, ramp)).toBe(0);
    expect(worst((await readImage(jpeg)).data, ramp)).toBeLessThanOrEqual(4);
  });

  test("TIFF in printing colours (CMYK), and of a fax, whichever of its two levels is white", async () => {
    const cmyk = await sharp({ create: { width: 4, height: 3, channels: 3, background: "#000000" } })
      .toColourspace("cmyk")
      .tiff()
      .toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe("cmyk");
    expect((await readImage(cmyk)).data[0]).toBeLessThan(20);
    for (const miniswhite of [false, true]) {
      const fax = rampImage()
        .toColourspace("b-w")
        .tiff({ bitdepth: 1, compression: "ccittfax4", miniswhite });
      const { data } = await readImage(await fax.toBuffer());
      expect([data[0], data[31]]).toEqual([0, 255]);
    }
  });

  test.each(["gif", "webp"] as const)("animated %s, its first frame", async (format) => {
    const frames = Buffer.concat([Buffer.alloc(4 * 3 * 3, 0), Buffer.alloc(4 * 3 * 3, 255)]);
    const raw = { width: 4, height: 6, channels: 3, pageHeight: 3 } as const;
    const animation = await sharp(frames, { raw })
      [format]({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect((await sharp(animation).metadata()).pages).toBe(2);
    const { width, height, data } = await readImage(animation);
    expect([width, height, Math.max(...data)]).toEqual([4, 3, 0]);
  });

  test.each([
    [1, 5000],
    [5000, 1],
  ])("size: %d × %d pixels", async (width, height) => {
    const data = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
    const image = await readImage(await encodePng({ width, height, data }));
    expect([image.width, image.height, worst(image.data, data)]).toEqual([width, height, 0]);
  });
});

/**
 * Where in the upright picture a stored pixel lies.
 * Source: TIFF 6.0, tag 274: "the 0th row represents the visual … of the image, and the 0th column the visual …".
 */
const ORIENTATIONS = [
  [1, "top", "left"],
  [2, "top", "right"],
  [3, "bottom", "right"],
  [4, "bottom", "left"],
  [5, "left", "top"],
  [6, "right", "top"],
  [7, "right", "bottom"],
  [8, "left", "bottom"],
] as const;

describe("readImage turns a photo upright", () => {
  const [WIDTH, HEIGHT, CELL] = [48, 32, 16];
  /** Six fields of grey, all different. */
  const upright = (x: number, y: number): number => 40 * (Math.floor(x / CELL) + 3 * Math.floor(y / CELL));
  /** The coordinate that is `distance` away from a side. */
  const from = (side: "top" | "bottom" | "left" | "right", distance: number): number =>
    side === "bottom" ? HEIGHT - 1 - distance : side === "right" ? WIDTH - 1 - distance : distance;

  test.each(ORIENTATIONS)(
    "of orientation %d: row 0 is its %s, column 0 its %s",
    async (orientation, row, column) => {
      const lying = row === "left" || row === "right";
      const [width, height] = lying ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT];
      const stored = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
        const [along, across] = [from(row, Math.floor(i / width)), from(column, i % width)];
        return lying ? upright(along, across) : upright(across, along);
      });
      const photo = sharp(stored, { raw: { width, height, channels: 1 } });
      const image = await readImage(
        await photo.withMetadata({ orientation }).jpeg({ quality: 98 }).toBuffer(),
      );
      expect([image.width, image.height]).toEqual([WIDTH, HEIGHT]);
      const expected = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
        upright(i % WIDTH, Math.floor(i / WIDTH)),
      );
      expect(worst(image.data, expected)).toBeLessThanOrEqual(4);
    },
  );
});
