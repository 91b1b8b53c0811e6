/** Sizes and paddings of windows, as their options give them. */
import { typeError } from "../../base/errors.ts";
import { checkInteger, lookUp, show } from "../../base/guards.ts";
import type { Padding } from "../engine/window.ts";

/** One number for both axes, or [vertical, horizontal]. */
export type SizePair = number | readonly [number, number];

/**
 * @throws TypeError if it is neither a number nor two
 * @throws RangeError if a number is not whole or under 1
 */
export function sizePair(name: string, given: SizePair): readonly [number, number] {
  if (typeof given === "number") {
    const size = checkInteger(name, given, 1);
    return [size, size];
  }
  if (!Array.isArray(given) || given.length !== 2) {
    throw typeError({
      what: `${name} is wrong`,
      expected: "one number for both axes, or [vertical, horizontal]",
      received: show(given),
    });
  }
  const [vertical, horizontal] = given as readonly [number, number];
  return [checkInteger(`${name}[0]`, vertical, 1), checkInteger(`${name}[1]`, horizontal, 1)];
}

/** @throws RangeError if it is neither "valid" nor "same" */
export function checkPadding(given: Padding): Padding {
  lookUp("padding", given, { valid: true, same: true });
  return given;
}
