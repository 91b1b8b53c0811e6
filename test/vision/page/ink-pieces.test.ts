import { expect, test } from "vitest";
import { createGrayImage } from "../../../src/image/index.ts";
import { cutPiece, drawPieces } from "../../../src/vision/page/draw-pieces.ts";
import { findInkPieces, penWidth } from "../../../src/vision/page/ink-pieces.ts";
import { drawInk, line, numberStrokes } from "./drawn-page.ts";

test("findInkPieces tells a piece's box, area and stroke width", () => {
  const ink = createGrayImage(60, 40);
  for (let y = 5; y < 35; y++) ink.data.fill(255, y * 60 + 20, y * 60 + 24);
  const [piece, ...others] = findInkPieces(ink);
  expect(others).toEqual([]);
  expect(piece.box).toEqual({ x: 20, y: 5, width: 4, height: 30 });
  expect(piece.area).toBe(120);
  // A rectangle of 4 × 30 has an outline of 68: 2 · 120 / (68 · pi / 4).
  expect(piece.strokeWidth).toBeCloseTo(240 / ((68 * Math.PI) / 4), 10);
});

test("a full stop as wide as the pen is a piece, and a speck is none", () => {
  const ink = drawInk(200, 80, [
    ...numberStrokes("24", 10, 20, 40, 4),
    line(82, 58, 82.1, 58, 4),
    ...numberStrokes("7", 95, 20, 40, 4),
  ]);
  ink.data[10 * 200 + 150] = 255;
  ink.data[10 * 200 + 151] = 255;
  const pieces = findInkPieces(ink);
  expect(pieces).toHaveLength(4);
  expect(pieces.filter(({ box }) => box.height < 10).map(({ box }) => box.x)).toEqual([80]);
  expect(Math.abs(penWidth(pieces) - 4)).toBeLessThan(1);
});

test("of more than 20,000 pieces the largest are looked at", () => {
  const ink = createGrayImage(700, 700);
  for (let y = 0; y < 450; y += 3) for (let x = 0; x < 450; x += 3) ink.data[y * 700 + x] = 255;
  for (let y = 600; y < 690; y++) ink.data.fill(255, y * 700 + 600, y * 700 + 604);
  expect(findInkPieces(ink).some(({ box }) => box.height === 90)).toBe(true);
  expect(findInkPieces(ink).length).toBeLessThanOrEqual(20_000);
});

test("a piece is drawn without the ink of another one in its box", () => {
  const ring = numberStrokes("0", 20, 10, 60, 4);
  const ink = drawInk(100, 80, [...ring, line(37, 40, 38, 40, 6)]);
  const [piece, dot] = findInkPieces(ink);
  expect(dot.box.x).toBeGreaterThan(piece.box.x);
  const { x, y } = piece.box;
  const alone = drawPieces(ink, [piece], piece.box);
  expect(alone.data[(40 - y) * alone.width + 37 - x]).toBe(0);
  expect(ink.data[40 * 100 + 37]).toBe(255);
  expect(alone.data[(40 - y) * alone.width + 20 - x]).toBe(ink.data[40 * 100 + 20]);
});

test("cutPiece keeps what a window holds", () => {
  const ink = createGrayImage(30, 30);
  for (let y = 5; y < 25; y++) ink.data.fill(255, y * 30 + 5, y * 30 + 25);
  const [piece] = findInkPieces(ink);
  const part = cutPiece(piece, { x: 0, y: 10, width: 8, height: 4 });
  expect(part).toMatchObject({ box: { x: 5, y: 10, width: 3, height: 4 }, area: 12 });
  expect(cutPiece(piece, { x: 0, y: 0, width: 5, height: 30 })).toBeUndefined();
});
