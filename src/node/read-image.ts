/**
 * Reading picture files: PNG, JPEG, WebP, TIFF, AVIF, GIF and SVG become grey images, by sharp (libvips).
 *
 * Transparent parts become white paper, the camera's orientation is applied, and grey is luminance (Rec. 709, in linear
 * light). Of several frames the first is read, and of a TIFF's pages the one that is asked for. The header is read first: a picture that would need too much
 * memory is refused before it is decoded.
 */
import { open } from "node:fs/promises";
import type { Metadata } from "sharp";
import { InklingError } from "../base/errors.ts";
import { formatCount } from "../base/format-count.ts";
import { checkInteger, show } from "../base/guards.ts";
import { createGrayImage } from "../image/index.ts";
import type { GrayImage } from "../image/index.ts";
import { fileError } from "./file-errors.ts";
import { loadSharp, type SharpFactory } from "./load-sharp.ts";

/** A4 at 600 dpi has 35 million pixels, a large phone photo 50 million; the grey image takes a byte for each. */
const MAX_PIXELS = 64_000_000;
/** As many as `maxPixels` may allow: a grey image of 1 GiB. */
export const MOST_PIXELS = 2 ** 30;
export const MAX_FILE_BYTES = 256 * 2 ** 20;
const FORMATS = "a whole PNG, JPEG, WebP, TIFF, AVIF, GIF or SVG image";

/** How `readImage` reads. */
export interface ReadImageOptions {
  /** A picture of more pixels is refused before it is decoded; at most 2³⁰. @default 64 million */
  maxPixels?: number;
  /** What errors call the picture. @default its path, or "the image" */
  name?: string;
  /** Which page of a TIFF of several, from 0. @default 0 */
  page?: number;
}

/**
 * Reads a picture file, or its bytes, as a grey image.
 * @param source a path, or the bytes of the file
 * @throws NotFoundError if there is no such file, InklingError if it is no image, is damaged, or is larger than
 * `maxPixels` or 256 MiB, RangeError if `maxPixels` is out of range
 */
export async function readImage(
  source: string | Uint8Array,
  { maxPixels = MAX_PIXELS, name = nameOf(source), page = 0 }: ReadImageOptions = {},
): Promise<GrayImage> {
  checkInteger("maxPixels", maxPixels, 1, MOST_PIXELS);
  checkInteger("page", page, 0);
  return await withImage(source, name, (sharp, bytes) => decode(sharp, bytes, { name, maxPixels, page }));
}

/**
 * How many pages a TIFF has; 1 for all other pictures, whatever their frames.
 * @throws as `readImage`
 */
export async function countPages(
  source: string | Uint8Array,
  name: string = nameOf(source),
): Promise<number> {
  return await withImage(source, name, async (sharp, bytes) => {
    const { format, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return format === "tiff" ? pages : 1;
  });
}

function nameOf(source: string | Uint8Array): string {
  return typeof source === "string" ? source : "the image";
}

/** Does something with a picture file's bytes; whatever sharp says of them becomes an error that names the file. */
async function withImage<T>(
  source: string | Uint8Array,
  name: string,
  use: (sharp: SharpFactory, bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  const bytes = typeof source === "string" ? await readBytes(source) : source;
  checkSize(bytes.length, name);
  if (bytes.length === 0) {
    throw new InklingError({
      what: `${name} is empty`,
      expected: FORMATS,
      received: "0 bytes",
      mend: "Save or download the picture again.",
    });
  }
  const sharp = await loadSharp();
  try {
    return await use(sharp, bytes);
  } catch (error) {
    throw error instanceof InklingError ? error : notAnImage(name, bytes, error);
  }
}

/** The file's bytes; its size is checked before they are read. */
async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      checkSize((await file.stat()).size, path);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError("read", path, error);
  }
}

function checkSize(size: number, name: string): void {
  if (size <= MAX_FILE_BYTES) return;
  throw new InklingError({
    what: `${name} is too large to be read as an image`,
    expected: `at most ${MAX_FILE_BYTES / 2 ** 20} MiB`,
    received: `${Math.ceil(size / 2 ** 20)} MiB`,
    mend: "Save it smaller or compressed, for example as PNG.",
  });
}

async function decode(
  sharp: SharpFactory,
  bytes: Uint8Array,
  { name, maxPixels, page }: Required<ReadImageOptions>,
): Promise<GrayImage> {
  if (page > 0) checkPage(page, await sharp(bytes, { limitInputPixels: false }).metadata(), name);
  const { width, height } = await sharp(bytes, { limitInputPixels: false, page }).metadata();
  if (width * height > maxPixels) throw tooManyPixels(name, { width, height, maxPixels });
  // "error" refuses damaged and truncated pixels but not the harmless oddities that many scanners write.
  const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: "error", page })
    .autoOrient()
    .flatten({ background: "#ffffff" })
    .toColourspace("b-w")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return createGrayImage(info.width, info.height, data);
}

function checkPage(page: number, { pages = 1 }: Metadata, name: string): void {
  if (page < pages) return;
  throw new InklingError({
    what: `${name} has no such page`,
    expected: pages === 1 ? "page 0" : `0 to ${pages - 1}`,
    received: String(page),
  });
}

function tooManyPixels(
  name: string,
  { width, height, maxPixels }: { width: number; height: number; maxPixels: number },
): InklingError {
  return new InklingError({
    what: `${name} has too many pixels`,
    expected: `at most ${formatPixels(maxPixels)}`,
    received: `${width} × ${height}, ${formatPixels(width * height)}`,
    mend: "Scale it down or cut out the part with the digits.",
  });
}

/** Whole millions in words; anything else to the pixel, so that two numbers that differ never look alike. */
function formatPixels(count: number): string {
  return count % 1e6 === 0 ? `${count / 1e6} million` : formatCount(count);
}

function notAnImage(name: string, bytes: Uint8Array, error: unknown): InklingError {
  const start = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const reason = error instanceof Error ? error.message.trim().split("\n")[0] : show(error);
  return new InklingError({
    what: `${name} is not an image that can be read`,
    expected: FORMATS,
    received: `${bytes.length} bytes that start with ${start} (${reason})`,
    mend: "If it opens in a picture viewer, save it from there as PNG; else it is damaged: scan or download it again.",
    cause: error,
  });
}
