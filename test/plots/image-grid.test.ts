import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { misreadGrid } from "../../src/plots/misread-grid.ts";
import { pngDataUri } from "../../src/plots/png-data-uri.ts";
import { sampleGrid } from "../../src/plots/sample-grid.ts";
import { blots, document, expectStandalone, textsOf } from "./svg.ts";

const images = blots(40);
const labels = Array.from({ length: 40 }, (_, i) => (i * 7) % 10);

describe("pngDataUri", () => {
  test("is a PNG that another decoder reads back pixel for pixel", async () => {
    const pixels = Uint8Array.from({ length: 15 }, (_, i) => (i * 37) % 256);
    const [head, base64] = pngDataUri(pixels, { width: 5, height: 3 }).split(",");
    expect(head).toBe("data:image/png;base64");
    const { data, info } = await sharp(Buffer.from(base64, "base64"))
      .toColourspace("b-w")
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([5, 3, 1]);
    expect([...data]).toEqual([...pixels]);
  });
});

describe("sampleGrid", () => {
  test("draws images over their labels", async () => {
    const svg = sampleGrid(images, labels, { document, count: 12, columns: 6, title: "Blots" });
    expectStandalone(svg);
    expect(svg.length).toBeLessThan(16_000);
    await expect(svg).toMatchFileSnapshot("__snapshots__/samples.svg");
  });

  test("draws ink dark on white, as another decoder sees it", async () => {
    const svg = sampleGrid(images, labels, { document, indices: [2] });
    const base64 = /base64,([^"]+)"/.exec(svg)?.[1] ?? "";
    const shown = await sharp(Buffer.from(base64, "base64")).toColourspace("b-w").raw().toBuffer();
    expect([...shown]).toEqual([...images.data.subarray(2 * 784, 3 * 784)].map((ink) => 255 - ink));
  });

  test("shows the images that are asked for under the names that are given", () => {
    const names = Array.from({ length: 10 }, (_, i) => `class ${i}`);
    const texts = textsOf(sampleGrid(images, labels, { document, indices: [39, 1], names }));
    expect(texts).toEqual(["Samples", "2 of 40 images with their labels", "class 3", "class 7"]);
  });

  test("an index without an image, labels that do not fit and a wrong shape are refused", () => {
    expect(() => sampleGrid(images, labels, { document, indices: [40] })).toThrow(
      "image 40 does not exist: expected an index from 0 to 39, received 40.",
    );
    expect(() => sampleGrid(images, [1], { document })).toThrow("images and labels differ in number");
    const flat = { data: images.data, shape: [40, 784] };
    expect(() => sampleGrid(flat, labels, { document })).toThrow("the images have the wrong shape");
  });
});

describe("misreadGrid", () => {
  const misreads = [
    { index: 3, truth: 1, predicted: 7, probability: 0.9999 },
    { index: 9, truth: 3, predicted: 5, probability: 0.974 },
    { index: 30, truth: 4, predicted: 9, probability: 0.41 },
  ];

  test("draws images over truth, prediction and probability", async () => {
    const svg = misreadGrid(images, misreads, { document });
    expectStandalone(svg);
    await expect(svg).toMatchFileSnapshot("__snapshots__/misreads.svg");
  });

  test("never calls a wrong answer 100 % sure", () => {
    expect(textsOf(misreadGrid(images, misreads, { document, count: 2 }))).toEqual([
      "Misread images",
      "The 2 most confident of 3 mistakes in 40 images: true → read",
      ...["1 → 7", "3 → 5"],
      ...["99 % · #3", "97 % · #9"],
    ]);
  });

  test("says so in words when nothing was misread", () => {
    const svg = misreadGrid(images, [], { document });
    expectStandalone(svg);
    expect(textsOf(svg)).toEqual([
      "Misread images",
      "Nothing was misread: all 40 images were read as they are labelled.",
    ]);
  });
});
