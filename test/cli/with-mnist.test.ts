import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sliceDataSet } from "../../src/data/index.ts";
import { loadMnist, loadModel } from "../../src/node/index.ts";
import { describeWithMnist } from "../mnist.ts";
import { saveKnownModel } from "./model-file.ts";
import { ended, inkling, jsonLines, startInkling } from "./run-inkling.ts";

/** One folder and one trained model for the whole file, since every training costs seconds. */
let folder = "";
let trained: Record<string, unknown>[] = [];
const inFolder = (...names: string[]): string => join(folder, ...names);

/** Runs a command in the folder; it must succeed and be silent on standard error. */
async function run(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await inkling(args, { cwd: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describeWithMnist("on real MNIST", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "inkling-cli-"));
    await saveKnownModel(inFolder("known.h5"));
    await saveKnownModel(inFolder("uncompiled.h5"), { compiled: false });
    trained = jsonLines(await run("train", "--recipe", "seed", "--epochs", "3", "--out", "run", "--json"));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe("inkling train", () => {
    test("--json tells of the start, of each epoch and of the end", () => {
      expect(trained.map(({ event }) => event)).toEqual(["start", "epoch", "epoch", "epoch", "done"]);
      expect(trained[0]).toEqual({
        event: "start",
        ...{ recipe: "seed", epochs: 3, batchSize: 128, seed: 1 },
        ...{ parameters: 27562, trainCount: 60000, testCount: 10000 },
      });
      expect(Object.keys(trained[1])).toEqual(["event", "epoch", "accuracy", "loss", "seconds"]);
      expect(trained.slice(1, 4).map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    });

    test("its last line holds test figures, times, the weights' SHA-256 and the model's path", async () => {
      const done = trained[4] as { epochSeconds: number[]; seconds: number } & Record<string, unknown>;
      const { epochSeconds, seconds, weightsSha256 } = done;
      const keys = ["event", "accuracy", "loss", "seconds", "epochSeconds", "weightsSha256", "model"];
      expect(Object.keys(done)).toEqual(keys);
      // Keras reaches 0.90 to 0.92 with this recipe in three epochs.
      expect(done["accuracy"]).toBeGreaterThan(0.88);
      expect(epochSeconds).toHaveLength(3);
      expect(seconds).toBeGreaterThan(epochSeconds.reduce((sum, each) => sum + each, 0));
      expect(done["model"]).toBe(join("run", "model.h5"));
      expect(await (await loadModel(inFolder("run", "model.h5"))).weightsSha256()).toBe(weightsSha256);
    });

    test("--out fills a folder with the model, its history and its plots", () => {
      const plots = ["confusion", "history", "misread"].flatMap((name) => [`${name}.png`, `${name}.svg`]);
      expect(readdirSync(inFolder("run")).sort()).toEqual([...plots, "history.csv", "model.h5"].sort());
      const csv = readFileSync(inFolder("run", "history.csv"), "utf8").split("\r\n");
      expect(csv[0]).toBe("epoch,accuracy,loss,val_accuracy,val_loss");
      expect(csv).toHaveLength(1 + 3 + 1);
    });

    test("gives the same weights to the same seed, others to another, and saves only what is asked for", async () => {
      const hashes: string[] = [];
      for (const seed of ["4", "4", "5"]) {
        const args = ["train", "--recipe", "seed", "--epochs", "1", "--seed", seed, "--json"];
        const done = jsonLines(await run(...args)).at(-1);
        expect(done).toMatchObject({ event: "done", model: null });
        hashes.push(String(done?.["weightsSha256"]));
      }
      expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
      expect(hashes[1]).toBe(hashes[0]);
      expect(hashes[2]).not.toBe(hashes[0]);
    }, 60_000);

    test("prints settings, Keras's epoch lines and the results", async () => {
      const args = ["train", "--recipe", "seed", "--epochs", "1", "--batch-size", "500"];
      const stdout = await run(...args, "--save", "text.h5");
      expect(stdout).toMatch(/^Recipe +seed: 784-32-32-32-10, sigmoid, RMSprop/);
      expect(stdout).toMatch(/^Training +1 epoch, batches of 500, seed 1$/m);
      expect(stdout).toMatch(/^120\/120 - \d+s - \d+[mu]?s\/step - accuracy: 0\.\d{4} - loss: \d\.\d{4}$/m);
      expect(stdout).toMatch(/^Test accuracy +\d+\.\d\d % {2}\([\d,]+ of 10,000; 95 % interval \d/m);
      expect(stdout).toMatch(/^Weights' hash +[0-9a-f]{64}$/m);
      expect(stdout).toMatch(/^Saved +text\.h5$/m);
      expect(await run(...args, "--verbose", "0")).not.toContain("120/120");
    }, 60_000);

    test("stops in good order at Ctrl-C", async () => {
      const child = startInkling(
        ["train", "--recipe", "seed", "--epochs", "100000", "--save", "never.h5", "--json"],
        { cwd: folder },
      );
      // After the first epoch it is in the middle of the training.
      child.stdout.on("data", (text: Buffer | string) => {
        if (String(text).includes('"epoch":1')) child.kill("SIGINT");
      });
      const { status, stdout, stderr } = await ended(child);
      expect(status).toBe(130);
      expect(stderr).toBe("Interrupted: training stopped and no model was saved.\n");
      expect(jsonLines(stdout).some(({ event }) => event === "done")).toBe(false);
      expect(readdirSync(folder)).not.toContain("never.h5");
    });

    test("stops where the reader of its output goes", async () => {
      const child = startInkling(["train", "--recipe", "seed", "--epochs", "100000", "--json"]);
      child.stdout.once("data", () => child.stdout.destroy());
      expect(await ended(child)).toMatchObject({ status: 141, stderr: "" });
    });
  });

  describe("inkling evaluate", () => {
    test("gives loss, accuracy and count", async () => {
      const [evaluation, ...others] = jsonLines(await run("evaluate", "known.h5", "--json"));
      expect(others).toEqual([]);
      expect(Object.keys(evaluation)).toEqual(["event", "accuracy", "loss", "count"]);
      // 1,028 of the 10,000 test images are sevens, which is what the model says of all.
      expect(evaluation).toMatchObject({ event: "evaluation", accuracy: 0.1028, count: 10000 });
      expect(evaluation["loss"]).toBeCloseTo(-(0.1028 * Math.log(0.91) + 0.8972 * Math.log(0.01)), 5);
    });

    test("measures the training set, and models saved without their loss", async () => {
      const [evaluation] = jsonLines(await run("evaluate", "uncompiled.h5", "--set", "train", "--json"));
      expect(evaluation).toMatchObject({ accuracy: 6265 / 60000, count: 60000 });
    });

    test("agrees with what train said, as text", async () => {
      const accuracy = Number(trained.at(-1)?.["accuracy"]);
      const right = Math.round(accuracy * 10000).toLocaleString("en-US");
      expect(await run("evaluate", join("run", "model.h5"))).toContain(
        `Accuracy  ${(100 * accuracy).toFixed(2)} %  (${right} of 10,000; 95 % interval `,
      );
    });
  });

  describe("inkling predict", () => {
    test("reads a test image by its number", async () => {
      const stdout = await run("predict", join("run", "model.h5"), "--index", "0");
      expect(stdout).toMatch(/^MNIST test image 0, labelled 7\n/);
      expect(stdout).toMatch(/^Digit +7$/m);
    });

    test("names the numbers there are", async () => {
      const { status, stderr } = await inkling(["predict", "known.h5", "--index", "10000"], { cwd: folder });
      expect(status).toBe(2);
      expect(stderr).toBe("there is no test image 10000: expected --index from 0 to 9999, received 10000.\n");
    });

    test.each([
      ["dark on light", true],
      ["light on dark", false],
    ])("reads a picture that is %s", async (_, negate) => {
      const { test: set } = await loadMnist();
      // Images 0, 1 and 2 are labelled 7, 2 and 1.
      for (const [index, label] of [7, 2, 1].entries()) {
        const { data } = sliceDataSet(set, index, index + 1).images;
        const picture = sharp(data, { raw: { width: 28, height: 28, channels: 1 } }).resize(200, 200);
        await (negate ? picture.negate() : picture).png().toFile(inFolder("picture.png"));
        const stdout = await run("predict", join("run", "model.h5"), "picture.png", "--json");
        expect(jsonLines(stdout)).toMatchObject([{ digit: label }]);
      }
    });
  });

  describe("inkling report", () => {
    test("reports on both sets", async () => {
      const reports = jsonLines(await run("report", "known.h5", "--json"));
      expect(reports.map(({ set, count }) => [set, count])).toEqual([
        ["train", 60000],
        ["test", 10000],
      ]);
      const matrix = reports[1]["confusionMatrix"] as number[][];
      // MNIST's counts of the test digits, all taken for sevens.
      const counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
      expect(matrix).toEqual(counts.map((count) => [0, 0, 0, 0, 0, 0, 0, count, 0, 0]));
    });

    test("prints scikit-learn's layout and the matrix", async () => {
      const stdout = await run("report", "known.h5", "--set", "test");
      expect(stdout).toMatch(/^MNIST test\nAccuracy 10\.28 %/);
      expect(stdout).toContain("           7       0.10      1.00      0.19      1028\n");
      expect(stdout).toContain("predicted →");
      expect(stdout).not.toContain("MNIST train");
    });
  });

  describe("inkling plot", () => {
    test.each([["confusion"], ["misread"], ["samples"]])("draws %s", async (kind) => {
      const model = kind === "samples" ? [] : ["--model", "known.h5"];
      const count = kind === "confusion" ? [] : ["--count", "12"];
      expect(await run("plot", kind, ...model, ...count)).toBe(`Saved ${kind}.svg\n`);
      const svg = readFileSync(inFolder(`${kind}.svg`), "utf8");
      expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
      expect(svg.match(/<image /g)?.length ?? 0).toBe(kind === "confusion" ? 0 : 12);
    });
  });

  describe("inkling show and data", () => {
    test("show draws an image of MNIST", async () => {
      const stdout = await run("show", "--index", "0", "--set", "train");
      expect(stdout).toMatch(/^MNIST train image 0, labelled 5\n/);
      expect(stdout.split("\n")).toHaveLength(1 + 14 + 1);
    });

    test("data info counts images and pixels", async () => {
      const [train, test_] = jsonLines(await run("data", "info", "--json"));
      expect(train).toMatchObject({ event: "dataset", set: "train", count: 60000, height: 28, width: 28 });
      // The constants that PyTorch's examples normalise MNIST with.
      expect(train["mean"]).toBeCloseTo(0.1307, 4);
      expect(train["standardDeviation"]).toBeCloseTo(0.3081, 4);
      expect(test_).toMatchObject({ set: "test", count: 10000 });
      expect(await run("data", "info")).toMatch(/^images of 1 +6,742 +1,135$/m);
    });

    test("data fetch finds what is there already", async () => {
      const [found] = jsonLines(await run("data", "fetch", "--json"));
      expect(found).toMatchObject({ event: "data", train: 60000, test: 10000 });
      expect(await run("data", "fetch", "--no-download")).toMatch(/^MNIST is in .*60,000 images to train on/);
    });
  });
});
