/**
 * Data sets from pictures: one sub-folder a class, named after it, holding that class's images. They are read as
 * grey images and brought to one size by area.
 */
import { readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { NotFoundError } from "../base/errors.ts";
import { checkInteger } from "../base/guards.ts";
import type { DataSet } from "../data/data-set.ts";
import { MAX_CLASSES, PIXEL_SCALE } from "../data/data-set.ts";
import { resizeArea } from "../image/index.ts";
import { fileError } from "./file-errors.ts";
import { readImage } from "./read-image.ts";

/** How `loadImageFolder` reads. */
export interface LoadImageFolderOptions {
  /** Height and width every image is brought to, in pixels. @default [28, 28] */
  size?: readonly [height: number, width: number];
  /** @default the folder's name */
  name?: string;
}

const EXTENSIONS = new Set([".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".avif"]);

/** Pictures decoded at a time: sharp works them off in its own threads, and each may need up to 64 MB. */
const BATCH = 4;

/** "9" comes before "10". Made when it is wanted: Intl takes 14 ms to begin with. */
function naturalOrder(): (a: string, b: string) => number {
  return new Intl.Collator("en", { numeric: true }).compare;
}

/**
 * Reads the images of class folders; class names are the folders' names in natural order.
 * Pixels are taken as they are: white paper stays white. Transparent ones become white.
 * @throws NotFoundError if the folder or its images are not there, InklingError naming an image that is none,
 * RangeError if the size is out of range.
 */
export async function loadImageFolder(
  folder: string,
  { size: [height, width] = [28, 28], name = basename(folder) }: LoadImageFolderOptions = {},
): Promise<DataSet> {
  checkInteger("size[0] (height)", height, 1, 4096);
  checkInteger("size[1] (width)", width, 1, 4096);
  const { classNames, files } = await listImages(folder);
  const pixels = height * width;
  const data = new Uint8Array(files.length * pixels);
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH);
    const decoded = await Promise.all(batch.map(({ path }) => readImage(path)));
    decoded.forEach((image, i) => data.set(resizeArea(image, width, height).data, (start + i) * pixels));
  }
  return {
    name,
    images: { data, shape: [files.length, height, width], scale: PIXEL_SCALE },
    labels: Uint8Array.from(files, ({ label }) => label),
    classNames,
  };
}

interface LabelledFile {
  path: string;
  label: number;
}

/** Every class folder's images, class by class, in natural order. */
async function listImages(folder: string): Promise<{ classNames: string[]; files: LabelledFile[] }> {
  const entries = await list(folder);
  const classNames = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort(naturalOrder());
  if (classNames.length < 1 || classNames.length > MAX_CLASSES) {
    throw new NotFoundError({
      what: `${folder} is not a folder of class folders`,
      expected: `1 to ${MAX_CLASSES} sub-folders, one a class`,
      received: `${classNames.length}`,
      mend: `Put the images of each class in a sub-folder named after it, as in ${join(folder, "7", "a.png")}.`,
    });
  }
  const files: LabelledFile[] = [];
  for (const [label, name] of classNames.entries()) {
    const inClass = (await list(join(folder, name))).filter(
      (entry) =>
        (entry.isFile() || entry.isSymbolicLink()) && EXTENSIONS.has(extname(entry.name).toLowerCase()),
    );
    if (inClass.length === 0) throw noImages(join(folder, name));
    const sorted = inClass.map((entry) => entry.name).sort(naturalOrder());
    for (const file of sorted) files.push({ path: join(folder, name, file), label });
  }
  return { classNames, files };
}

async function list(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw fileError("read", folder, error);
  }
}

function noImages(folder: string): NotFoundError {
  return new NotFoundError({
    what: `${folder} holds no images`,
    expected: `files ending in ${[...EXTENSIONS].join(", ")}`,
    mend: "Every sub-folder is a class: put its images there, or remove it.",
  });
}
