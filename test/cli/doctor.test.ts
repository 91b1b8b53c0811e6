import { readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { Dense, Flatten, Sequential } from "../../src/nn/index.ts";
import { writeDigitModel } from "../../src/reader/index.ts";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { saveKnownModel } from "./model-file.ts";
import { inkling, jsonLines } from "./run-inkling.ts";

const inFolder = useTemporaryFolder();
const inside = () => ({ cwd: inFolder() });

/** Dark bars on white paper: x, y, width and height of each. */
async function drawBars(name: string, ...bars: readonly (readonly number[])[]): Promise<void> {
  const shapes = bars.map(
    ([x, y, width, height]) => `<rect x="${x}" y="${y}" width="${width}" height="${height}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">${shapes.join("")}</svg>`;
  await sharp(Buffer.from(svg)).flatten({ background: "#ffffff" }).png().toFile(inFolder(name));
}

/** A model whose logits are its biases 0, 1 … 10, with one golden pair that says `outputs`. */
function saveDigitModel(name: string, outputs: readonly number[]): void {
  const network = new Sequential([new Flatten({ inputShape: [28, 28, 1] }), new Dense(11)]);
  const logits = Float32Array.from({ length: 11 }, (_, i) => i);
  network.setWeights([
    { data: new Float32Array(784 * 11), shape: [784, 11] },
    { data: logits, shape: [11] },
  ]);
  const thresholds = { energy: 1, acceptEnergy: 1, reject: 0.2, accept: 0.9, acceptCautiously: 0.95 };
  const facts = { version: 1 as const, input: "ink on black", temperature: 2, thresholds, card: "# A card" };
  const goldens = {
    inputs: { data: new Uint8Array(784), shape: [1, 28, 28] },
    outputs: { data: Float32Array.from(outputs), shape: [1, 11] },
  };
  writeFileSync(inFolder(name), writeDigitModel(network.toRecord(), facts, goldens));
}

describe("inkling doctor on a picture", () => {
  beforeEach(async () => {
    await saveKnownModel(inFolder("model.h5"));
    await drawBars("bar.png", [44, 20, 12, 60]);
  });

  test("shows every step, the reading and the measures, and finds nothing unusual in a plain bar", async () => {
    const { status, stdout } = await inkling(["doctor", "bar.png", "--model", "model.h5"], inside());
    expect(status).toBe(0);
    for (const step of ["picture", "paper", "even light", "contrast", "ink", "strokes", "box", "digit"]) {
      expect(stdout).toContain(step);
    }
    expect(stdout).toMatch(/7, 91\.0\s%/);
    // 12 of 60 pixels is a fifth, and nothing leans.
    expect(stdout).toMatch(/width \/ height +0\.20 /);
    expect(stdout).toMatch(/slant +upright .* typical/);
    expect(stdout).toContain("Nothing unusual was found.");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("gives programs the measures, the reading and the diagnosis, without images", async () => {
    await drawBars("three.png", [10, 20, 12, 60], [44, 20, 12, 60], [78, 20, 12, 60]);
    const { stdout } = await inkling(["doctor", "three.png", "--model", "model.h5", "--json"], inside());
    const [event] = jsonLines(stdout);
    expect(event).toMatchObject({
      event: "doctor",
      file: "three.png",
      width: 100,
      reading: { digit: 7, touchesBorder: false, polarity: "dark-on-light" },
      measures: { pieces: 3, inkSide: 80 },
      besideMnist: { pieces: "many pieces" },
    });
    expect(event["diagnosis"]).toContainEqual({
      cause: expect.stringMatching(/3 separate pieces/) as string,
      mend: expect.stringMatching(/crop the picture/) as string,
    });
    expect(stdout).not.toMatch(/"image"|"steps"/);
  });

  test("writes a report that asks nobody for anything and has no script", async () => {
    const args = ["doctor", "bar.png", "--model", "model.h5", "--out", "report.html"];
    const { status, stderr } = await inkling(args, inside());
    expect([status, stderr]).toEqual([0, "read with model.h5\nwrote report.html\n"]);
    const html = readFileSync(inFolder("report.html"), "utf8");
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<script|<link|https?:|url\(|@import/);
    const sources = [...html.matchAll(/src="([^"]{22})/g)].map(([, start]) => start);
    expect(sources).toEqual(new Array(9).fill("data:image/png;base64,"));
    expect(html).toContain("prefers-color-scheme: dark");
  });

  test("keeps a file's name from becoming markup", async () => {
    await drawBars("a&b<i>.png", [44, 20, 12, 60]);
    await inkling(["doctor", "a&b<i>.png", "--model", "model.h5", "--out", "r.html"], inside());
    const html = readFileSync(inFolder("r.html"), "utf8");
    expect(html).toContain("<h1>a&amp;b&lt;i&gt;.png</h1>");
  });

  test("says of a blank picture what to do, in the terminal and in the report", async () => {
    await drawBars("blank.png");
    const args = ["doctor", "blank.png", "--model", "model.h5", "--out", "r.html"];
    const { status, stdout } = await inkling(args, inside());
    expect(status).toBe(0);
    expect(stdout).toContain("Nothing in the picture stands out from the paper.");
    expect(stdout).not.toContain("Beside MNIST");
    expect(readFileSync(inFolder("r.html"), "utf8")).toContain("Nothing in the picture stands out");
  });

  test.each([
    [["doctor"], /there is nothing to examine/],
    [["doctor", "bar.png", "--out", "report.pdf"], /report\.pdf is no name for a report/],
    [["doctor", "--out", "report.html", "--model"], /--out is for the report on a picture/],
  ])("%j is wrong usage", async (args, message) => {
    const { status, stderr } = await inkling(args, inside());
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("inkling doctor --model", () => {
  test("runs the golden pairs again and prints the card", async () => {
    saveDigitModel("digits.safetensors", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const { status, stdout, stderr } = await inkling(["doctor", "--model", "digits.safetensors"], inside());
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/Temperature +2\.0000\n/);
    expect(stdout).toMatch(/Golden pairs +1, largest difference 0\n/);
    expect(stdout).toMatch(/Passed +yes\n\n# A card\n/);
  });

  test("fails where the model says something else than it did", async () => {
    saveDigitModel("digits.safetensors", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9.5, 10]);
    const { status, stdout, stderr } = await inkling(
      ["doctor", "--model", "digits.safetensors", "--json"],
      inside(),
    );
    expect(status).toBe(1);
    expect(jsonLines(stdout)[0]).toMatchObject({ count: 1, largestDifference: 0.5, passed: false });
    expect(stderr).toMatch(/does not say what it said when it was made: .* differ by up to 5\.0e-1/);
  });

  test("says of a network without golden pairs that it cannot be checked", async () => {
    await saveKnownModel(inFolder("model.h5"));
    const { status, stderr } = await inkling(["doctor", "--model", "model.h5"], inside());
    expect(status).toBe(1);
    expect(stderr).toMatch(/^model\.h5 cannot be checked: expected .* received a network alone/);
  });
});
