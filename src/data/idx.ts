/**
 * IDX files, the format of MNIST: two zero bytes, a type code, the number of axes, each axis as a big-endian
 * 32-bit number, then the elements, row-major. Sizes are checked before anything is allocated.
 * Source: the description of the format on Y. LeCun's MNIST page.
 */
import { InklingError } from "../base/errors.ts";
import type { Images, NdArray, Shape } from "../base/shapes.ts";
import { formatShape, sizeOf } from "../base/shapes.ts";
import { PIXEL_SCALE } from "./data-set.ts";

const UBYTE = 0x08;
const TYPE_NAMES: Readonly<Record<number, string>> = {
  0x09: "signed bytes",
  0x0b: "16-bit integers",
  0x0c: "32-bit integers",
  0x0d: "32-bit floats",
  0x0e: "64-bit floats",
};

/** Images have three axes and colour images four; more than this is damage, and its product would not be exact. */
const MAX_AXES = 8;

/** No header of a readable file is longer than this many bytes. */
export const MAX_IDX_HEADER = 4 + 4 * MAX_AXES;

/** What the header of an IDX file says. */
export interface IdxHeader {
  shape: Shape;
  /** Where the elements start, in bytes. */
  headerBytes: number;
  /** Size of the whole file that fits this header, in bytes. */
  totalBytes: number;
}

/**
 * Reads the header alone, from the first bytes of a file of unsigned bytes.
 * @throws InklingError if it is not one.
 */
export function parseIdxHeader(bytes: Uint8Array, name: string): IdxHeader {
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) throw notIdx(bytes, name);
  if (bytes[2] !== UBYTE) {
    throw new InklingError({
      what: `${name} does not hold unsigned bytes`,
      expected: "IDX type code 0x08",
      received: `0x${hex(bytes[2])}, ${TYPE_NAMES[bytes[2]] ?? "which IDX does not define"}`,
      mend: "Write the numbers as unsigned bytes.",
    });
  }
  const axes = bytes[3];
  if (axes < 1 || axes > MAX_AXES) {
    const expected = `1 to ${MAX_AXES}`;
    throw new InklingError({
      what: `${name} has an unreadable number of axes`,
      expected,
      received: `${axes}`,
    });
  }
  const headerBytes = 4 + 4 * axes;
  if (bytes.length < headerBytes) throw wrongSize(name, `${headerBytes} bytes of header`, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, headerBytes, totalBytes: headerBytes + sizeOf(shape) };
}

/**
 * Reads an IDX file of unsigned bytes; `data` is a view of `bytes`, not a copy.
 * @param name what the file is called in errors
 * @throws InklingError if it is not an IDX file, holds another type, or has not exactly the size its header says.
 */
export function parseIdx(bytes: Uint8Array, name: string): NdArray<Uint8Array> {
  const { shape, headerBytes, totalBytes } = parseIdxHeader(bytes, name);
  if (bytes.length !== totalBytes) {
    throw wrongSize(name, `${totalBytes} bytes for shape ${formatShape(shape)}`, bytes.length);
  }
  return { data: bytes.subarray(headerBytes), shape };
}

/**
 * Reads an IDX file of grey images, (N, height, width).
 * @throws InklingError as `parseIdx` does, or if it has not three axes.
 */
export function parseIdxImages(bytes: Uint8Array, name: string): Images {
  return idxImages(parseIdx(bytes, name), name);
}

/**
 * Reads an IDX file of labels, (N).
 * @throws InklingError as `parseIdx` does, or if it has not one axis.
 */
export function parseIdxLabels(bytes: Uint8Array, name: string): Uint8Array {
  return idxLabels(parseIdx(bytes, name), name);
}

/** Takes what an IDX file held for images. @throws InklingError if it has not three axes. */
export function idxImages(array: NdArray<Uint8Array>, name: string): Images {
  checkAxes(array.shape, 3, name, "grey images, (N, height, width)");
  return { ...array, scale: PIXEL_SCALE };
}

/** Takes what an IDX file held for labels. @throws InklingError if it has not one axis. */
export function idxLabels(array: NdArray<Uint8Array>, name: string): Uint8Array {
  checkAxes(array.shape, 1, name, "labels, (N,)");
  return array.data;
}

/** Writes an IDX file of unsigned bytes. */
export function encodeIdx({ data, shape }: NdArray<Uint8Array>): Uint8Array {
  const header = encodeIdxHeader(shape);
  const bytes = new Uint8Array(header.length + data.length);
  bytes.set(header);
  bytes.set(data, header.length);
  return bytes;
}

/** The header of an IDX file of unsigned bytes of this shape. */
export function encodeIdxHeader(shape: Shape): Uint8Array {
  const header = new Uint8Array(4 + 4 * shape.length);
  header.set([0, 0, UBYTE, shape.length]);
  const view = new DataView(header.buffer);
  shape.forEach((axis, i) => view.setUint32(4 + 4 * i, axis));
  return header;
}

function checkAxes(shape: Shape, axes: number, name: string, expected: string): void {
  if (shape.length === axes) return;
  const mend = "Check that images and labels were not taken for one another.";
  throw new InklingError({
    what: `${name} has the wrong shape`,
    expected,
    received: formatShape(shape),
    mend,
  });
}

function notIdx(bytes: Uint8Array, name: string): InklingError {
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new InklingError({
    what: `${name} is not an IDX file`,
    expected: "it to start with 00 00 08",
    received: bytes.length === 0 ? "no bytes at all" : Array.from(bytes.subarray(0, 4), hex).join(" "),
    mend: gzipped ? "It is gzipped: unpack it first." : undefined,
  });
}

function wrongSize(name: string, expected: string, received: number): InklingError {
  const mend = "The file is damaged or was not copied whole; fetch it again.";
  return new InklingError({
    what: `${name} has the wrong size`,
    expected,
    received: `${received} bytes`,
    mend,
  });
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
