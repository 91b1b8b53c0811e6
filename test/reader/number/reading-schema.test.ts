/** The schema takes what a reader gives, and nothing that is broken. */
import { expect, test } from "vitest";
import { readingSchema } from "../../../src/reader/number/reading-schema.ts";
import { exampleNumber, exampleReading } from "./example-page.ts";

const EMPTY = exampleNumber({
  text: "",
  value: null,
  kind: "cell",
  empty: true,
  digits: [],
  alternatives: [],
});

test("takes a reading as it is, also after JSON", () => {
  const reading = exampleReading([exampleNumber(), EMPTY]);
  expect(readingSchema.parse(reading)).toEqual(reading);
  expect(readingSchema.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
});

test("takes a page without numbers, and digits with corners", () => {
  expect(readingSchema.safeParse(exampleReading([])).success).toBe(true);
  const [digit] = exampleNumber().digits;
  const corners: [number, number][] = [
    [40, 61],
    [62, 60],
    [62, 90],
    [41, 91],
  ];
  const turned = exampleNumber({ digits: [{ ...digit, polygon: corners }] });
  expect(readingSchema.safeParse(exampleReading([turned])).success).toBe(true);
});

test.each([
  ["another version", { ...exampleReading([]), version: 2 }],
  ["a text with letters", exampleReading([exampleNumber({ text: "4l" })])],
  ["a probability above one", exampleReading([exampleNumber({ probability: 1.2 })])],
  ["a value that is not a number", exampleReading([exampleNumber({ value: NaN })])],
  ["no pages", { ...exampleReading([]), pages: undefined }],
  ["a hash that is cut off", { ...exampleReading([]), model: { name: "digits", sha256: "abc" } }],
])("refuses %s", (_, reading) => {
  expect(readingSchema.safeParse(reading).success).toBe(false);
});
