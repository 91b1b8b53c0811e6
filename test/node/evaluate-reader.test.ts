import { describe, expect, test } from "vitest";
import { createGrayImage } from "../../src/image/index.ts";
import { evaluateReader } from "../../src/node/evaluate-reader.ts";
import { loadDigitReader } from "../../src/node/load-digit-reader.ts";
import { loadReadingSet } from "../../src/node/load-reading-set.ts";
import type { ReadingSet } from "../../src/node/load-reading-set.ts";
import { saveKnownModel } from "../cli/model-file.ts";
import { writeSmallSet } from "./small-set.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const inFolder = useTemporaryFolder();

async function readerOfSevens() {
  await saveKnownModel(inFolder("sevens.h5"));
  return await loadDigitReader(inFolder("sevens.h5"));
}

/** A set of images of nothing. */
function blankSet(labels: (string | undefined)[]): ReadingSet & { asked: number[] } {
  const asked: number[] = [];
  return {
    name: "blanks",
    count: labels.length,
    labels,
    files: labels.map((_, i) => `${i}.png`),
    asked,
    async *images(indices = Array.from(labels.keys())) {
      for (const index of indices) {
        asked.push(index);
        yield await Promise.resolve(createGrayImage(8, 8));
      }
    },
  };
}

describe("evaluateReader", () => {
  test("counts a reader that always says 7", async () => {
    writeSmallSet(inFolder("small"));
    const { summary, readings, leftOut, separation } = await evaluateReader(
      await readerOfSevens(),
      await loadReadingSet(inFolder("small")),
    );
    // The two 7s, and the blank image that is rejected.
    expect(summary.accuracy).toMatchObject({ right: 3, of: 5 });
    expect(summary.accuracyAccepted).toMatchObject({ right: 2, of: 4 });
    expect(summary).toMatchObject({ digits: 3, notDigits: 2, rejected: 1, notDigitsAccepted: 1 });
    expect(readings.map(({ index, file, label }) => [index, file, label])).toEqual([
      [0, "0", 7],
      [1, "1", 7],
      [2, "2", 3],
      [3, "3", undefined],
      [4, "4", undefined],
    ]);
    expect(leftOut).toBe(0);
    // It gives every image the same energy, which tells nothing from nothing.
    expect(separation).toEqual({ auroc: 0.5, fpr95: 1 });
  });

  test("leaves numbers of several digits out without decoding them, and says how many", async () => {
    const set = blankSet(["12", "7", "007", undefined]);
    const { summary, leftOut, readings } = await evaluateReader(await readerOfSevens(), set);
    expect({ count: summary.count, leftOut, asked: set.asked }).toEqual({
      count: 2,
      leftOut: 2,
      asked: [1, 3],
    });
    expect(readings.map(({ index, file }) => [index, file])).toEqual([
      [1, "1.png"],
      [3, "3.png"],
    ]);
  });

  test("tells digits from other things only where the set holds both", async () => {
    const reader = await readerOfSevens();
    expect((await evaluateReader(reader, blankSet(["7", "8"]))).separation).toBeUndefined();
    expect((await evaluateReader(reader, blankSet([undefined]))).separation).toBeUndefined();
  });

  test("reports its progress batch by batch", async () => {
    const seen: number[] = [];
    const set = blankSet(new Array<string>(300).fill("1"));
    await evaluateReader(await readerOfSevens(), set, (read) => seen.push(read));
    expect(seen.at(-1)).toBe(300);
    expect(seen.length).toBeGreaterThan(1);
  });

  test("refuses a set of nothing but numbers of several digits", async () => {
    await expect(evaluateReader(await readerOfSevens(), blankSet(["12"]))).rejects.toThrow(
      /blanks holds no single digits: expected labels 0 to 9.*received 1 whole/,
    );
  });
});
