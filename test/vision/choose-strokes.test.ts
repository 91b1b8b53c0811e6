import { describe, expect, test } from "vitest";
import { chooseStrokes } from "../../src/vision/choose-strokes.ts";
import type { Box, Component } from "../../src/vision/components.ts";

const SIZE = { width: 100, height: 100 };

/** A component whose ink fills its box, unless a count is given; near the middle all of it counts as central. */
function piece(label: number, box: Box, inkPixels = box.width * box.height): Component {
  const offX = Math.abs(box.x + box.width / 2 - 50) / 50;
  const offY = Math.abs(box.y + box.height / 2 - 50) / 50;
  return { label, inkPixels, centralInk: inkPixels * (1 - offX * offX) * (1 - offY * offY), box };
}

const digit = piece(1, { x: 40, y: 20, width: 20, height: 60 });

describe("chooseStrokes", () => {
  test.each([
    ["a ruled line", piece(2, { x: 0, y: 90, width: 100, height: 2 })],
    ["a frame around the digit", piece(2, { x: 0, y: 0, width: 100, height: 100 }, 800)],
    ["a neighbour of more ink than the digit", piece(2, { x: 0, y: 10, width: 22, height: 80 })],
  ])("drops %s", (_, other) => {
    const { strokes, dropped, touchesBorder } = chooseStrokes([digit, other], SIZE);
    expect(strokes).toEqual([digit]);
    expect([dropped, touchesBorder]).toEqual([1, false]);
  });

  test("drops a speck, and does not count it", () => {
    const speck = piece(2, { x: 80, y: 50, width: 2, height: 2 });
    expect(chooseStrokes([speck, digit], SIZE)).toMatchObject({ strokes: [digit], dropped: 0 });
  });

  test("keeps a stroke above the digit that reaches the border, and says that the border is touched", () => {
    const bar = piece(2, { x: 45, y: 0, width: 15, height: 8 });
    expect(chooseStrokes([digit, bar], SIZE)).toEqual({
      strokes: [digit, bar],
      dropped: 0,
      touchesBorder: true,
    });
  });

  test("keeps a second stroke beside the digit that is clear of the border", () => {
    const beside = piece(2, { x: 70, y: 20, width: 10, height: 30 });
    expect(chooseStrokes([digit, beside], SIZE).strokes).toEqual([digit, beside]);
  });

  test("never drops the only piece, however long, thin and near the border it is", () => {
    const line = piece(1, { x: 0, y: 0, width: 2, height: 100 });
    expect(chooseStrokes([line], SIZE)).toEqual({ strokes: [line], dropped: 0, touchesBorder: true });
  });
});
