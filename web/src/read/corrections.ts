/** Digits within a number's text, which may hold points, commas, dashes and slashes too. */

/** Where in the text its digits are. */
function digitPlaces(text: string): number[] {
  return Array.from(text, (sign, place) => (/\d/.test(sign) ? place : -1)).filter((place) => place >= 0);
}

/** How many digits a text has. */
export function countDigits(text: string): number {
  return digitPlaces(text).length;
}

/** The text with another digit in a digit's place; `undefined` if it has not so many. */
export function replaceDigit(text: string, digitIndex: number, digit: number): string | undefined {
  const place = digitPlaces(text)[digitIndex];
  return place === undefined ? undefined : `${text.slice(0, place)}${digit}${text.slice(place + 1)}`;
}

/** What a number's text may be made of. */
export function isNumberText(text: string): boolean {
  return /^[0-9.,/-]*$/.test(text);
}
