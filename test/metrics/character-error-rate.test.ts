/** Edit distances of known pairs, and the rate over several texts. */
import { expect, test } from "vitest";
import { characterErrorRate } from "../../src/metrics/index.ts";
import { editDistance } from "../../src/metrics/character-error-rate.ts";

test.each([
  ["", "", 0],
  ["123", "123", 0],
  ["", "123", 3],
  ["123", "", 3],
  ["1234", "124", 1],
  ["124", "1234", 1],
  ["7231", "1231", 1],
  ["12", "21", 2],
  // The example of most textbooks.
  ["kitten", "sitting", 3],
])("from %j to %j it takes %i changes", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test("the rate is over all symbols, not the mean of the texts", () => {
  // One error among 1 symbol, none among 9.
  expect(characterErrorRate(["7", "123456789"], ["1", "123456789"])).toBe(0.1);
});

test.each([
  [["1"], []],
  [[""], [""]],
  [[], []],
])("refuses %j against %j", (texts, labels) => {
  expect(() => characterErrorRate(texts, labels)).toThrow(RangeError);
});
