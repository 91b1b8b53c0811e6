import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import type { NormalisedDigit } from "../../src/vision/index.ts";
import { decide } from "../../src/reader/decide.ts";
import { FACTS } from "./known-model.ts";

const NORMALISED: NormalisedDigit = {
  image: createGrayImage(28, 28),
  polarity: "dark-on-light",
  polarityMargin: 1,
  polarityUncertain: false,
  blank: false,
  touchesBorder: false,
  dropped: 0,
  thickened: false,
  box: { x: 0, y: 0, width: 10, height: 20 },
};

interface Facts {
  probability?: number;
  /** Of a 1, beside the 7. */
  second?: number;
  notADigit?: number;
  energy?: number;
  normalised?: Partial<NormalisedDigit>;
}

/** Decides on a 7. */
function decideOn({ probability = 0.99, second = 0, notADigit = 0, energy = 5, normalised = {} }: Facts) {
  const probabilities = Array.from({ length: 10 }, (_, digit) =>
    digit === 7 ? probability : digit === 1 ? second : 0,
  );
  const reading = { digit: 7, probability, probabilities, notADigit, energy };
  return decide({ ...reading, normalised: { ...NORMALISED, ...normalised } }, FACTS.thresholds);
}

describe("a reading", () => {
  test("that is sure is accepted without a word", () => {
    expect(decideOn({})).toEqual({ decision: "accept", reasons: [] });
  });

  test("of a blank picture is rejected, whatever the network says", () => {
    expect(decideOn({ normalised: { blank: true } })).toEqual({ decision: "reject", reasons: ["blank"] });
  });

  test("is rejected where no digit is likelier than any", () => {
    const given = { probability: 0.45, notADigit: 0.5 };
    expect(decideOn(given)).toEqual({ decision: "reject", reasons: ["not a digit"] });
  });

  test("is rejected below the energy of digits", () => {
    expect(decideOn({ energy: -2.1 })).toEqual({ decision: "reject", reasons: ["unlike any digit"] });
    expect(decideOn({ energy: -2 }).decision).toBe("review");
  });

  test("is for review below the energy of most digits", () => {
    expect(decideOn({ energy: 0.9 })).toEqual({ decision: "review", reasons: ["unlike most digits"] });
    expect(decideOn({ energy: 1 }).decision).toBe("accept");
  });

  test("is rejected, reviewed or accepted by its probability, and names the second digit", () => {
    const close = "two readings close: 7 or 1";
    expect(decideOn({ probability: 0.39, second: 0.3 })).toEqual({ decision: "reject", reasons: [close] });
    expect(decideOn({ probability: 0.6, second: 0.3 })).toEqual({ decision: "review", reasons: [close] });
    expect(decideOn({ probability: 0.89 })).toEqual({ decision: "review", reasons: ["unsure: 89 %"] });
    expect(decideOn({ probability: 0.9 }).decision).toBe("accept");
  });

  test("must be surer where the picture itself is doubtful", () => {
    const touching = { normalised: { touchesBorder: true } };
    const reasons = ["stroke touches the border"];
    expect(decideOn({ ...touching, probability: 0.94 })).toEqual({ decision: "review", reasons });
    expect(decideOn({ ...touching, probability: 0.95 })).toEqual({ decision: "accept", reasons });
    const uncertain = decideOn({ normalised: { polarityUncertain: true }, probability: 0.94 });
    expect(uncertain).toEqual({ decision: "review", reasons: ["polarity uncertain"] });
  });

  test("of a picture that is doubtful twice is never accepted", () => {
    const normalised = { touchesBorder: true, polarityUncertain: true };
    expect(decideOn({ normalised, probability: 0.9999 })).toEqual({
      decision: "review",
      reasons: ["polarity uncertain", "stroke touches the border"],
    });
  });

  test("of a model without thresholds is accepted unless the picture is blank", () => {
    const reading = {
      digit: 0,
      probability: 0.2,
      probabilities: new Array(10).fill(0.1),
      notADigit: 0,
      energy: 0,
    };
    const given = (blank: boolean) => decide({ ...reading, normalised: { ...NORMALISED, blank } }, undefined);
    expect(given(false)).toEqual({ decision: "accept", reasons: [] });
    expect(given(true)).toEqual({ decision: "reject", reasons: ["blank"] });
  });
});
