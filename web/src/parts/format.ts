/** Figures in words, the same in every view. */

/** `0.98765` as `98.8 %`; what is not quite all or nothing is not rounded to it. */
export function formatPercent(share: number, decimals = 1): string {
  const least = 10 ** -decimals;
  const percent = share * 100;
  if (percent > 0 && percent < least) return `< ${least.toFixed(decimals)} %`;
  if (percent < 100 && percent > 100 - least) return `> ${(100 - least).toFixed(decimals)} %`;
  return `${percent.toFixed(decimals)} %`;
}

/** `1234567` as `1,234,567`. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1500000` as `1.5 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
