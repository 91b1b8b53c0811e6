import { describe, expect, test } from "vitest";
import { PathTemplate } from "../../src/nn/callbacks/path-template.ts";
import { formatExponential, formatFixed, formatFloat } from "../../src/nn/python-format.ts";
import { golden } from "./callbacks/drive.ts";

interface FormatCase {
  spec: string;
  /** The number as Python's `str` gives it. */
  value: string;
  text: string;
}

const NON_FINITE: Record<string, number> = { nan: NaN, inf: Infinity, "-inf": -Infinity };
const numberOf = (value: string): number => NON_FINITE[value] ?? Number(value);
const cases = golden<FormatCase>("formats");
const withSpec = (pattern: RegExp) => cases.filter(({ spec }) => pattern.test(spec));

describe("numbers are printed as Python prints them", () => {
  test.each(withSpec(/^\.\df$/))("$value as $spec", ({ spec, value, text }) => {
    expect(formatFixed(numberOf(value), Number(spec[1]))).toBe(text);
  });
  test.each(withSpec(/^\.\de$/))("$value as $spec", ({ spec, value, text }) => {
    expect(formatExponential(numberOf(value), Number(spec[1]))).toBe(text);
  });
  test.each(withSpec(/^$/))("$value by itself", ({ value, text }) => {
    expect(formatFloat(numberOf(value))).toBe(text);
  });
});

describe("a path template formats as Python does", () => {
  const finite = cases.filter(({ value }) => !(value in NON_FINITE));
  test.each(finite)("$value as $spec", ({ spec, value, text }) => {
    const field = spec === "" ? "{loss}" : `{loss:${spec}}`;
    expect(new PathTemplate(`a-${field}.h5`).fill(1, { loss: Number(value) })).toBe(`a-${text}.h5`);
  });
});
