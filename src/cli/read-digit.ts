/** A picture of one digit from a file, brought into the form that networks know. */
import { InklingError } from "../base/errors.ts";
import type { GrayImage } from "../image/index.ts";
import { readImage } from "../node/index.ts";
import { normaliseDigit, type NormalisedDigit } from "../vision/index.ts";

/** @throws InklingError if the file is no image, or nothing is written on it */
export async function readDigit(path: string): Promise<NormalisedDigit> {
  const image = await readImage(path);
  const digit = normaliseDigit(image);
  if (digit.blank) throw blankError(path, image);
  return digit;
}

/** Which of the two is ink: `dark ink on light paper`. */
export function describePolarity({ polarity, polarityUncertain }: NormalisedDigit): string {
  const found = polarity === "dark-on-light" ? "dark ink on light paper" : "light ink on dark ground";
  return polarityUncertain ? `${found}, but it may be the reverse` : found;
}

function blankError(path: string, { width, height }: GrayImage): InklingError {
  return new InklingError({
    what: `${path} is blank`,
    expected: "a picture of a digit, dark on light or light on dark",
    received: `${width} × ${height} pixels of which none stands out`,
    mend: "Write with a darker pen, scan with more contrast, or check that it is the right picture.",
  });
}
