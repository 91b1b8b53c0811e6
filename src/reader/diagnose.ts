/**
 * Why a digit may have been misread, and what would mend it: one sentence each, for the person who wrote it.
 *
 * A shape is remarked on where 99 % of MNIST's digits are on its other side; networks have hardly seen its like.
 */
import { MNIST_SHAPE, placeAmongMnist, type DigitMeasures } from "../vision/index.ts";
import type { DigitReading } from "./digit-reading.ts";
import { secondDigit } from "./second-digit.ts";
import { tellApart } from "./tell-apart.ts";

/** Ink that differs from the paper by less than this share of what it could is faint. */
const FAINT = 0.2;
/** Digits of MNIST are 20 pixels tall or wide; of fewer pixels nothing finer can be made. */
const FEW_PIXELS = 20;
/** A digit that takes less than this share of its picture's sides is small in it. */
const SMALL = 0.1;

/** One thing that may have gone wrong. */
export interface Finding {
  /** What is unusual, a sentence. */
  cause: string;
  /** What would mend it, a sentence. */
  mend: string;
}

/** What the rules look at. */
interface Case {
  reading: DigitReading;
  measures: DigitMeasures;
}

/** Answers with the findings that apply, the gravest first; none for a digit that is written and scanned as usual. */
export function diagnose(reading: DigitReading, measures: DigitMeasures): Finding[] {
  if (reading.normalised.blank) {
    return [
      {
        cause: "Nothing in the picture stands out from the paper.",
        mend: "Write with a darker pen, scan with more contrast, or check that it is the right picture.",
      },
    ];
  }
  // The pen and the slant of what is wider than a digit, perhaps a whole number, would say nothing.
  const isWide = placeAmongMnist("aspect", measures.aspect) === 2;
  const rules = isWide ? RULES : [...RULES, ...SHAPE_RULES];
  return rules.map((rule) => rule({ reading, measures })).filter((finding) => finding !== undefined);
}

type Rule = (of: Case) => Finding | undefined;

const RULES: readonly Rule[] = [
  noDigit,
  wide,
  closeReadings,
  uncertainPolarity,
  cutOff,
  leftOut,
  fewPixels,
  smallInPicture,
  faintInk,
  inPieces,
];

const SHAPE_RULES: readonly Rule[] = [thinStrokes, thickStrokes, slanted, blurred];

function noDigit({ reading: { notADigit, probability, reasons } }: Case): Finding | undefined {
  if (notADigit <= probability && !reasons.includes("unlike any digit")) return undefined;
  return {
    cause: `It is unlike the digits that the network knows (no digit at all: ${percent(notADigit)}).`,
    mend: "Check that the picture shows one digit from 0 to 9, upright, and nothing else.",
  };
}

function closeReadings({ reading }: Case): Finding | undefined {
  const { digit, probability, probabilities } = reading;
  const second = secondDigit(reading);
  if (second === undefined) return undefined;
  return {
    cause: `It could be a ${digit} (${percent(probability)}) or a ${second} (${percent(probabilities[second])}).`,
    mend: tellApart(digit, second),
  };
}

function uncertainPolarity({ reading }: Case): Finding | undefined {
  if (!reading.normalised.polarityUncertain) return undefined;
  return {
    cause: "It is hard to tell which is ink and which is paper.",
    mend: "Show more paper around the digit, so that the border of the picture is paper.",
  };
}

function cutOff({ reading }: Case): Finding | undefined {
  if (!reading.normalised.touchesBorder) return undefined;
  return {
    cause: "The ink touches the border of the picture, so a part of the digit may be cut off.",
    mend: "Leave a margin of paper on all four sides.",
  };
}

function leftOut({ reading: { normalised } }: Case): Finding | undefined {
  if (normalised.dropped === 0) return undefined;
  const what = normalised.dropped === 1 ? "One line or stroke" : `${normalised.dropped} lines or strokes`;
  return {
    cause: `${what} at the border of the picture ${normalised.dropped === 1 ? "was" : "were"} left out as not of the digit.`,
    mend: "If a part of the digit is missing, leave more paper around it; otherwise all is well.",
  };
}

