import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";

describe("createGrayImage", () => {
  test("starts black when no pixels are given", () => {
    const image = createGrayImage(3, 2);
    expect(image).toEqual({ width: 3, height: 2, data: new Uint8Array(6) });
  });

  test("keeps the given pixels without a copy", () => {
    const data = Uint8Array.of(1, 2);
    expect(createGrayImage(1, 2, data).data).toBe(data);
  });

  test("refuses sides that are not whole numbers of at least 1", () => {
    expect(() => createGrayImage(0, 5)).toThrow(RangeError);
    expect(() => createGrayImage(2.5, 5)).toThrow("width is out of range");
    expect(() => createGrayImage(5, Number.NaN)).toThrow("height is out of range");
  });

  test("refuses pixels that do not fill the image and says how many it needs", () => {
    expect(() => createGrayImage(2, 2, new Uint8Array(12))).toThrow(
      "the pixels do not fill the image: expected 4 bytes for 2 × 2 pixels, received 12",
    );
  });

  test("refuses pixels that are not bytes", () => {
    const floats = new Float32Array(4) as unknown as Uint8Array<ArrayBuffer>;
    expect(() => createGrayImage(2, 2, floats)).toThrow(TypeError);
  });
});
