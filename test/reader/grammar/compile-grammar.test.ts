import { describe, expect, test } from "vitest";
import { InklingError } from "../../../src/base/errors.ts";
import { compileGrammar } from "../../../src/reader/grammar/compile-grammar.ts";
import type { Grammar } from "../../../src/reader/grammar/grammar.ts";
import { beginnings, everyText, walk } from "./every-text.ts";

/** Luhn's sum as it is taught: from the right, every second digit doubled and its digits added. */
function passesLuhn(text: string): boolean {
  const digits = Array.from(text.replaceAll(/\D/g, ""), Number).toReversed();
  const sum = digits.reduce((sum, digit, i) => {
    const doubled = i % 2 === 1 ? 2 * digit : digit;
    return sum + Math.floor(doubled / 10) + (doubled % 10);
  }, 0);
  return sum % 10 === 0;
}

function passesMod11(text: string): boolean {
  const digits = Array.from(text, Number).toReversed();
  return digits.reduce((sum, digit, i) => sum + digit * (i + 1), 0) % 11 === 0;
}

const valueBetween = (text: string, min: number, max: number) => Number(text) >= min && Number(text) <= max;

/** Grammars with a plain statement of what they allow, in which no text has more than five signs. */
const FINITE: [string, Grammar, (text: string) => boolean][] = [
  ["a length", { length: { min: 2, max: 3 } }, (text) => /^\d{2,3}$/.test(text)],
  [
    "a length and decimals",
    { length: 4, decimals: 2, locale: { decimal: "," } },
    (text) => /^\d\d,\d\d$/.test(text),
  ],
  [
    "a length, a range and decimals that may be missing",
    { length: { max: 3 }, decimals: { max: 2 }, range: { min: -1.5, max: 0.29 } },
    (text) =>
      /^-?\d+(\.\d{1,2})?$/.test(text) &&
      text.replaceAll(/\D/g, "").length <= 3 &&
      valueBetween(text, -1.5, 0.29) &&
      !(text.startsWith("-") && Number(text) === 0),
  ],
  [
    "groups",
    { length: { max: 4 }, locale: { decimal: ",", group: "." } },
    (text) => /^(\d{1,4}|\d\.\d{3})$/.test(text),
  ],
  [
    "a range of negative values",
    { length: { max: 3 }, range: { min: -120, max: -7 } },
    (text) => /^-\d{1,3}$/.test(text) && valueBetween(text, -120, -7),
  ],
  [
    "a range that ends between 0 and -1",
    { length: 1, range: { min: -3.5, max: -0.5 } },
    (text) => ["-1", "-2", "-3"].includes(text),
  ],
  ["a pattern of which all may be missing", { pattern: "#?/?" }, (text) => /^(\d\/?|\/)$/.test(text)],
  ["a pattern", { pattern: "#?[1-3]/[05-]9?" }, (text) => /^\d?[1-3]\/[05-]9?$/.test(text)],
  [
    "a pattern and a range",
    { pattern: "1?##.#", range: { min: 9.5, max: 101 } },
    (text) => /^1?\d\d\.\d$/.test(text) && valueBetween(text, 9.5, 101),
  ],
  ["a list", { values: ["12", "123", "1/2", "4-4"] }, (text) => ["12", "123", "1/2", "4-4"].includes(text)],
  [
    "a list and a length",
    { values: ["12", "123", "1/2"], length: 2 },
    (text) => ["12", "1/2"].includes(text),
  ],
  [
    "Luhn's check",
    { length: { max: 4 }, check: "luhn" },
    (text) => /^\d{1,4}$/.test(text) && passesLuhn(text),
  ],
  [
    "Luhn's check, a pattern and a range",
    { pattern: "####", check: "luhn", range: { min: 1234, max: 1250 } },
    (text) => /^\d{4}$/.test(text) && valueBetween(text, 1234, 1250) && passesLuhn(text),
  ],
  [
    "a check modulo 11",
    { length: { min: 2, max: 4 }, check: "mod11", range: { max: 999 } },
    (text) => /^\d{2,4}$/.test(text) && Number(text) <= 999 && passesMod11(text),
  ],
];

/** Grammars whose texts may be of any length. */
const ENDLESS: [string, Grammar, (text: string) => boolean][] = [
  ["nothing said", {}, (text) => /^\d+$/.test(text)],
  [
    "a range",
    { range: { min: 17, max: 2040 } },
    (text) => /^\d+$/.test(text) && valueBetween(text, 17, 2040),
  ],
  ["a range without end", { range: { min: 305 } }, (text) => /^\d+$/.test(text) && Number(text) >= 305],
  [
    "any sign and decimals",
    { range: { min: -Infinity }, decimals: { max: 3 } },
    (text) => /^-?\d+(\.\d{1,3})?$/.test(text) && !/^-[0.]+$/.test(text),
  ],
  ["Luhn's check", { check: "luhn" }, (text) => /^\d+$/.test(text) && passesLuhn(text)],
];

