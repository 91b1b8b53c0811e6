import { readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InklingError, NotFoundError } from "../../src/base/errors.ts";
import { describeDataSet, toCategorical } from "../../src/data/index.ts";
import { seed as recipe } from "../../src/nn/recipes/seed.ts";
import { drawInk } from "../../src/ink/index.ts";
import { providePlatform } from "../../src/nn/index.ts";
import { loadInk, loadInkModel, loadMnist, streamInk } from "../../src/node/index.ts";
import { nodePlatform } from "../../src/node/node-platform.ts";
import { describeWithMnist } from "../mnist.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const MODEL = new URL("../../models/ink.safetensors", import.meta.url);

// Importing Node's room provided a platform whose worker is not compiled; tests train in the built one.
providePlatform(nodePlatform(new URL("../../dist/bundle/training-worker.js", import.meta.url)));

const inFolder = useTemporaryFolder();

describe("the built-in data set", () => {
  test("comes from a model of at most 400 kB", () => {
    expect(statSync(MODEL).size).toBeLessThanOrEqual(400_000);
  });

  test("looks like MNIST to statistics: as much ink, as bright", async () => {
    const { nonZeroShare, mean, standardDeviation } = describeDataSet(await loadInk({ count: 5000 }));
    // MNIST's training set: 19.1 % of the pixels, mean 0.1307, standard deviation 0.3081.
    expect(nonZeroShare).toBeCloseTo(0.191, 1);
    expect(mean).toBeCloseTo(0.1307, 1);
    expect(standardDeviation).toBeCloseTo(0.3081, 1);
  });

  test("is streamed in batches that are the same images", async () => {
    const drawn = await loadInk({ count: 250, seed: 3 });
    const pixels: Uint8Array[] = [];
    for await (const { images } of streamInk({ count: 250, seed: 3, batchSize: 90 }))
      pixels.push(images.data);
    expect(pixels.map(({ length }) => length / 784)).toEqual([90, 90, 70]);
    expect(Buffer.concat(pixels).equals(drawn.images.data)).toBe(true);
  });

  test.each([
    ["cut short", (bytes: Uint8Array) => bytes.subarray(0, 1000)],
    ["another file", () => new TextEncoder().encode("<html>")],
    ["empty", () => new Uint8Array(0)],
  ])("is not drawn from a model that is %s", async (_, damage) => {
    writeFileSync(inFolder("ink.safetensors"), damage(readFileSync(MODEL)));
    const error: unknown = await loadInkModel(inFolder("ink.safetensors")).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InklingError);
    expect(String(error)).toContain("ink.safetensors");
  });

  test("says where it looked for a model that is not there", async () => {
    await expect(loadInkModel(inFolder("none"))).rejects.toThrow(NotFoundError);
  });
});

describeWithMnist("a network trained on the built-in data set", () => {
  test("reads MNIST's test set: at least 95 % right", async () => {
    const ink = drawInk(await loadInkModel(MODEL.pathname));
    const { test: real } = await loadMnist();
    const network = recipe.build(1, 0);
    const { epochs, batchSize } = recipe;
    await network.fit(ink.images, toCategorical(ink.labels), { epochs, batchSize, seed: 1, verbose: 0 });
    const { accuracy } = await network.evaluate(real.images, toCategorical(real.labels), { verbose: 0 });
    expect(accuracy).toBeGreaterThan(0.95);
  }, 60_000);
});
