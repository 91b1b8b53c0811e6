import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { InklingError, NotFoundError } from "../../src/base/errors.ts";
import { encodeIdx } from "../../src/data/index.ts";
import type { GrayImage } from "../../src/image/index.ts";
import { loadReadingSet } from "../../src/node/load-reading-set.ts";
import type { ReadingSet } from "../../src/node/load-reading-set.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const inFolder = useTemporaryFolder();

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(inFolder(path)), { recursive: true });
  writeFileSync(inFolder(path), content);
}

/** A picture of one grey, 2 × 3. */
async function writePicture(path: string, grey: number): Promise<void> {
  const raw = { width: 2, height: 3, channels: 1 } as const;
  write(path, await sharp(new Uint8Array(6).fill(grey), { raw }).toFormat("png").toBuffer());
}

async function imagesOf(set: ReadingSet, indices?: readonly number[]): Promise<GrayImage[]> {
  const images: GrayImage[] = [];
  for await (const image of set.images(indices)) images.push(image);
  return images;
}

const idx = (shape: number[], bytes: readonly number[]): Uint8Array =>
  encodeIdx({ data: Uint8Array.from(bytes), shape });

describe("a folder with labels.csv", () => {
  test("gives labels and images in the list's order, whatever editor wrote it", async () => {
    for (const [i, name] of ["a.png", "in/b, c.png", "d.png", "e.png", "f.png", "g.png"].entries()) {
      await writePicture(`scans/${name}`, 10 * i);
    }
    write(
      "scans/labels.csv",
      '\uFEFFfile,label\r\na.png,7\r\n"in/b, c.png",-\r\nd.png,1024\r\ne.png,x\r\nf.png, 0 \r\n"g.png","007"\r\n',
    );
    const set = await loadReadingSet(inFolder("scans"));
    expect(set).toMatchObject({ name: "scans", count: 6 });
    expect(set.labels).toEqual(["7", undefined, "1024", undefined, "0", "007"]);
    expect(set.files).toEqual(["a.png", "in/b, c.png", "d.png", "e.png", "f.png", "g.png"]);
    const images = await imagesOf(set);
    expect(images.map(({ width, height, data }) => [width, height, data[0]])).toEqual(
      [0, 10, 20, 30, 40, 50].map((grey) => [2, 3, grey]),
    );
    expect((await imagesOf(set, [4, 0])).map(({ data }) => data[0])).toEqual([40, 0]);
  });

  test("takes its two columns wherever they are", async () => {
    await writePicture("a.png", 1);
    write("labels.csv", "writer,Label,File\nA. N. Other,3,a.png\n");
    expect(await loadReadingSet(inFolder())).toMatchObject({ labels: ["3"], files: ["a.png"] });
  });

  test("names the line of an image that is not there, and of one without a label", async () => {
    await writePicture("a.png", 1);
    write("labels.csv", "file,label\na.png,1\n\nb.png,2\n");
    const missing = loadReadingSet(inFolder());
    await expect(missing).rejects.toBeInstanceOf(NotFoundError);
    await expect(missing).rejects.toThrow(
      /labels\.csv, line 4, names an image that is not there: expected a file .*b\.png, received nothing.*\. Correct the name/,
    );
    write("labels.csv", "file,label\na.png\n");
    await expect(loadReadingSet(inFolder())).rejects.toThrow(/line 2, is not complete: .* received "a\.png"/);
  });

  test.each([
    [
      "",
      /has not the columns of a list of images: expected a first line "file,label", received an empty file/,
    ],
    ["file;label\na.png;1\n", /received "file;label"\. Name the columns in the first line.*commas/],
    ["a.png,1\n", /received "a\.png,1"/],
    ["file,label\n\n", /lists no images: .* received the header alone/],
  ])("refuses the list %j", async (text, message) => {
    write("labels.csv", text);
    await expect(loadReadingSet(inFolder())).rejects.toThrow(message);
    await expect(loadReadingSet(inFolder())).rejects.toBeInstanceOf(InklingError);
  });
});

describe("a folder with a pair of IDX files", () => {
  const images = idx([3, 1, 2], [1, 2, 3, 4, 5, 6]);
  const labels = idx([3], [9, 255, 10]);

  test.each([
    ["images-idx3-ubyte", "labels-idx1-ubyte", false],
    ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", true],
    ["mine-images.idx3-ubyte", "mine-labels.idx1-ubyte", false],
  ])("%s: images of any size, and labels above 9 for what is no digit", async (first, second, gzipped) => {
    write(`set/${first}`, gzipped ? gzipSync(images) : images);
    write(`set/${second}`, gzipped ? gzipSync(labels) : labels);
    const set = await loadReadingSet(inFolder("set"));
    expect(set).toMatchObject({ name: "set", count: 3, labels: ["9", undefined, undefined] });
    expect(set.files).toEqual(["0", "1", "2"]);
    const read = await imagesOf(set);
    expect(read.map(({ width, height, data }) => [width, height, ...data])).toEqual([
      [2, 1, 1, 2],
      [2, 1, 3, 4],
      [2, 1, 5, 6],
    ]);
    expect((await imagesOf(set, [2])).map(({ data }) => data[0])).toEqual([5]);
  });

  test("several pairs are refused, a file beside its gzipped copy is one", async () => {
    write("t10k-images-idx3-ubyte", images);
    write("t10k-labels-idx1-ubyte", labels);
    write("t10k-labels-idx1-ubyte.gz", gzipSync(labels));
    expect((await loadReadingSet(inFolder())).count).toBe(3);
    write("train-images-idx3-ubyte", images);
    write("train-labels-idx1-ubyte", labels);
    await expect(loadReadingSet(inFolder())).rejects.toThrow(/holds several sets: .*received 2 pairs/);
  });

  test("files of different counts, and those without an image, are refused", async () => {
    write("images-idx3-ubyte", images);
    write("labels-idx1-ubyte", idx([2], [1, 2]));
    await expect(loadReadingSet(inFolder())).rejects.toThrow(/a label for each of the 3 images, received 2/);
    write("images-idx3-ubyte", idx([0, 28, 28], []));
    write("labels-idx1-ubyte", idx([0], []));
    await expect(loadReadingSet(inFolder())).rejects.toThrow(
      /holds no images: .*received shape \(0, 28, 28\)/,
    );
  });
});

describe("a folder with neither", () => {
  test("is told what is missing", async () => {
    mkdirSync(inFolder("empty"));
    await expect(loadReadingSet(inFolder("empty"))).rejects.toThrow(
      /empty is not a set of handwriting: expected labels\.csv beside images, or images-idx3-ubyte .*received no files\. Write a labels\.csv/,
    );
    write("half/images-idx3-ubyte", "");
    await expect(loadReadingSet(inFolder("half"))).rejects.toThrow(/received images-idx3-ubyte\./);
  });

  test("that is not there at all is NotFound", async () => {
    const nowhere = loadReadingSet(inFolder("nowhere"));
    await expect(nowhere).rejects.toBeInstanceOf(NotFoundError);
    await expect(nowhere).rejects.toThrow(/nowhere cannot be read: received there is no such file or folder/);
  });
});