describe("a compiled grammar", () => {
  test.each(FINITE)("of %s accepts what brute force finds, and begins nothing else", (_, grammar, fits) => {
    const expected = everyText(5, fits);
    const { texts, begun } = walk(compileGrammar(grammar), 6);
    expect(expected.size).toBeGreaterThan(0);
    expect(Array.from(texts).sort()).toEqual(Array.from(expected).sort());
    expect(Array.from(begun).sort()).toEqual(Array.from(beginnings(expected)).sort());
  });

  test.each(ENDLESS)("of %s accepts what brute force finds of up to five signs", (_, grammar, fits) => {
    const { texts } = walk(compileGrammar(grammar), 5);
    expect(Array.from(texts).sort()).toEqual(Array.from(everyText(5, fits)).sort());
  });

  test("ends a number at the first digit that takes it out of range", () => {
    const machine = compileGrammar({ length: 4, range: { min: 1900, max: 2030 } });
    expect(machine.step(machine.start, 3)).toBeUndefined();
    const two = machine.step(machine.start, 2)!;
    expect(machine.step(two, 1)).toBeUndefined();
    expect(machine.step(two, 0)).toBeDefined();
  });

  test("takes a number with all of its group marks or none", () => {
    const machine = compileGrammar({ locale: { decimal: ",", group: "." } });
    const texts = ["1.234.567", "1234567", "1234.567", "1.234567", "12.34", ".123", "1..234"];
    expect(texts.filter((text) => machine.allows(text))).toEqual(["1.234.567", "1234567"]);
  });

  test("has few states however wide its range", () => {
    expect(compileGrammar({ range: { max: 123_456_789_012 } }).stateCount).toBeLessThan(60);
  });

  test("tests a check as a function at the end alone", () => {
    const machine = compileGrammar({ length: 2, check: (text) => text === "42" });
    expect(machine.complete).toBe(false);
    expect(walk(machine, 2).texts.size).toBe(100);
    expect(["41", "42", "042"].map((text) => machine.allows(text))).toEqual([false, true, false]);
  });

  test("allows no letters", () => {
    expect(compileGrammar({}).allows("12a")).toBe(false);
    expect(compileGrammar({}).allows("")).toBe(false);
  });
});

describe("check digits", () => {
  const lastDigits = (check: Grammar["check"], head: string) => {
    const machine = compileGrammar({ check });
    return Array.from("0123456789").filter((digit) => machine.allows(head + digit));
  };

  test("are those of published numbers", () => {
    expect(lastDigits("luhn", "7992739871")).toEqual(["3"]);
    expect(lastDigits("luhn", "411111111111111")).toEqual(["1"]);
    expect(lastDigits("isbn13", "978030640615")).toEqual(["7"]);
    expect(lastDigits("mod11", "030640615")).toEqual(["2"]);
    expect(lastDigits("mod11", "943476591")).toEqual(["9"]);
  });

  test("that would be an X leave nothing", () => {
    expect(lastDigits("mod11", "080442957")).toEqual([]);
  });

  test("of an ISBN-13 belong to thirteen digits from 978 or 979, hyphens aside", () => {
    const machine = compileGrammar({ pattern: "###-#-###-#####-#", check: "isbn13" });
    expect(machine.allows("978-0-306-40615-7")).toBe(true);
    expect(machine.allows("978-0-306-40615-8")).toBe(false);
    expect(compileGrammar({ check: "isbn13" }).allows("4006381333931")).toBe(false);
  });
});

describe("a grammar that nothing can satisfy", () => {
  test.each<[string, Grammar, RegExp]>([
    [
      "a range that ends before it begins",
      { range: { min: 9, max: 3 } },
      /range\.min to be at most range\.max/,
    ],
    ["a range below the default of 0", { range: { max: -1 } }, /received min 0 and max -1/],
    ["a range beyond all numbers", { range: { min: Infinity } }, /range to hold a number/],
    ["an empty list", { values: [] }, /at least one text, received an empty list/],
    ["a pattern of another length", { length: 3, pattern: "####" }, /fits pattern and also length/],
    ["a list out of range", { values: ["7", "8"], range: { min: 9 } }, /and also range/],
    ["a pattern that is no number, with a range", { pattern: "##-##", range: {} }, /form of a number/],
    ["a range between two whole numbers", { range: { min: 0.2, max: 0.8 } }, /and also range/],
    ["a check that none in range passes", { length: 1, range: { min: 5 }, check: "luhn" }, /also check/],
    ["decimals that a pattern has not", { pattern: "##", decimals: 1 }, /fits pattern and also decimals/],
  ])("is refused: %s", (_, grammar, message) => {
    expect(() => compileGrammar(grammar)).toThrow(InklingError);
    expect(() => compileGrammar(grammar)).toThrow(
      /^nothing satisfies the grammar: expected .*, received .*\. /,
    );
    expect(() => compileGrammar(grammar)).toThrow(message);
  });
});

describe("what is no grammar", () => {
  test.each<[string, unknown, RegExp]>([
    ["a text", "####", /the grammar is not an object/],
    ["an unknown check", { check: "luhm" }, /Did you mean "luhn"\?/],
    ["a fraction of digits", { length: 1.5 }, /length is out of range/],
    ["a range of texts", { range: { min: "1" } }, /range\.min is not a number/],
    ["a letter in a pattern", { pattern: "##A" }, /"##A" is no pattern of a number/],
    ["an open list", { pattern: "[12" }, /is no pattern of a number/],
    ["a pattern of nothing", { pattern: " " }, /received 0 signs/],
    ["a pattern too long", { pattern: "#".repeat(31) }, /received 31 signs/],
    ["a letter in a list", { values: ["12", "1a"] }, /received "1a"/],
    ["one mark for both", { locale: { decimal: ",", group: "," } }, /cannot be told apart/],
    ["an unknown mark", { locale: { decimal: ";" } }, /unknown decimal mark ";"/],
  ])("is refused: %s", (_, grammar, message) => {
    expect(() => compileGrammar(grammar as Grammar)).toThrow(message);
  });
});
