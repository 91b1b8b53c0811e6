/**
 * Keras's `mnist.npz`: a zip of four NumPy arrays. Read are .npy versions 1 and 2, unsigned bytes, C order.
 * Source: numpy.lib.format (the .npy format).
 */
import { InklingError } from "../base/errors.ts";
import type { NdArray, Shape } from "../base/shapes.ts";
import { formatShape, sizeOf } from "../base/shapes.ts";
import { unzipEntries } from "./unzip.ts";

/** The arrays of Keras's file: images (N, 28, 28), labels (N). */
export type KerasMnistArrays = Record<(typeof ARRAY_NAMES)[number], NdArray<Uint8Array>>;

const ARRAY_NAMES = ["x_train", "y_train", "x_test", "y_test"] as const;

/** The largest array, x_train, has 47,040,128 bytes; a zip that promises more is not this file. */
const MAX_ARRAY_BYTES = 64 * 2 ** 20;

/**
 * Reads `x_train`, `y_train`, `x_test` and `y_test`; other entries are not unpacked.
 * @param name what the file is called in errors
 * @throws InklingError if it is not such a zip, lacks an array, or an array is too large or of another type.
 */
export function parseKerasMnist(bytes: Uint8Array, name: string): KerasMnistArrays {
  const wanted = ARRAY_NAMES.map((key) => `${key}.npy`);
  const entries = unzipEntries(bytes, name, { wanted, maxBytes: MAX_ARRAY_BYTES, kind: "Keras's mnist.npz" });
  const array = (key: string): NdArray<Uint8Array> => {
    const entry = entries[`${key}.npy`];
    if (entry !== undefined) return parseNpy(entry, `${key}.npy in ${name}`);
    throw new InklingError({
      what: `${name} lacks ${key}`,
      expected: ARRAY_NAMES.join(", "),
      mend: "Give the mnist.npz that Keras downloads.",
    });
  };
  return {
    x_train: array("x_train"),
    y_train: array("y_train"),
    x_test: array("x_test"),
    y_test: array("y_test"),
  };
}

/**
 * Reads a .npy array of unsigned bytes; `data` is a view of `bytes`.
 * @throws InklingError if it is not one, is of another type or order, or has not exactly the size it says.
 */
export function parseNpy(bytes: Uint8Array, name: string): NdArray<Uint8Array> {
  const { text, end } = npyHeader(bytes, name);
  const type = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  if (type !== "|u1") {
    throw new InklingError({
      what: `${name} does not hold unsigned bytes`,
      expected: "NumPy type |u1",
      received: type ?? "no type",
      mend: "Save the array with .astype('uint8').",
    });
  }
  if (!/'fortran_order':\s*False/.test(text)) {
    const mend = "Save it with numpy.ascontiguousarray(…).";
    throw new InklingError({ what: `${name} is not in C order`, expected: "'fortran_order': False", mend });
  }
  const shape = npyShape(text);
  const expectedBytes = shape === undefined ? Number.NaN : end + sizeOf(shape);
  if (shape === undefined || bytes.length !== expectedBytes) {
    throw new InklingError({
      what: `${name} has the wrong size`,
      expected: shape === undefined ? "a shape" : `${expectedBytes} bytes for shape ${formatShape(shape)}`,
      received: `${bytes.length} bytes`,
    });
  }
  return { data: bytes.subarray(end), shape };
}

/** The header's text, and where the elements start. */
function npyHeader(bytes: Uint8Array, name: string): { text: string; end: number } {
  const [magic, major] = [String.fromCharCode(...bytes.subarray(0, 6)), bytes[6]];
  if (magic !== "\x93NUMPY" || (major !== 1 && major !== 2)) {
    const expected = "it to start with \\x93NUMPY and version 1 or 2";
    const received = magic === "\x93NUMPY" ? `version ${major}` : `${bytes.length} bytes of something else`;
    throw new InklingError({ what: `${name} is not a NumPy array`, expected, received });
  }
  const start = major === 1 ? 10 : 12;
  let length = 0;
  for (let i = start - 1; i >= 8; i--) length = length * 256 + (bytes[i] ?? 0);
  if (bytes.length < start + length) {
    const expected = `${start + length} bytes of header`;
    throw new InklingError({ what: `${name} ends early`, expected, received: `${bytes.length} bytes` });
  }
  return { text: new TextDecoder().decode(bytes.subarray(start, start + length)), end: start + length };
}

/** The axes of `'shape': (60000, 28, 28)`; a scalar's `()` has none. */
function npyShape(text: string): Shape | undefined {
  const axes = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (axes === undefined) return undefined;
  return axes
    .split(",")
    .filter((axis) => axis.trim() !== "")
    .map(Number);
}
