/** One thread's share of work that may be cut anywhere. */

/** Which thread of how many. */
export interface Part {
  /** Counted from 0; the first one leads. */
  index: number;
  count: number;
}

/** All of the work, for one thread alone. */
export const WHOLE: Part = { index: 0, count: 1 };

/** A thread's range `[from, to)` of `total` pieces; every cut is a multiple of `multipleOf`. */
export function share(total: number, multipleOf: number, { index, count }: Part): [from: number, to: number] {
  const blocks = Math.ceil(total / multipleOf);
  const cut = (i: number): number => Math.min(total, Math.floor((blocks * i) / count) * multipleOf);
  return [cut(index), index === count - 1 ? total : cut(index + 1)];
}
