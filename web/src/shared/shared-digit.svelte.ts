/** The digit that was read last, as a network sees it: Read sets it, Look inside looks at it. */

interface SharedDigit {
  /** (28, 28), ink bright (0..255) on black. */
  pixels: Uint8Array<ArrayBuffer>;
  /** What it was read as. */
  digit: number;
}

class LastDigit {
  current = $state.raw<SharedDigit | undefined>(undefined);
}

export const lastDigit = new LastDigit();
