/**
 * PNGs put together by hand, for kinds that encoders do not write.
 * Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)".
 */
import { constants, crc32, deflateRawSync, deflateSync } from "node:zlib";

/** Colour types of the specification. */
export const GREY = 0;
export const PALETTE = 3;
export const GREY_WITH_ALPHA = 4;

/** The header chunk's fields. */
interface PngHeader {
  width: number;
  height: number;
  depth: number;
  colour: number;
}

/** @param rows the bytes of each row, without its filter @param extra chunks in front of the pixels, by type */
export function handmadePng(
  header: PngHeader,
  rows: readonly number[][],
  extra: Readonly<Record<string, readonly number[]>> = {},
): Uint8Array {
  const before = Object.entries(extra).map(([type, bytes]) => chunk(type, Uint8Array.from(bytes)));
  return assemble(header, before, deflateSync(Uint8Array.from(rows.flatMap((row) => [0, ...row]))));
}

/** A whole black picture of any size; `bands` divides its height. One band is compressed and then repeated. */
export function blackPng(side: number, bands: number): Uint8Array {
  const zeros = new Uint8Array((side / bands) * (side + 1));
  const band = deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH });
  const last = deflateRawSync(zeros);
  // Adler-32 of n zeros: the sum of the bytes stays 1, so the sum of the sums is n.
  const checksum = Buffer.alloc(4);
  checksum.writeUInt16BE((zeros.length * bands) % 65521, 0);
  checksum.writeUInt16BE(1, 2);
  const repeated = Array.from({ length: bands - 1 }, () => band);
  const stream = Buffer.concat([Buffer.of(0x78, 0x01), ...repeated, last, checksum]);
  return assemble({ width: side, height: side, depth: 8, colour: GREY }, [], stream);
}

function assemble(
  { width, height, depth, colour }: PngHeader,
  before: readonly Buffer[],
  pixels: Uint8Array,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour], 8);
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    ...before,
    chunk("IDAT", pixels),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type), content, Buffer.alloc(4)]);
  bytes.writeUInt32BE(content.length, 0);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
  return bytes;
}
