import { expect, test } from "vitest";
import { createGrayImage, resizeArea } from "../../../src/image/index.ts";
import type { GrayImage } from "../../../src/image/index.ts";
import { loadMnist } from "../../../src/node/load-mnist.ts";
import { findRules } from "../../../src/vision/page/find-rules.ts";
import { flattenPage } from "../../../src/vision/page/flatten-page.ts";
import { removeRules } from "../../../src/vision/page/remove-rules.ts";
import { describeWithMnist } from "../../mnist.ts";
import { drawInk, line, noiseAt, photograph, sharedInk } from "./drawn-page.ts";

/** Side of a digit's field in the page, and digits in a row and rows. */
const SIDE = 84;
const COLUMNS = 10;
const ROWS = 6;

function paste(page: GrayImage, digit: GrayImage, left: number, top: number): void {
  for (let y = 0; y < digit.height; y++) {
    page.data.set(digit.data.subarray(y * digit.width, (y + 1) * digit.width), (top + y) * page.width + left);
  }
}

describeWithMnist("a page of MNIST's digits on ruled paper", () => {
  test("keeps the digits and loses the lines, wherever these cross them", async () => {
    const { test: examples } = await loadMnist();
    const pixels = examples.images.data;
    for (const offset of [20, 42, 64, 80]) {
      const digits = createGrayImage(SIDE * COLUMNS + 40, SIDE * ROWS + 40);
      for (let n = 0; n < COLUMNS * ROWS; n++) {
        const digit = createGrayImage(28, 28, pixels.slice(n * 784, (n + 1) * 784));
        paste(
          digits,
          resizeArea(digit, SIDE, SIDE),
          20 + SIDE * (n % COLUMNS),
          20 + SIDE * Math.floor(n / COLUMNS),
        );
      }
      const lines = Array.from({ length: ROWS }, (_, row) => {
        const y = 20 + SIDE * row + offset;
        return line(8, y, digits.width - 8, y, 2.5);
      });
      const ruled = drawInk(digits.width, digits.height, lines);
      digits.data.forEach((level, i) => (ruled.data[i] = Math.max(ruled.data[i], level)));
      const paper = (x: number, y: number): number => 220 - 0.06 * x + 2 * noiseAt(x, y);
      const { ink } = flattenPage(photograph(ruled, paper, 0.3));
      const rules = findRules(ink);
      expect(rules).toHaveLength(ROWS);
      expect(sharedInk(removeRules(ink, rules), digits)).toBeGreaterThan(0.9);
    }
  });
});
