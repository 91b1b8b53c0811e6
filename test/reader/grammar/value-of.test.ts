import { expect, test } from "vitest";
import type { NumberLocale } from "../../../src/reader/grammar/grammar.ts";
import { valueOf } from "../../../src/reader/grammar/value-of.ts";

test.each<[string, NumberLocale | undefined, number]>([
  ["1234.5", undefined, 1234.5],
  ["-007", undefined, -7],
  ["1.234,56", { decimal: ",", group: "." }, 1234.56],
  ["1,234,567.8", { decimal: ".", group: "," }, 1234567.8],
  ["1 234,5", { decimal: ",", group: " " }, 1234.5],
  ["1234,5", { decimal: ",", group: "." }, 1234.5],
])("the value of %s in %o is %d", (text, locale, value) => {
  expect(valueOf(text, locale)).toBe(value);
});

test.each<[string, NumberLocale | undefined]>([
  ["12-34", undefined],
  ["1/2", undefined],
  ["12,34", { decimal: ".", group: "," }],
  ["1.234", { decimal: ",", group: " " }],
  ["1,5", undefined],
  [".5", undefined],
  ["", undefined],
])("%s has no value in %o", (text, locale) => {
  expect(valueOf(text, locale)).toBeNaN();
});
