/**
 * Rules taken out of ink, while the strokes that cross them stay whole.
 *
 * Along a rule each place is cleared where nothing but the line is there. Where strokes stand on both of its sides, those that
 * face each other are joined by a bridge from edge to edge, along the direction in which they run. A stroke that runs along
 * the line keeps the part of it that makes it as wide as the pen. Rules are taken out one after the other, the horizontal ones
 * first; where two cross, the second is to the first a stroke.
 * Memory: the result, a byte a pixel.
 */
import { checkGrayImage } from "../../image/index.ts";
import type { GrayImage } from "../../image/index.ts";
import { strokeWidth } from "../stroke-width.ts";
import type { Rule } from "./page-parts.ts";
import { followRule } from "./follow-rule.ts";
import type { RuleCourse } from "./follow-rule.ts";
import { joinAcross } from "./join-across.ts";

/**
 * The ink without the rules; the same image if there are none. @param rules as `findRules` gives them for this ink
 * @throws TypeError or RangeError if `ink` is not a well-formed grey image.
 */
export function removeRules(ink: GrayImage, rules: readonly Rule[]): GrayImage {
  checkGrayImage(ink);
  if (rules.length === 0) return ink;
  const cleared = { ...ink, data: ink.data.slice() };
  const ordered = [...rules].sort((a, b) => a.direction.localeCompare(b.direction));
  const courses = ordered.map((rule) => followRule(ink, rule));
  for (const course of courses) clearCourse(cleared.data, course);
  // Without the rules, whose lines are thinner than most pens or thicker, only strokes are measured.
  const pen = strokeWidth(cleared);
  for (const course of courses) joinAcross(cleared.data, ink.data, course, pen);
  return cleared;
}

function clearCourse(data: Uint8Array, { first, step, across, tops, bottoms }: RuleCourse): void {
  for (let i = 0; i < tops.length; i++) {
    for (let row = tops[i]; row < bottoms[i]; row++) data[first + i * step + row * across] = 0;
  }
}
