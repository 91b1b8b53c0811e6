/** Readings that are sure stay what they are, whatever pictures go through; and what is no digit is not accepted. */
import { beforeAll, describe, expect, test } from "vitest";
import type { DataSet } from "../../src/data/index.ts";
import type { GrayImage } from "../../src/image/index.ts";
import { loadDigitReader, loadInk, loadMnist } from "../../src/node/index.ts";
import type { DigitReader } from "../../src/reader/index.ts";
import { describeWithMnist, mnistFolder } from "../mnist.ts";
import { NO_DIGITS } from "./no-digits.ts";
import { SPOILS } from "./spoil-picture.ts";

const COUNT = 300;
const SURE = 0.99;
const STAYS = 0.98;
/** Shares of what is no digit that may be accepted, where it is not one percent: a printed a is a 2 to the network. */
const LIMITS: Readonly<Record<string, number>> = { "printed letters": 0.04 };

let reader: DigitReader;
beforeAll(async () => {
  reader = await loadDigitReader();
});

function picturesOf({ images }: DataSet, count: number): GrayImage[] {
  return Array.from({ length: count }, (_, n) => ({
    width: 28,
    height: 28,
    data: images.data.slice(n * 784, (n + 1) * 784),
  }));
}

/** The share of the sure readings that name the same digit when their picture is spoilt. */
async function shareThatStays(pictures: GrayImage[], spoil: string): Promise<number> {
  const before = reader.readMany(pictures);
  const sure = pictures.filter((_, n) => before[n].probability > SURE);
  expect(sure.length).toBeGreaterThan(pictures.length / 2);
  const digits = before.filter(({ probability }) => probability > SURE).map(({ digit }) => digit);
  const after = reader.readMany(
    await Promise.all(sure.map(async (picture, n) => await SPOILS[spoil](picture, n))),
  );
  return after.filter(({ digit }, n) => digit === digits[n]).length / sure.length;
}

describe("a sure reading of a drawn digit", () => {
  test.each(Object.keys(SPOILS))("stays %s", async (spoil) => {
    const pictures = picturesOf(await loadInk({ count: COUNT, seed: 3 }), COUNT);
    expect(await shareThatStays(pictures, spoil)).toBeGreaterThanOrEqual(STAYS);
  });
});

describeWithMnist("a sure reading of MNIST's", () => {
  test.each(Object.keys(SPOILS))("stays %s", async (spoil) => {
    const { test: set } = await loadMnist({ data: mnistFolder(), download: false });
    expect(await shareThatStays(picturesOf(set, COUNT), spoil)).toBeGreaterThanOrEqual(STAYS);
  });
});

describe("what is no digit", () => {
  test.each(Object.keys(NO_DIGITS))("is not accepted: %s", async (kind) => {
    const readings = reader.readMany(await NO_DIGITS[kind]());
    const accepted = readings.filter(({ decision }) => decision === "accept").length;
    expect(readings.length).toBeGreaterThanOrEqual(10);
    expect(accepted / readings.length).toBeLessThanOrEqual(LIMITS[kind] ?? 0.01);
  });

  test("is said to be blank where nothing is written", async () => {
    for (const { decision, reasons } of reader.readMany(await NO_DIGITS["blank paper"]())) {
      expect([decision, reasons]).toEqual(["reject", ["blank"]]);
    }
  });
});
