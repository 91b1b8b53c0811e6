/** Refuses what is no picture, or too large a one, in kind words and before it is decoded. */
import { InklingError } from "../../../src/base/errors.ts";
import { readPictureHeader } from "./picture-header.ts";

/** A page's memory is smaller than Node's: 40 million pixels are 160 MB while they are decoded. A4 at 600 dpi has 35 million. */
const MOST_PIXELS = 40_000_000;
/** As much of a file as holds its header; a JPEG's may lie behind a preview of 64 kB and more. */
export const HEADER_BYTES = 2 ** 18;

const FORMATS = "a PNG, JPEG, WebP, GIF, BMP, AVIF or SVG picture";

/**
 * @param head the file's first bytes
 * @throws InklingError if it is no picture, empty or too large
 */
export function checkPictureHead(head: Uint8Array, name: string): void {
  const header = readPictureHeader(head);
  if (header === undefined) {
    throw new InklingError({
      what: `${name} is not a picture that a browser can show`,
      expected: FORMATS,
      received: describeBytes(head),
      mend: "Choose another file, or save it as PNG or JPEG first.",
    });
  }
  const { width, height } = header;
  if (width !== undefined && height !== undefined) checkPictureSize(width, height, name);
}

/** @throws InklingError if it has too many pixels */
export function checkPictureSize(width: number, height: number, name: string): void {
  const count = width * height;
  if (count <= MOST_PIXELS) return;
  const millions = (pixels: number): string => `${Math.round(pixels / 1e6)} million pixels`;
  throw new InklingError({
    what: `${name} is too large to be read here`,
    expected: `at most ${millions(MOST_PIXELS)}`,
    received: `${width} × ${height}, which is ${millions(count)}`,
    mend: "Scan at 300 dpi, cut out the part with the numbers, or use inkling read on the command line.",
  });
}

/** What a damaged picture is answered with. */
export function damagedPicture(name: string, cause: unknown): InklingError {
  return new InklingError({
    what: `${name} begins like a picture, but it is damaged or cut off`,
    mend: "Scan it again, or copy the file again from where it came.",
    cause,
  });
}

function describeBytes(head: Uint8Array): string {
  if (head.length === 0) return "an empty file";
  const start = Array.from(head.subarray(0, 24));
  const isText = start.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  if (isText) return `a text that begins with "${new TextDecoder().decode(head.subarray(0, 24)).trim()}"`;
  return `bytes that begin with ${start
    .slice(0, 4)
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(" ")}`;
}
