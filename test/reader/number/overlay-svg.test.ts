/** The overlay shows every number where it is, and stays within the picture. */
import { expect, test } from "vitest";
import { overlaySvg } from "../../../src/reader/number/overlay-svg.ts";
import { exampleNumber, examplePage } from "./example-page.ts";

const HREF = "data:image/png;base64,AAAA";
const draw = (...numbers: ReturnType<typeof exampleNumber>[]): string =>
  overlaySvg(examplePage(numbers), HREF);
/** The values of an attribute of all elements of a kind. */
const valuesOf = (svg: string, element: string, attribute: string): number[] =>
  Array.from(svg.matchAll(new RegExp(`<${element} [^>]*?\\b${attribute}="([^"]*)"`, "g")), (match) =>
    Number(match[1]),
  );

test("is as large as the picture, which lies below everything", () => {
  const svg = draw(exampleNumber());
  expect(svg).toMatch(/^<svg [^>]*width="300" height="200" viewBox="0 0 300 200"/);
  expect(svg.split("\n")[1]).toBe(`<image href="${HREF}" width="300" height="200"/>`);
});

test("draws the number's box, its text with its probability, and each digit with its own", () => {
  const svg = draw(exampleNumber());
  expect(svg).toContain('<rect x="40" y="60" width="50" height="30"');
  expect(svg).toContain(">47  98\u00a0%</text>");
  expect(svg).toContain('<rect x="66" y="60" width="24" height="30"/>');
  expect(svg).toMatch(/>4<\/text>/);
  expect(svg).toMatch(/>7<\/text>/);
});

test("says what is not accepted, and shows no empty cell", () => {
  expect(draw(exampleNumber({ decision: "review" }))).toContain(">47  98\u00a0% review</text>");
  expect(draw(exampleNumber({ text: "", decision: "reject", digits: [] }))).toContain(
    ">?  98\u00a0% reject</text>",
  );
  expect(draw(exampleNumber({ empty: true }))).not.toContain("<text");
});

test("keeps labels within the picture at its corners", () => {
  const corners = [
    { x: 0, y: 0, width: 20, height: 20 },
    { x: 280, y: 180, width: 20, height: 20 },
  ];
  const svg = draw(...corners.map((box) => exampleNumber({ box, digits: [] })));
  const plates = ["x", "y", "width", "height"].map((name) => valuesOf(svg, "rect", name));
  plates[0].forEach((x, i) => {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + plates[2][i]).toBeLessThanOrEqual(300);
    expect(plates[1][i]).toBeGreaterThanOrEqual(0);
    expect(plates[1][i] + plates[3][i]).toBeLessThanOrEqual(200);
  });
});
