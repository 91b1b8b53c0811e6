/**
 * Looks over an HDF5 file before the C library does, for the one kind of damage that would hang it.
 *
 * HDF5 keeps texts of any length in global heaps, which carry no checksum. Their objects stand one after another, each
 * with its size, up to object 0, the free space. A free space of size 0 sends the library (1.14 and 2.0) round for ever.
 * Every heap begins with "GCOL" at a multiple of 8 bytes, so all are found without following a pointer.
 * Source: "HDF5 File Format Specification, version 3.0", section III.E.
 */
import { InklingError } from "../base/errors.ts";

const SIGNATURE = 0x4c4f4347; // "GCOL", little-endian
const VERSION = 1;
const HEADER_BYTES = 16;

/** @throws InklingError if a global heap does not end where it says */
export function checkGlobalHeaps(bytes: Uint8Array, name: string): void {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + HEADER_BYTES <= bytes.length; at += 8) {
    // The library refuses other versions itself; and no text that happens to say GCOL goes on with a byte 1.
    if (file.getUint32(at, true) !== SIGNATURE || file.getUint8(at + 4) !== VERSION) continue;
    if (globalHeapEnds(file, at)) continue;
    throw new InklingError({
      what: `${name} cannot be read as an HDF5 file`,
      expected: `a whole heap of texts at byte ${at}`,
      received: "one that does not end where it says",
      mend: "The file is damaged or cut short; save or copy it again.",
    });
  }
}

function globalHeapEnds(file: DataView, start: number): boolean {
  const end = start + sizeAt(file, start + 8);
  if (end > file.byteLength) return false;
  for (let at = start + HEADER_BYTES; at + HEADER_BYTES <= end;) {
    const index = file.getUint16(at, true);
    const size = sizeAt(file, at + 8);
    // The free space counts its own header; the size of any other object does not.
    if (index === 0) return at + size === end;
    at += HEADER_BYTES + Math.ceil(size / 8) * 8;
    if (at > end) return false;
  }
  return true;
}

function sizeAt(file: DataView, at: number): number {
  return Number(file.getBigUint64(at, true));
}
