import { readFileSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { loadIdx, loadInk } from "../../src/node/index.ts";
import { describeWithMnist } from "../mnist.ts";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { inkling, jsonLines, type Ended } from "./run-inkling.ts";

const NO_NETWORK = new URL("../node/children/no-network.mjs", import.meta.url);

const inFolder = useTemporaryFolder();

/** Runs a command as on a bare machine: no MNIST named, none in a cache, no network. */
async function onBareMachine(...args: string[]): Promise<Ended> {
  const home = inFolder("home");
  const env = {
    INKLING_DATA: undefined,
    HOME: home,
    USERPROFILE: home,
    XDG_CACHE_HOME: undefined,
    LOCALAPPDATA: undefined,
    NODE_OPTIONS: `--import=${NO_NETWORK.href}`,
  };
  return await inkling(args, { cwd: inFolder(), env });
}

describe("on a bare machine", () => {
  test("the notebook does its whole job with Inkling's own digits, and says so, why, and how to get MNIST", async () => {
    const { status, stdout } = await onBareMachine("notebook");
    expect(status).toBe(0);
    expect(stdout).toContain("These are not MNIST's images, but digits that Inkling draws itself.");
    expect(stdout).toContain("MNIST was not found");
    expect(stdout).toContain("there is no network here");
    expect(stdout).toContain("name it with INKLING_DATA=FOLDER or --data FOLDER");
    expect(stdout).toMatch(/^Data +Inkling's own digits, to test on$/m);
    const report = JSON.parse(readFileSync(inFolder("inkling-out/report.json"), "utf8")) as {
      dataset: string;
      accuracy: number;
    };
    expect(report.dataset).toBe("ink");
    expect(report.accuracy).toBeGreaterThan(0.9);
    expect(readdirSync(inFolder("inkling-out"))).toHaveLength(13);
  }, 120_000);

  test("a training that was not told to use them fails, and names them", async () => {
    const { status, stderr } = await onBareMachine("train", "--no-download");
    expect(status).toBe(1);
    expect(stderr).toContain("MNIST was not found");
    expect(stderr).toContain("--dataset ink");
  });

  test("a training on them works, and is not on MNIST", async () => {
    const args = ["--dataset", "ink", "--recipe", "seed", "--epochs", "2", "--save", "model.h5", "--json"];
    const { status, stdout, stderr } = await onBareMachine("train", ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(jsonLines(stdout).at(-1)).toMatchObject({ event: "done", model: "model.h5" });
    const evaluated = await onBareMachine("evaluate", "model.h5", "--dataset", "ink");
    expect(evaluated.stdout).toMatch(/^Data +Inkling's own digits, to test on$/m);
    const report = await onBareMachine("report", "model.h5", "--dataset", "ink", "--set", "test");
    expect(report.status).toBe(0);
  }, 60_000);

  test.each([
    ["info", ["data", "info", "--dataset", "ink"], /images +60,000 +10,000/],
    ["show", ["show", "--index", "3", "--dataset", "ink"], /label/],
    ["plot samples", ["plot", "samples", "--dataset", "ink", "--out", "s.png"], /Saved s\.png/],
  ])("inkling %s takes them", async (_, args, printed) => {
    const { status, stdout, stderr } = await onBareMachine(...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(printed);
  });
});

describe("inkling data ink", () => {
  test("draws a hundred of them into a picture", async () => {
    const { status, stdout } = await onBareMachine("data", "ink", "--grid", "ink.png");
    expect(status).toBe(0);
    expect(stdout).toContain("they are not MNIST");
    expect(stdout).toContain("Saved ink.png");
    const { width, height } = await sharp(inFolder("ink.png")).metadata();
    expect(Math.min(width, height)).toBeGreaterThan(300);
  });

  test("writes IDX files that hold what loadInk draws", async () => {
    const { status } = await onBareMachine(
      "data",
      "ink",
      "--count",
      "2345",
      "--seed",
      "7",
      "--out",
      "digits",
    );
    expect(status).toBe(0);
    const set = await loadIdx(inFolder("digits/images-idx3-ubyte"), inFolder("digits/labels-idx1-ubyte"));
    const drawn = await loadInk({ count: 2345, seed: 7 });
    expect(set.images).toEqual(drawn.images);
    expect(set.labels).toEqual(drawn.labels);
    expect(readdirSync(inFolder("digits"))).toHaveLength(2);
  });

  test("prints counts and statistics where no file is asked for", async () => {
    const { stdout } = await onBareMachine("data", "ink", "--count", "500");
    expect(stdout).toMatch(/images +500/);
    expect(stdout).toContain("--grid FILE");
  });

  test.each([
    ["count of 0", ["--count", "0"], 2, /whole number of at least 1/],
    ["seed beyond 2^53", ["--seed", "9007199254740993"], 2, /whole number/],
    ["plot of no known format", ["--grid", "ink.gif"], 2, /\.svg or \.png/],
    ["folder that is a file", ["--out", pathToFileURL("/dev/null").pathname], 1, /cannot be written/],
  ])("refuses a %s", async (_, args, expected, message) => {
    const { status, stderr } = await onBareMachine("data", "ink", ...args);
    expect(status).toBe(expected);
    expect(stderr).toMatch(message);
  });

  test("fetching is for MNIST alone", async () => {
    const { status, stderr } = await onBareMachine("data", "fetch", "--dataset", "ink");
    expect(status).toBe(2);
    expect(stderr).toContain("unknown option");
  });

  test("--dataset ink and --data together are a usage error", async () => {
    const { status, stderr } = await onBareMachine("train", "--dataset", "ink", "--data", "somewhere");
    expect(status).toBe(2);
    expect(stderr).toContain("either --dataset ink or --data");
  });
});

describeWithMnist("where MNIST is", () => {
  test("the notebook takes it", async () => {
    const { status, stdout } = await inkling(["notebook", "--epochs", "1"], { cwd: inFolder() });
    expect(status).toBe(0);
    expect(stdout).not.toContain("These are not MNIST's images");
    const report = JSON.parse(readFileSync(inFolder("inkling-out/report.json"), "utf8")) as {
      dataset: string;
    };
    expect(report.dataset).toBe("mnist");
  }, 60_000);
});
