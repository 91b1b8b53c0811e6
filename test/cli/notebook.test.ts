import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readImage } from "../../src/node/index.ts";
import { describeWithMnist } from "../mnist.ts";
import { inkling, jsonLines, type Ended } from "./run-inkling.ts";

const STEPS = [
  "Load the data",
  "Look at samples",
  "Preprocess: flatten, scale, one-hot",
  "Build and compile the network",
  "Train: 2 epochs, batches of 128, seed 1",
  "Evaluate on the test set",
  "Plot the history",
  "Save the model",
  "Load it back",
  "Predict both sets",
  "Classification reports",
  "Confusion matrices",
  "Misread test images",
  "Predict test image 15",
  "Read a picture",
];

describeWithMnist("inkling notebook", () => {
  let folder = "";
  let ended: Ended;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "inkling-notebook-"));
    ended = await inkling(["notebook", "--epochs", "2"], { cwd: folder });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string): string => join(folder, "inkling-out", name);
  const report = () => JSON.parse(readFileSync(file("report.json"), "utf8")) as Record<string, unknown>;

  test("does every step in order, with headings and times", () => {
    const { status, stdout, stderr } = ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const headings = [...stdout.matchAll(/^── (\d+)\. (.*?) ─+$/gm)];
    expect(headings.map(([, , title]) => title)).toEqual(STEPS);
    expect(headings.map(([, number]) => Number(number))).toEqual(STEPS.map((_, i) => i + 1));
    expect(stdout.match(/^\(\d+\.\d+ s\)$/gm)).toHaveLength(STEPS.length);
  });

  test("prints what the notebook prints", () => {
    const { stdout } = ended;
    expect(stdout).toContain("x_train           (60000, 28, 28) uint8");
    expect(stdout).toContain("the first label, 5 → [0 0 0 0 0 1 0 0 0 0]");
    expect(stdout).toContain(" Total params: 27,562 (107.66 KB)");
    expect(stdout).toMatch(/^469\/469 - \d+s - \d+[mu]s\/step - accuracy: .* - val_loss: \d\.\d{4}$/m);
    expect(stdout).toContain("First 20 labels     7 2 1 0 4 1 4 9 5 9 0 6 9 0 1 5 9 7 3 4");
    expect(stdout).toContain("the same, bit for bit");
    expect(stdout).toContain("Test image 15, labelled 5:");
  });

  test("leaves its files, and lists them", () => {
    const { files } = report() as { files: string[] };
    const names = readdirSync(join(folder, "inkling-out"));
    expect(names).toEqual(
      expect.arrayContaining(["MNIST-ANN.h5", "own-digit.png", "history.svg", "history.png"]),
    );
    expect(files.map((path) => path.replace(/^inkling-out./, "")).sort()).toEqual(names.sort());
  });

  test("writes every figure to report.json", () => {
    const { accuracy, epochSeconds, model, seconds, prediction, history, ...others } = report();
    expect(accuracy).toBeGreaterThan(0.8);
    expect(epochSeconds).toHaveLength(2);
    expect(model).toBe(join("inkling-out", "MNIST-ANN.h5"));
    expect(seconds).toBeGreaterThan(0);
    expect(prediction).toMatchObject({ index: 15, label: 5 });
    expect(Object.keys(history as object)).toEqual(["accuracy", "loss", "val_accuracy", "val_loss"]);
    expect(others["weightsSha256"]).toMatch(/^[0-9a-f]{64}$/);
    // Its test accuracy is the last epoch's validation accuracy, since both are measured on the test set.
    expect((history as Record<string, number[]>)["val_accuracy"].at(-1)).toBe(accuracy);
  });

  test("makes a picture of its own as a scan looks: dark on light", async () => {
    const { width, height, data } = await readImage(file("own-digit.png"));
    expect([width, height]).toEqual([280, 280]);
    expect(data[0]).toBe(255);
    expect(Math.min(...data)).toBeLessThan(20);
  });

  test("reads a picture that is given, and tells of its steps in JSON lines", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="120"><rect width="90" height="120" fill="#fff"/>' +
      '<rect x="40" y="20" width="12" height="80"/></svg>';
    await sharp(Buffer.from(svg)).png().toFile(join(folder, "one.png"));
    const args = ["notebook", "--epochs", "1", "--image", "one.png", "--out", "other", "--json"];
    const { status, stdout: lines, stderr } = await inkling(args, { cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const events = jsonLines(lines);
    const titles = events.filter(({ event }) => event === "step").map(({ title }) => title);
    expect(titles).toEqual(STEPS.map((title) => title.replace("2 epochs", "1 epoch")));
    expect(events.filter(({ event }) => event === "epoch")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ event: "done", epochs: 1, ownImage: { file: "one.png" } });
    expect(readdirSync(join(folder, "other"))).not.toContain("own-digit.png");
  }, 60_000);
});
