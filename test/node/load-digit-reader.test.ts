import { readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { InklingError, NotFoundError } from "../../src/base/errors.ts";
import { loadDigitReader, loadInk, readDigit, readImage } from "../../src/node/index.ts";
import { checkGoldens } from "../../src/reader/index.ts";
import { saveKnownModel } from "../cli/model-file.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const inFolder = useTemporaryFolder();

describe("the reader that comes with Inkling", () => {
  test("says what it said when it was made, to the last bit", async () => {
    const { model } = await loadDigitReader();
    expect(checkGoldens(model)).toEqual({ count: 10, largestDifference: 0, passed: true });
  });

  test("is loaded once", async () => {
    expect(await loadDigitReader()).toBe(await loadDigitReader());
  });

  test("reads nearly all of the digits that Inkling draws", async () => {
    const { images, labels } = await loadInk({ count: 500, seed: 8 });
    const reader = await loadDigitReader();
    const pictures = Array.from(labels, (_, n) => ({
      width: 28,
      height: 28,
      data: images.data.slice(n * 784, (n + 1) * 784),
    }));
    const right = reader.readMany(pictures).filter(({ digit }, n) => digit === labels[n]).length;
    // Some drawn digits are nobody's: the notebook's network reads 91.6 % of them (models/ink.md).
    expect(right / labels.length).toBeGreaterThan(0.92);
  });

  test("reads a file, its bytes and its pixels alike", async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="120"><rect width="90" height="120" fill="#fff"/>
      <path d="M45 20 V100" stroke="#234" stroke-width="9"/></svg>`;
    const path = inFolder("one.png");
    writeFileSync(path, await sharp(Buffer.from(svg)).png().toBuffer());
    const reading = await readDigit(path);
    expect([reading.digit, reading.decision]).toEqual([1, "accept"]);
    expect(await readDigit(new Uint8Array(readFileSync(path)))).toEqual(reading);
    expect(await readDigit(await readImage(path))).toEqual(reading);
  });
});

describe("another reader", () => {
  test("is any model of ten digits", async () => {
    const path = inFolder("model.h5");
    await saveKnownModel(path);
    const { model } = await loadDigitReader(path);
    expect(model.facts).toBeUndefined();
  });

  test("that is not there, or is none, is an error", async () => {
    await expect(loadDigitReader(inFolder("nowhere.h5"))).rejects.toBeInstanceOf(NotFoundError);
    writeFileSync(inFolder("text.safetensors"), "not a model");
    await expect(loadDigitReader(inFolder("text.safetensors"))).rejects.toBeInstanceOf(InklingError);
  });
});
