import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import { diagnose, type DigitReading } from "../../src/reader/index.ts";
import {
  MNIST_SHAPE,
  normaliseDigit,
  type DigitMeasures,
  type NormalisedDigit,
} from "../../src/vision/index.ts";

/** Measures of a digit like most of MNIST's, well in the middle of its picture. */
const TYPICAL: DigitMeasures = {
  strokeWidth: MNIST_SHAPE.strokeWidth[2],
  slant: MNIST_SHAPE.slant[2],
  pieces: 1,
  inkMass: MNIST_SHAPE.inkMass[2],
  aspect: MNIST_SHAPE.aspect[2],
  greyShare: MNIST_SHAPE.greyShare[2],
  contrast: 0.9,
  inkSide: 100,
  position: { centreX: 0.5, centreY: 0.5, width: 0.4, height: 0.5 },
};

/** A reading of 7 with certainty, and nothing odd about its picture. */
function reading(changes: Partial<DigitReading> = {}, found: Partial<NormalisedDigit> = {}): DigitReading {
  const normalised: NormalisedDigit = {
    image: createGrayImage(28, 28),
    polarity: "dark-on-light",
    polarityMargin: 1,
    polarityUncertain: false,
    blank: false,
    touchesBorder: false,
    dropped: 0,
    thickened: false,
    box: { x: 30, y: 25, width: 40, height: 50 },
    ...found,
  };
  const probabilities = Array.from({ length: 10 }, (_, i) => (i === 7 ? 1 : 0));
  return {
    digit: 7,
    probability: 1,
    probabilities,
    notADigit: 0,
    energy: 10,
    decision: "accept",
    reasons: [],
    normalised,
    ...changes,
  };
}

/** Seven and one, close to one another. */
const CLOSE = {
  probability: 0.6,
  probabilities: Array.from({ length: 10 }, (_, i) => (i === 7 ? 0.6 : i === 1 ? 0.4 : 0)),
};

describe("diagnose", () => {
  test("finds nothing wrong with a digit that is written as most of MNIST's are", () => {
    expect(diagnose(reading(), TYPICAL)).toEqual([]);
  });

  test.each<[string, DigitReading, Partial<DigitMeasures>, RegExp, RegExp]>([
    ["thin strokes", reading(), { strokeWidth: 1 }, /are 1\.0 pixels wide .*thinner/, /broader pen/],
    ["hairlines", reading({}, { thickened: true }), { strokeWidth: 0.4 }, /were widened/, /broader pen/],
    ["thick strokes", reading(), { strokeWidth: 6 }, /thicker/, /finer pen/],
    ["a slant to the left", reading(), { slant: -50 }, /leans 50° to the left/, /upright/],
    ["a slant to the right", reading(), { slant: 50 }, /leans 50° to the right/, /level/],
    ["faint ink", reading(), { contrast: 0.1 }, /faint: .* by 10\u00a0%/, /darker pen/],
    ["few pixels", reading(), { inkSide: 8 }, /only 8 pixels/, /300 dpi/],
    ["several pieces", reading(), { pieces: 4 }, /4 separate pieces/, /more contrast/],
    ["blur", reading(), { greyShare: 0.9 }, /blurred/, /hold still/],
    ["too great a width", reading(), { aspect: 3 }, /3\.0 times as wide as tall/, /more than one digit/],
    [
      "a small digit in a large picture",
      reading(),
      { position: { centreX: 0.5, centreY: 0.5, width: 0.02, height: 0.04 } },
      /only 4\u00a0% of its picture/,
      /Crop/,
    ],
    ["a stroke at the border", reading({}, { touchesBorder: true }), {}, /border/, /margin/],
    [
      "one neighbour left out",
      reading({}, { dropped: 1 }),
      {},
      /^One line or stroke .* was left out/,
      /missing/,
    ],
    ["two neighbours left out", reading({}, { dropped: 2 }), {}, /^2 lines or strokes .* were/, /missing/],
    ["an uncertain polarity", reading({}, { polarityUncertain: true }), {}, /which is ink/, /more paper/],
    ["two readings close", reading(CLOSE), {}, /7 \(60\u00a0%\) or a 1 \(40\u00a0%\)/, /plain stroke/],
    [
      "no digit",
      reading({ notADigit: 0.8, probability: 0.1 }),
      {},
      /unlike .*80\u00a0%/,
      /one digit from 0 to 9/,
    ],
    ["what is far from digits", reading({ reasons: ["unlike any digit"] }), {}, /unlike/, /one digit/],
  ])("names %s, and what mends it", (_, read, measures, cause, mend) => {
    const findings = diagnose(read, { ...TYPICAL, ...measures });
    expect(findings).toHaveLength(1);
    expect(findings[0].cause).toMatch(cause);
    expect(findings[0].mend).toMatch(mend);
  });

  test("says of a blank picture that it is blank, and no more", () => {
    const blank = normaliseDigit(createGrayImage(30, 30));
    const findings = diagnose(reading({ normalised: blank, decision: "reject" }), {
      ...TYPICAL,
      contrast: 0,
    });
    expect(findings.map(({ cause }) => cause)).toEqual(["Nothing in the picture stands out from the paper."]);
  });

  test("does not judge the pen of what may be several digits", () => {
    const several = { ...TYPICAL, aspect: 4, slant: -60, strokeWidth: 0.2, greyShare: 0.9 };
    expect(diagnose(reading(), several)).toHaveLength(1);
  });

  test("writes sentences, and has an advice for every pair of digits", () => {
    for (let a = 0; a < 10; a++) {
      for (let b = 0; b < 10; b++) {
        if (a === b) continue;
        const probabilities = Array.from({ length: 10 }, (_, i) => (i === a ? 0.6 : i === b ? 0.4 : 0));
        const [{ cause, mend }] = diagnose(reading({ digit: a, probability: 0.6, probabilities }), TYPICAL);
        expect(cause).toMatch(/^It could be .*\.$/);
        expect(mend).toMatch(/^[A-Z].*\.$/);
      }
    }
  });
});
