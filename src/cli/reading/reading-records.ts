/** Readings for programs: an object of a JSON line, and a line of a table. */
import { csvLine } from "../csv.ts";
import type { FailedPicture, PictureReading } from "./read-pictures.ts";

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);
/** Digits behind the point of a probability in the table. */
const PRECISION = 6;

/** The line above the others. */
export const CSV_HEADER = csvLine([
  ..."file,digit,probability,decision,reasons,notADigit".split(","),
  ...DIGITS.map((digit) => `p${digit}`),
  "error",
]);

/** A line of the table; a picture that could not be read has its name and its error only. */
export function csvRecord(picture: PictureReading | FailedPicture): string {
  const { file } = picture;
  if ("error" in picture)
    return csvLine([file, "", "", "", "", "", ...DIGITS.map(() => ""), picture.error.message]);
  const { digit, probability, probabilities, notADigit, decision, reasons } = picture.reading;
  const format = (share: number): string => share.toFixed(PRECISION);
  return csvLine([
    file,
    digit,
    format(probability),
    decision,
    reasons.join("; "),
    format(notADigit),
    ...probabilities.map(format),
    "",
  ]);
}

/** What a JSON line says of a picture. */
export function readingEvent(picture: PictureReading | FailedPicture): Record<string, unknown> {
  const { file } = picture;
  if ("error" in picture) return { event: "reading", file, error: picture.error.message };
  const { digit, probability, probabilities, notADigit, decision, reasons, normalised } = picture.reading;
  const { box, polarity } = normalised;
  return {
    event: "reading",
    file,
    digit,
    probability,
    probabilities,
    notADigit,
    decision,
    reasons,
    box,
    polarity,
  };
}
