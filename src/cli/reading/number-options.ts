/** What is typed of numbers: an error rate, and a part of a picture. */
import { InvalidArgumentError } from "commander";
import type { Box } from "../../vision/index.ts";

/** `1%` or `0.01`. */
export function errorShare(text: string): number {
  const [, number, percent] = /^(\d*\.?\d+)\s*(%?)$/.exec(text) ?? [];
  const share = Number(number) / (percent === "%" ? 100 : 1);
  if (share > 0 && share < 1) return share;
  throw new InvalidArgumentError("Expected a share such as 1% or 0.01.");
}

/** `x,y,width,height` in pixels. */
export function pictureRegion(text: string): Box {
  const [, x, y, width, height] = /^(\d+),(\d+),(\d+),(\d+)$/.exec(text) ?? [];
  if (Number(width) > 0 && Number(height) > 0) {
    return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  }
  throw new InvalidArgumentError("Expected four whole numbers of pixels, as in 100,40,300,80.");
}
