/**
 * Seeded random numbers, the same on every platform: xoshiro128** seeded by SplitMix32.
 * Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021).
 */
import { checkInteger } from "./guards.ts";

/** 2^32 divided by the golden ratio: the step of SplitMix32. */
const GOLDEN = 0x9e3779b9;

/** A stream of pseudorandom numbers; equal seeds give equal streams. */
export class Random {
  readonly #state = new Uint32Array(4);

  /**
   * @param seed a whole number from 0 to 2^53 - 1; all its bits count
   * @throws RangeError if the seed is not one
   */
  constructor(seed: number) {
    checkInteger("seed", seed, 0);
    const low = seed >>> 0;
    const high = Math.floor(seed / 2 ** 32);
    for (let i = 0; i < 4; i++) {
      this.#state[i] = scramble(low + (i + 1) * GOLDEN) ^ scramble(high + (i + 5) * GOLDEN);
    }
  }

  /** The next 32 random bits, as a whole number 0..2^32 - 1. */
  nextUint32(): number {
    const s = this.#state;
    const scrambled = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return scrambled;
  }

  /** Uniform in [0, 1), with 32 random bits. */
  nextFloat(): number {
    return this.nextUint32() / 2 ** 32;
  }

  /** A whole number, uniform in 0..count - 1, without modulo bias: draws beyond the largest multiple of `count` are drawn again. */
  nextBelow(count: number): number {
    const limit = 2 ** 32 - (2 ** 32 % count);
    let bits = this.nextUint32();
    while (bits >= limit) bits = this.nextUint32();
    return bits % count;
  }

  /** Shuffles in place: Fisher and Yates' method. */
  shuffle(items: Uint32Array | unknown[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.nextBelow(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
  }
}

/** SplitMix32's output function: every input bit flips about half of the output bits. */
function scramble(bits: number): number {
  let z = bits >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

function rotateLeft(bits: number, count: number): number {
  return (bits << count) | (bits >>> (32 - count));
}

/** A seed for a stream of its own (an epoch's shuffle, a layer's weights), a function of both numbers alone. */
export function deriveSeed(seed: number, stream: number): number {
  const own = new Random(seed);
  const other = new Random(stream);
  const high = (own.nextUint32() ^ other.nextUint32()) >>> 11;
  const low = (own.nextUint32() ^ other.nextUint32()) >>> 0;
  return high * 2 ** 32 + low;
}
