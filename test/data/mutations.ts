/** Damage for fuzz tests: a truncated, bit-flipped or lengthened copy of good bytes. */
import fc from "fast-check";

/** Copies of `bytes` with up to four flipped bits, cut or lengthened at the end. */
export function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const flips = fc.array(fc.nat(bytes.length * 8 - 1), { maxLength: 4 });
  const length = fc.oneof(fc.constant(bytes.length), fc.nat(bytes.length + 8));
  return fc.tuple(flips, length).map(([bits, size]) => {
    const copy = new Uint8Array(Math.max(size, bytes.length));
    copy.set(bytes);
    for (const bit of bits) copy[bit >> 3] ^= 1 << (bit & 7);
    return copy.subarray(0, size);
  });
}
