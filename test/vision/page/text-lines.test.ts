import { describe, expect, test } from "vitest";
import type { GrayImage } from "../../../src/image/index.ts";
import { findInkPieces } from "../../../src/vision/page/ink-pieces.ts";
import { findTextLines } from "../../../src/vision/page/text-lines.ts";
import { drawInk, line, noiseAt, numberStrokes, turned } from "./drawn-page.ts";
import type { Stroke } from "./drawn-page.ts";

const HEIGHT = 32;

/** Lines of ten digits, `pitch` apart, moved up and down by `lift` (digit) pixels. */
function writtenLines(count: number, pitch: number, lift: (x: number, line: number) => number): Stroke[][] {
  const digits = "0124780124";
  return Array.from({ length: count }, (_, n) =>
    [...digits].flatMap((digit, k) => {
      const x = 60 + k * 40;
      return numberStrokes(digit, x, 60 + n * pitch + lift(x, n), HEIGHT, 4);
    }),
  );
}

const linesOf = (ink: GrayImage) => findTextLines(findInkPieces(ink));

/** How many pieces of each true line every found line has; strokes of each line are drawn alone to tell. */
function expectLines(strokes: Stroke[][], extra: Stroke[] = []): void {
  const [width, height] = [560, 500];
  const alone = strokes.map((own) => drawInk(width, height, own));
  const lines = linesOf(drawInk(width, height, [...strokes.flat(), ...extra]));
  const owners = lines.map(({ pieces }) =>
    pieces.map(({ runs: [row, start, end] }) =>
      alone.findIndex(({ data }) => data[row * width + ((start + end) >> 1)] > 0),
    ),
  );
  expect(owners).toEqual(strokes.map((own, n) => own.map(() => n)));
}

describe("findTextLines", () => {
  test("finds straight lines from top to bottom", () => {
    expectLines(writtenLines(6, 64, () => 0));
  });

  test("follows digits that jump up and down by a fifth of their height", () => {
    expectLines(writtenLines(6, 64, (x, n) => noiseAt(x, n) * 0.12 * HEIGHT));
  });

  test.each([-3, 3])("follows lines that are %d degrees askew", (degrees) => {
    const strokes = writtenLines(6, 55, () => 0);
    expectLines(strokes.map((own) => own.map((stroke) => turned(stroke, degrees, [280, 250]))));
  });

  test("follows curved lines", () => {
    expectLines(writtenLines(5, 64, (x) => 40 * Math.sin((x / 560) * Math.PI)));
  });

  test("is not led astray by a blot, nor by the rest of a rule", () => {
    expectLines(
      writtenLines(5, 64, () => 0),
      [line(510, 420, 510, 421, 70), line(60, 390, 500, 390, 3)],
    );
  });

  test("keeps points, commas and dashes in their line", () => {
    const lines = linesOf(
      drawInk(400, 160, [
        ...numberStrokes("124", 60, 20, 40, 4),
        line(36, 42, 52, 42, 4),
        line(166, 60, 163, 66, 4),
        ...numberStrokes("07", 175, 20, 40, 4),
        ...numberStrokes("81", 60, 100, 40, 4),
        line(132, 139, 132, 140, 4),
        ...numberStrokes("2", 144, 100, 40, 4),
      ]),
    );
    expect(lines.map(({ pieces }) => pieces.length)).toEqual([7, 4]);
  });

  test.each([10, 16, 22])("keeps a comma that is %d of 40 pixels high and hangs below the line", (high) => {
    const written = [...numberStrokes("21", 60, 20, 40, 4), ...numberStrokes("74", 140, 20, 40, 4)];
    const comma = line(124, 58, 120, 58 + high, 4);
    expect(linesOf(drawInk(300, 120, [...written, comma])).map(({ pieces }) => pieces.length)).toEqual([5]);
  });

  test("keeps all commas of a number", () => {
    const strokes = [60, 140, 220].flatMap((x) => numberStrokes("20", x, 20, 40, 4));
    const commas = [126, 206].map((x) => line(x, 56, x - 4, 76, 4));
    expect(linesOf(drawInk(400, 120, [...strokes, ...commas])).map(({ pieces }) => pieces.length)).toEqual([
      8,
    ]);
  });

  test("finds digits that all touch, however long the number", () => {
    const joined = line(60, 40, 420, 40, 4);
    const strokes = [60, 140, 220, 300].flatMap((x) => numberStrokes("808", x, 20, 40, 4));
    expect(linesOf(drawInk(500, 120, [...strokes, joined])).map(({ pieces }) => pieces.length)).toEqual([1]);
  });

  test("cuts a stroke that joins two lines", () => {
    const strokes = [...numberStrokes("20", 60, 20, 40, 4), ...numberStrokes("28", 170, 20, 40, 4)];
    const below = [...numberStrokes("40", 60, 78, 40, 4), ...numberStrokes("24", 170, 78, 40, 4)];
    const joining = line(140, 20, 140, 118, 4);
    const bars = [line(128, 20, 152, 20, 4), line(128, 118, 152, 118, 4)];
    const lines = linesOf(drawInk(300, 140, [...strokes, ...below, joining, ...bars]));
    expect(lines.map(({ pieces }) => pieces.length)).toEqual([5, 5]);
    expect(lines[0].box.y + lines[0].box.height).toBeLessThanOrEqual(lines[1].box.y + 12);
  });

  test("finds lines of another size of writing", () => {
    const lines = linesOf(
      drawInk(600, 400, [
        ...numberStrokes("2478", 30, 20, 110, 8),
        ...numberStrokes("1240", 30, 180, 30, 4),
        ...numberStrokes("8127", 30, 240, 30, 4),
      ]),
    );
    expect(lines.map(({ pieces, height }) => [pieces.length, Math.round(height / 10)])).toEqual([
      [4, 12],
      [4, 3],
      [4, 3],
    ]);
  });

  test("gives nothing for a page without ink", () => {
    expect(findTextLines([])).toEqual([]);
  });
});
