import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../../src/image/index.ts";
import { flattenPage } from "../../../src/vision/page/flatten-page.ts";
import { drawInk, line, noiseAt, numberStrokes, photograph, sharedInk } from "./drawn-page.ts";

const page = drawInk(640, 480, [
  ...numberStrokes("12470", 60, 60, 60, 6),
  ...numberStrokes("87412", 330, 180, 60, 6),
  ...numberStrokes("0047", 80, 360, 60, 6),
]);
/** A shadow that gets darker over 400 pixels, to 55 % of the light. */
const shadow = (x: number, y: number): number => 1 - 0.45 * Math.min(1, Math.max(0, (x + y - 500) / 400));

const isBlank = (data: Uint8Array): boolean => data.every((level) => level === 0);

describe("flattenPage", () => {
  test("finds the ink under a gradient, a shadow and noise, and nothing else", () => {
    const paper = (x: number, y: number): number => (235 - 0.15 * y) * shadow(x, y) + 3 * noiseAt(x, y);
    const { ink, polarity, polarityUncertain } = flattenPage(photograph(page, paper, 0.3));
    expect(sharedInk(ink, page)).toBeGreaterThan(0.93);
    expect([polarity, polarityUncertain]).toEqual(["dark-on-light", false]);
  });

  test("keeps the grey edges of clean strokes within a tenth", () => {
    const { ink } = flattenPage(photograph(page, () => 230, 0.2));
    const errors = [...ink.data.keys()]
      .filter((i) => page.data[i] >= 64 && page.data[i] < 255)
      .map((i) => Math.abs(ink.data[i] - page.data[i]));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(25);
  });

  test("finds light ink on a dark ground", () => {
    const { ink, polarity } = flattenPage(photograph(page, (x, y) => 60 + 2 * noiseAt(x, y), 3.5));
    expect(polarity).toBe("light-on-dark");
    expect(sharedInk(ink, page)).toBeGreaterThan(0.9);
  });

  test("finds pencil that is a third as dark as the pen on the same page", () => {
    const pressure = (_: number, y: number): number => (y < 300 ? 0.25 : 0.75);
    const { ink } = flattenPage(photograph(page, (x, y) => 220 + 2 * noiseAt(x, y), pressure));
    expect(sharedInk(ink, page)).toBeGreaterThan(0.9);
  });

  test("leaves out a printed pattern of fine lines", () => {
    const pattern = (x: number, y: number): number =>
      200 * (Math.abs(((y + 4 * Math.sin(x / 30)) % 7) - 3.5) < 0.7 ? 0.85 : 1);
    const { ink } = flattenPage(photograph(page, pattern, 0.35));
    expect(sharedInk(ink, page)).toBeGreaterThan(0.85);
  });

  test("finds nothing on blank paper, even, noisy or in a shadow", () => {
    const blank = createGrayImage(640, 480);
    for (const sigma of [0, 1, 6, 20]) {
      const paper = (x: number, y: number): number => 200 * shadow(x, y) + sigma * noiseAt(x, y);
      expect(isBlank(flattenPage(photograph(blank, paper, 1)).ink.data)).toBe(true);
    }
    expect(isBlank(flattenPage(createGrayImage(1, 1)).ink.data)).toBe(true);
  });

  test("leaves out a dark table around the paper", () => {
    const isPaper = (x: number, y: number): boolean => x + 0.1 * y > 45 && x < 600 && y > 30 + 0.05 * x;
    const paper = (x: number, y: number): number =>
      (isPaper(x, y) ? 210 : 60 + 15 * Math.sin(x / 9)) + 2 * noiseAt(x, y);
    const { ink, polarity } = flattenPage(photograph(page, paper, 0.3));
    expect(polarity).toBe("dark-on-light");
    expect(sharedInk(ink, page)).toBeGreaterThan(0.9);
    const outside = ink.data.filter((_, i) => !isPaper(i % 640, Math.floor(i / 640)));
    expect(isBlank(outside)).toBe(true);
  });

  test("clears a rest of the table along a side and keeps the stroke that runs into it", () => {
    const strokes = [...numberStrokes("1247", 60, 60, 60, 6), line(300, 300, 300, 480, 6)];
    const drawn = drawInk(640, 480, strokes);
    const paper = (x: number, y: number): number => (y > 474 - 0.005 * x ? 50 : 210);
    const { ink } = flattenPage(photograph(drawn, paper, 0.3));
    expect(isBlank(ink.data.subarray(478 * 640))).toBe(true);
    expect(ink.data[460 * 640 + 300]).toBeGreaterThan(200);
  });

  test("drops specks and keeps a decimal point", () => {
    const point = line(205, 118, 205.1, 118, 7);
    const wanted = drawInk(640, 480, [...numberStrokes("12470", 60, 60, 60, 6), point]);
    const specked = drawInk(640, 480, [
      ...numberStrokes("12470", 60, 60, 60, 6),
      point,
      line(400, 300, 401, 300, 2),
      line(500, 90, 500, 91, 2),
    ]);
    const { ink } = flattenPage(photograph(specked, () => 220, 0.2));
    expect(sharedInk(ink, wanted)).toBeGreaterThan(0.97);
    expect(ink.data[118 * 640 + 205]).toBeGreaterThan(200);
    expect(Math.max(...ink.data.subarray(295 * 640))).toBe(0);
  });

  test("takes a picture without any paper and gives an image of its size", () => {
    const texture = photograph(createGrayImage(300, 200), (x, y) => 128 + 60 * noiseAt(x >> 2, y >> 2), 1);
    const { ink } = flattenPage(texture);
    expect([ink.width, ink.height, ink.data.length]).toEqual([300, 200, 60_000]);
  });
});
