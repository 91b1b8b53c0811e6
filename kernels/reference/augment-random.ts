/** Reference of kernels/augment/random.ts and settings.ts, to the bit: which slots there are, and what is drawn for them. */
import { f32 } from "./matrix.ts";

/** Places in the block of settings; drawn parameters have their lowest value there and their highest behind it. */
export const SLOT = {
  shiftX: 0,
  shiftY: 2,
  rotate: 4,
  scale: 6,
  aspect: 8,
  shear: 10,
  elastic: 12,
  elasticGrid: 14,
  robustShare: 15,
  stroke: 16,
  blur: 18,
  contrast: 20,
  gamma: 22,
  background: 24,
  backgroundShare: 26,
  noise: 27,
  noiseShare: 29,
  saltAndPepper: 30,
  saltAndPepperShare: 32,
  lineShare: 33,
} as const;

/** Families with draws of their own. */
export const STREAM = { elastic: 1024, line: 1025, noise: 1026, saltAndPepper: 1027 } as const;

/** What one image draws. */
export class Draws {
  readonly #settings: readonly number[];
  readonly #key: number;

  constructor(settings: readonly number[], key: number, n: number) {
    this.#settings = settings;
    this.#key = hash(n, key ^ 0x6a09e667);
  }

  value(slot: keyof typeof SLOT): number {
    const at = SLOT[slot];
    return between(this.#settings[at], this.#settings[at + 1], at, this.#key);
  }

  happens(slot: keyof typeof SLOT): boolean {
    return uniform(SLOT[slot], this.#key) < f32(this.#settings[SLOT[slot]]);
  }

  stream(name: keyof typeof STREAM): number {
    return hash(STREAM[name], this.#key);
  }
}

/** A whole number 0..2^32 - 1. */
export function hash(index: number, key: number): number {
  let z = Math.imul(index, 0x9e3779b1) ^ key;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

export function uniform(index: number, key: number): number {
  return Math.floor(hash(index, key) / 256) / 2 ** 24;
}

export function between(low: number, high: number, index: number, key: number): number {
  return f32(f32(low) + f32(f32(f32(high) - f32(low)) * uniform(index, key)));
}

/** The sum of a word's four bytes, made to mean 0 and variance 1. */
export function normal(word: number): number {
  const sum = [0, 8, 16, 24].reduce((total, shift) => total + ((word >>> shift) & 255), 0);
  return (sum - 4 * 127.5) / Math.sqrt((4 * (256 ** 2 - 1)) / 12);
}
