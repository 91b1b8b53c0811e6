/** Grammars as they are typed. */
import { describe, expect, test } from "vitest";
import { parseGrammar } from "../../src/cli/reading/parse-grammar.ts";

describe("parseGrammar", () => {
  test.each([
    ["length=5", { length: 5 }],
    [
      "length=4..6 decimals=2 decimal=,",
      { length: { min: 4, max: 6 }, decimals: 2, locale: { decimal: "," } },
    ],
    ["range=-10..500.5", { range: { min: -10, max: 500.5 } }],
    ["range=..99", { range: { max: 99 } }],
    ["pattern=##/## values=10/20|11/21", { pattern: "##/##", values: ["10/20", "11/21"] }],
    ["decimal=, group=. decimals=2", { locale: { decimal: ",", group: "." }, decimals: 2 }],
    ["check=luhn length=16", { check: "luhn", length: 16 }],
    ['{"length": 3}', { length: 3 }],
  ])("takes %s", (text, grammar) => {
    expect(parseGrammar(text)).toEqual(grammar);
  });

  test.each([
    "length",
    "length=a",
    "digits=4",
    "check=crc",
    "decimal=;",
    "range=..",
    "length=4,decimals=2",
    "{",
  ])("refuses %s, and says what it takes", (text) => {
    expect(() => parseGrammar(text)).toThrow(
      /^--grammar cannot be understood: expected words such as length=4\.\.6/,
    );
  });

  test.each(["length=3 values=10|20", "pattern=#x", '{"length": "three"}', "length=6..4"])(
    "refuses %s, which nothing satisfies or which is no grammar",
    (text) => {
      expect(() => parseGrammar(text)).toThrow(/^--grammar cannot be used: /);
    },
  );
});
