/** Round numbers for the axes of a chart. Method: steps of 1, 2 or 5 times a power of ten. */

export interface Scale {
  low: number;
  high: number;
  ticks: number[];
}

const STEPS = [1, 2, 5, 10];
/** Differences smaller than this are drawn as none. */
const LEAST_SPAN = 1e-4;
/** What a quotient of decimals may be off. */
const NEARLY = 1e-9;

/**
 * A range that holds all values and begins and ends at a round number.
 * @param count how many ticks are wanted, more or less
 * @param bounds what the range never leaves
 */
export function scaleOf(values: readonly number[], count: number, bounds: readonly [number, number]): Scale {
  const known = values.filter(Number.isFinite);
  const least = known.length === 0 ? bounds[0] : Math.min(...known);
  const most = known.length === 0 ? Math.min(bounds[1], bounds[0] + 1) : Math.max(...known);
  const step = roundStep(Math.max(most - least, LEAST_SPAN) / count);
  let low = Math.max(bounds[0], Math.floor(least / step + NEARLY) * step);
  let high = Math.min(bounds[1], Math.ceil(most / step - NEARLY) * step);
  // Values that are all the same lie at the bottom, or at the top where that is the bound.
  if (high <= low && low + step > bounds[1]) low = high - step;
  if (high <= low) high = low + step;
  const from = Math.ceil(low / step - NEARLY);
  const to = Math.floor(high / step + NEARLY);
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => round((from + i) * step));
  return { low: round(low), high: round(high), ticks };
}

/** Epochs to name on an axis from 1 to `last`: whole numbers, the last among them. */
export function epochTicks(last: number, count: number): number[] {
  const step = Math.max(1, roundStep(last / count));
  const ticks = [1];
  for (let epoch = step; epoch <= last - step; epoch += step) if (epoch > 1) ticks.push(epoch);
  if (last > 1) ticks.push(last);
  return ticks;
}

/** The smallest round number that is not smaller. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = STEPS.find((candidate) => candidate * power >= size * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Takes away what adding tenths leaves behind. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