function fewPixels({ measures: { inkSide } }: Case): Finding | undefined {
  if (inkSide >= FEW_PIXELS) return undefined;
  return {
    cause: `The digit is only ${inkSide} ${inkSide === 1 ? "pixel" : "pixels"} tall or wide, fewer than the ${FEW_PIXELS} that a network looks at.`,
    mend: "Scan at 300 dpi, or take the photo from nearer.",
  };
}

function smallInPicture({ measures: { position, inkSide } }: Case): Finding | undefined {
  const share = Math.max(position.width, position.height);
  if (share >= SMALL || inkSide < FEW_PIXELS) return undefined;
  return {
    cause: `The digit takes only ${percent(share)} of its picture's height or width, so specks and shadows have much room.`,
    mend: "Crop the picture to the digit and a margin of paper.",
  };
}

function faintInk({ measures: { contrast } }: Case): Finding | undefined {
  if (contrast >= FAINT) return undefined;
  return {
    cause: `The ink is faint: it differs from the paper by ${percent(contrast)} of what it could.`,
    mend: "Write with a darker pen, or scan with more contrast.",
  };
}

function thinStrokes({ reading, measures: { strokeWidth } }: Case): Finding | undefined {
  if (placeAmongMnist("strokeWidth", strokeWidth) !== -2) return undefined;
  const widened = reading.normalised.thickened ? ", and were widened before reading" : "";
  const least = MNIST_SHAPE.strokeWidth[0].toFixed(1);
  return {
    cause: `The strokes are ${strokeWidth.toFixed(1)} pixels wide once the digit is scaled to 20, thinner than in 99 % of MNIST's (${least} or more)${widened}.`,
    mend: "Write with a broader pen, or smaller with the same one.",
  };
}

function thickStrokes({ measures: { strokeWidth } }: Case): Finding | undefined {
  if (placeAmongMnist("strokeWidth", strokeWidth) !== 2) return undefined;
  const most = MNIST_SHAPE.strokeWidth[4].toFixed(1);
  return {
    cause: `The strokes are ${strokeWidth.toFixed(1)} pixels wide once the digit is scaled to 20, thicker than in 99 % of MNIST's (${most} or less).`,
    mend: "Write with a finer pen, or larger with the same one.",
  };
}

function slanted({ measures: { slant } }: Case): Finding | undefined {
  if (Math.abs(placeAmongMnist("slant", slant)) !== 2) return undefined;
  const side = slant > 0 ? "right" : "left";
  return {
    cause: `It leans ${Math.abs(slant).toFixed(0)}° to the ${side}, further than 99 % of MNIST's digits do.`,
    mend: "Turn the picture until the line of writing is level, or write more upright.",
  };
}

function inPieces({ measures: { pieces } }: Case): Finding | undefined {
  if (placeAmongMnist("pieces", pieces) !== 2) return undefined;
  return {
    cause: `The ink lies in ${pieces} separate pieces; 99 % of MNIST's digits have one or two.`,
    mend: "Scan with more contrast if strokes came out broken, and crop the picture if it shows more than one digit.",
  };
}

function wide({ measures: { aspect } }: Case): Finding | undefined {
  if (placeAmongMnist("aspect", aspect) !== 2) return undefined;
  return {
    cause: `It is ${aspect.toFixed(1)} times as wide as tall, wider than 99 % of MNIST's digits.`,
    mend: "If there is more than one digit, or if it lies on its side, crop or turn the picture.",
  };
}

function blurred({ measures: { greyShare } }: Case): Finding | undefined {
  if (placeAmongMnist("greyShare", greyShare) !== 2) return undefined;
  return {
    cause: `The strokes are paler or more blurred than in 99 % of MNIST's (${percent(greyShare)} of their pixels are grey).`,
    mend: "Press harder and evenly, and focus or hold still when taking a photo.",
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}\u00a0%`;
}
