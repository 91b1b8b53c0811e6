/** Runs examples/02-augment-digits.ts as its readers would. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { main } from "../examples/02-augment-digits.ts";
import { describeWithMnist } from "./mnist.ts";

describeWithMnist("examples/02-augment-digits.ts", () => {
  test("saves the picture of docs/, a PNG that fits a page", async () => {
    const folder = await mkdtemp(join(tmpdir(), "inkling-augment-"));
    try {
      const path = join(folder, "augmentation.png");
      const png = await main({ path });
      expect(await readFile(path)).toEqual(Buffer.from(png));
      expect(Array.from(png.subarray(0, 4))).toEqual([0x89, 0x50, 0x4e, 0x47]);
      expect(png.length).toBeLessThan(60_000);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
