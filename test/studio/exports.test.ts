/** Files of readings, corrections and picture headers: what needs no browser. */
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { NumberReading, Reading } from "../../src/reader/index.ts";
import { checkPictureHead, checkPictureSize } from "../../web/src/read/check-picture.ts";
import { countDigits, isNumberText, replaceDigit } from "../../web/src/read/corrections.ts";
import { toCsv, toJson } from "../../web/src/read/exports.ts";
import { readPictureHeader } from "../../web/src/read/picture-header.ts";

function numberOf(text: string, row: number): NumberReading {
  return {
    text,
    value: null,
    probability: 0.98765,
    alternatives: [{ text, probability: 0.98765 }],
    decision: "review",
    reasons: ["unsure: 98 %", 'looks like "7"'],
    box: { x: 1, y: 2, width: 30, height: 40 },
    row,
    column: 0,
    kind: "line",
    empty: false,
    digits: [],
  };
}

const READING: Reading = {
  version: 1,
  pages: [
    {
      width: 100,
      height: 80,
      skewDegrees: 0,
      polarity: "dark-on-light",
      numbers: [numberOf("12", 0), numberOf("-3,5", 1)],
    },
  ],
  model: { name: "digits, line", sha256: "00" },
  pipeline: [],
  timings: {},
};

describe("exported readings", () => {
  const sheet = { name: "a, b.png", reading: READING, corrections: { 0: "17" } };

  test("JSON is the library's reading, and a corrected number says what and by whom", () => {
    const { picture, pages, version } = JSON.parse(toJson([sheet])) as Reading & { picture: string };
    expect([picture, version]).toEqual(["a, b.png", 1]);
    expect(pages[0].numbers[0]).toEqual({ ...numberOf("12", 0), corrected: { text: "17", by: "you" } });
    expect(pages[0].numbers[1]).toEqual(numberOf("-3,5", 1));
  });

  test("CSV quotes what needs it and holds what was read beside what was corrected", () => {
    const [, first, second] = toCsv([sheet]).split("\r\n");
    expect(first).toBe('"a, b.png",0,0,17,yes,12,0.9877,review,"unsure: 98 %; looks like ""7""",1,2,30,40');
    // A negative number stays one; only what is no number is kept from being taken for a formula.
    expect(second).toContain('"a, b.png",1,0,"-3,5",no,"-3,5",');
    expect(toCsv([{ ...sheet, name: "=cmd()" }])).toContain("'=cmd(),0,0,17");
  });
});

describe("a correction", () => {
  test("replaces a digit whatever signs stand between", () => {
    expect(countDigits("1.234,50")).toBe(6);
    expect(replaceDigit("1.234,50", 4, 9)).toBe("1.234,90");
    expect(replaceDigit("12", 2, 9)).toBeUndefined();
  });

  test("may hold only what numbers are made of", () => {
    expect(["", "12", "1.234,50", "12-05", "1/2"].every(isNumberText)).toBe(true);
    expect(["12a", "1 2", "٣"].some(isNumberText)).toBe(false);
  });
});

describe("a picture's header", () => {
  const create = { width: 70, height: 50, channels: 3 as const, background: "#fff" };

  test.each([
    ["PNG", () => sharp({ create }).png()],
    ["JPEG", () => sharp({ create }).jpeg()],
    ["JPEG", () => sharp({ create }).jpeg({ progressive: true })],
    ["GIF", () => sharp({ create }).gif()],
    ["WebP", () => sharp({ create }).webp()],
    ["WebP", () => sharp({ create }).webp({ lossless: true })],
    ["WebP", () => sharp({ create: { ...create, channels: 4 } }).webp()],
  ] as const)("of a %s tells format and size", async (format, encode) => {
    expect(readPictureHeader(await encode().toBuffer())).toEqual({ format, width: 70, height: 50 });
  });

  test("of AVIF and SVG tells the format alone", async () => {
    expect(readPictureHeader(await sharp({ create }).avif().toBuffer())).toEqual({ format: "AVIF" });
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(readPictureHeader(svg)).toEqual({ format: "SVG" });
  });

  test("is found cut off at any byte, or not found, but never thrown over", async () => {
    for (const bytes of [
      await sharp({ create }).jpeg().toBuffer(),
      await sharp({ create }).webp().toBuffer(),
    ]) {
      for (let end = 0; end < Math.min(200, bytes.length); end++) {
        expect(() => readPictureHeader(bytes.subarray(0, end))).not.toThrow();
      }
    }
  });

  test("of other files is none, and the error shows what they begin with", () => {
    expect(() => checkPictureHead(gzipSync("x"), "x.png")).toThrow("bytes that begin with 1f 8b 08");
    expect(() => checkPictureHead(new Uint8Array(0), "x.png")).toThrow("received an empty file");
    expect(() => checkPictureHead(new TextEncoder().encode("hello"), "x.png")).toThrow('begins with "hello"');
  });

  test("of 40 million pixels is taken, and of one row more refused", () => {
    expect(() => checkPictureSize(8000, 5000, "x.png")).not.toThrow();
    expect(() => checkPictureSize(8000, 5001, "x.png")).toThrow("at most 40 million pixels");
  });
});
