import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import { halfBlocks } from "../../src/plots/half-blocks.ts";

describe("halfBlocks", () => {
  test("prints two rows of pixels a line, the upper as foreground and the lower as background", () => {
    const image = createGrayImage(2, 2, Uint8Array.of(0, 255, 9, 128));
    expect(halfBlocks(image)).toBe(
      "\u001b[38;2;0;0;0;48;2;9;9;9m▀\u001b[38;2;255;255;255;48;2;128;128;128m▀\u001b[0m",
    );
  });

  test("says a colour once for neighbours that share it, and resets it at the end of every line", () => {
    const image = createGrayImage(3, 4, new Uint8Array(12).fill(7));
    const line = "\u001b[38;2;7;7;7;48;2;7;7;7m▀▀▀\u001b[0m";
    expect(halfBlocks(image)).toBe(`${line}\n${line}`);
  });

  test("leaves the half cell below an odd last row in the terminal's own background", () => {
    expect(halfBlocks(createGrayImage(1, 1, Uint8Array.of(200)))).toBe(
      "\u001b[38;2;200;200;200;49m▀\u001b[0m",
    );
  });

  test("takes the nearest of xterm's greys where there are 256 colours", () => {
    // 16 is black, 231 is white, and 232 + i is 8 + 10 i: 128 is exactly 232 + 12.
    const image = createGrayImage(2, 2, Uint8Array.of(0, 128, 255, 131));
    expect(halfBlocks(image, { colour: "256" })).toBe(
      "\u001b[38;5;16;48;5;231m▀\u001b[38;5;244;48;5;244m▀\u001b[0m",
    );
  });

  test("prints characters alone without colour: half blocks for edges and shades for grey", () => {
    const upper = [0, 255, 0, 255, 60, 130, 190];
    const lower = [0, 0, 255, 255, 66, 120, 200];
    const image = createGrayImage(7, 2, Uint8Array.of(...upper, ...lower));
    expect(halfBlocks(image, { colour: "none" })).toBe(" ▀▄█░▒▓");
  });

  test("leaves no blanks at the ends of lines without colour", () => {
    expect(halfBlocks(createGrayImage(5, 4), { colour: "none" })).toBe("\n");
  });

  test("shrinks a picture that is wider than the terminal, keeping its shape", () => {
    const lines = halfBlocks(createGrayImage(400, 200, new Uint8Array(80_000).fill(255)), { colour: "none" });
    expect(lines).toBe(Array(20).fill("█".repeat(80)).join("\n"));
  });

  test("refuses an unknown colour and names the known ones", () => {
    const colour = "truecolour" as "truecolor";
    expect(() => halfBlocks(createGrayImage(1, 1), { colour })).toThrow('Did you mean "truecolor"?');
    expect(() => halfBlocks(createGrayImage(1, 1), { columns: 0 })).toThrow(RangeError);
  });
});
