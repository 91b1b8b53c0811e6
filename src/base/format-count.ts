/** Whole numbers for people. */

/** `60000` as `60,000`; Intl would do it too, and takes 14 ms to begin with. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
