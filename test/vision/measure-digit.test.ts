import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createGrayImage, type GrayImage } from "../../src/image/index.ts";
import {
  MNIST_SHAPE,
  measureDigit,
  measureShape,
  normaliseDigit,
  placeAmongMnist,
  type ShapeMeasures,
} from "../../src/vision/index.ts";

/** A picture of `paper`, with `ink` wherever `isInk` says. */
function draw(
  [width, height]: readonly [number, number],
  isInk: (x: number, y: number) => boolean,
  { paper = 0, ink = 255 } = {},
): GrayImage {
  const image = createGrayImage(width, height);
  image.data.forEach((_, i) => {
    image.data[i] = isInk(i % width, Math.floor(i / width)) ? ink : paper;
  });
  return image;
}

const FIELD = [28, 28] as const;

/** A bar of 4 × 20 whose rows are moved by whole pixels so that it leans `shear` to the right. */
function leaningBar(shear: number): GrayImage {
  const leftOf = (y: number): number => 12 - Math.round(shear * (y - 13.5));
  return draw(FIELD, (x, y) => y >= 4 && y < 24 && x >= leftOf(y) && x < leftOf(y) + 4);
}

describe("measureShape", () => {
  test("gives a bar's width, box, mass and one piece without grey", () => {
    const measures = measureShape(draw(FIELD, (x, y) => x >= 12 && x < 16 && y >= 4 && y < 24));
    // Its area is 80 and its outline 48.
    expect(measures.strokeWidth).toBeCloseTo((2 * 80) / (48 * (Math.PI / 4)), 9);
    expect(measures).toMatchObject({ slant: 0, pieces: 1, inkMass: 80, aspect: 0.2, greyShare: 0 });
  });

  test("gives the slant by which an upright bar was sheared, positive to the right", () => {
    // Each row's centre lies on x = -tan(slant) y exactly where the shear is a whole number.
    expect(measureShape(leaningBar(1)).slant).toBeCloseTo(45, 9);
    expect(measureShape(leaningBar(-1)).slant).toBeCloseTo(-45, 9);
    // Rows of a half's shear are rounded to whole pixels, which turns the bar by less than half a degree.
    expect(Math.abs(measureShape(leaningBar(0.5)).slant - (Math.atan(0.5) * 180) / Math.PI)).toBeLessThan(
      0.5,
    );
  });

  test("counts pieces that do not touch, corners included, and no speck that is mere grey", () => {
    const three = draw(FIELD, (x, y) => y > 4 && y < 24 && (x === 4 || x === 10 || x === 20));
    expect(measureShape(three).pieces).toBe(3);
    expect(measureShape(draw(FIELD, (x, y) => x === y)).pieces).toBe(1);
    three.data[0] = 100;
    expect(measureShape(three).pieces).toBe(3);
  });

  test("tells the share of grey pixels, and weighs them in the mass", () => {
    const image = draw(FIELD, (_, y) => y === 4);
    image.data.fill(51, 4 * 28, 4 * 28 + 7);
    const { greyShare, inkMass, slant } = measureShape(image);
    expect(greyShare).toBe(7 / 28);
    expect(inkMass).toBeCloseTo(21 + 7 / 5, 9);
    expect(slant).toBe(0);
  });

  test("is all zero for a black image", () => {
    expect(new Set(Object.values(measureShape(createGrayImage(28, 28))))).toEqual(new Set([0]));
  });
});

describe("measureDigit", () => {
  const measured = (picture: GrayImage) => measureDigit(picture, normaliseDigit(picture, { steps: true }));

  test("gives the ink's place and size in its picture", () => {
    const picture = draw([200, 400], (x, y) => x >= 40 && x < 60 && y >= 100 && y < 200, {
      paper: 240,
      ink: 0,
    });
    const { position, inkSide } = measured(picture);
    expect(inkSide).toBe(100);
    expect(position).toEqual({ centreX: 0.25, centreY: 0.375, width: 0.1, height: 0.25 });
  });

  test.each([
    { paper: 200, ink: 150, contrast: 0.25 },
    { paper: 240, ink: 0, contrast: 1 },
    { paper: 55, ink: 155, contrast: 0.5 },
  ])("gives ink of $ink on paper of $paper a contrast of $contrast", ({ paper, ink, contrast }) => {
    const bar = draw([100, 100], (x, y) => x >= 45 && x < 55 && y >= 20 && y < 80, { paper, ink });
    expect(measured(bar).contrast).toBeCloseTo(contrast, 9);
  });

  test("gives hairlines the width they had on paper, not the one they were widened to", () => {
    const hair = draw([300, 300], (x, y) => x >= 100 && x < 102 && y >= 50 && y < 250, {
      paper: 255,
      ink: 0,
    });
    // Area 400 and outline 404, in pixels of which 200 become 20.
    expect(measured(hair).strokeWidth).toBeCloseTo((2 * 400) / (404 * (Math.PI / 4)) / 10, 2);
  });

  test("finds no contrast in a blank picture", () => {
    const { contrast, inkSide, pieces } = measured(draw([50, 50], () => false, { paper: 230 }));
    expect([contrast, inkSide, pieces]).toEqual([0, 0, 0]);
  });

  test("refuses a digit without its steps, and says how to get them", () => {
    const picture = draw([60, 60], (x) => x > 25 && x < 32, { paper: 255, ink: 0 });
    expect(() => measureDigit(picture, normaliseDigit(picture))).toThrow(
      /cannot be measured: expected its step "even light".*\{ steps: true \}/,
    );
  });
});

describe("MNIST_SHAPE", () => {
  const text = readFileSync(new URL("../golden/golden-mnist-shape.json", import.meta.url), "utf8");
  const golden = JSON.parse(text) as Record<keyof ShapeMeasures, number[]>;

  test.each(Object.keys(MNIST_SHAPE) as (keyof ShapeMeasures)[])(
    "holds the percentiles of %s that NumPy and SciPy find, to three digits",
    (name) => {
      expect(MNIST_SHAPE[name]).toEqual(golden[name].map((value) => Number(value.toPrecision(3))));
    },
  );

  test("places a value among them", () => {
    expect([1.4, 1.6, 2.5, 4, 4.7].map((width) => placeAmongMnist("strokeWidth", width))).toEqual([
      -2, -1, 0, 1, 2,
    ]);
  });
});
