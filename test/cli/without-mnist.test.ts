import { readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { KNOWN_PROBABILITIES, saveKnownModel } from "./model-file.ts";
import { inkling, jsonLines } from "./run-inkling.ts";

const inFolder = useTemporaryFolder();
beforeEach(() => saveKnownModel(inFolder("model.h5")));

/** Runs a command in the folder; it must succeed and be silent on standard error. */
async function run(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await inkling(args, { cwd: inFolder() });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** A thick 1 in the middle of 90 × 120 pixels. */
async function drawOne(path: string, ink: string, paper: string): Promise<void> {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="120"><rect width="90" height="120" fill="${paper}"/>` +
    `<rect x="40" y="20" width="12" height="80" fill="${ink}"/></svg>`;
  await sharp(Buffer.from(svg)).png().toFile(path);
}

describe("inkling summary", () => {
  test("prints Keras's table and the weights' SHA-256", async () => {
    const model = await saveKnownModel(inFolder("model.h5"));
    const stdout = await run("summary", "model.h5");
    expect(stdout).toMatch(/│ dense \(Dense\) +│ \(None, 10\) +│ +7,850 │/);
    expect(stdout).toContain(` Weights' hash: ${await model.weightsSha256()}\n`);
  });

  test("gives the same as a JSON line", async () => {
    const model = await saveKnownModel(inFolder("model.h5"));
    expect(jsonLines(await run("summary", "model.h5", "--json"))).toEqual([
      {
        event: "summary",
        name: "sequential",
        inputShape: [784],
        layers: [{ name: "dense", type: "Dense", outputShape: [10], parameters: 7850 }],
        parameters: 7850,
        weightsSha256: await model.weightsSha256(),
      },
    ]);
  });
});

describe("inkling predict", () => {
  test("prints ten probabilities, the thresholded vector and the digit", async () => {
    await drawOne(inFolder("one.png"), "black", "white");
    const lines = (await run("predict", "model.h5", "one.png")).split("\n");
    expect(lines[0]).toBe("one.png, dark ink on light paper");
    expect(lines.slice(2, 12)).toEqual(
      KNOWN_PROBABILITIES.map((p, i) =>
        `  ${i}  ${p.toFixed(6)}  ${"━".repeat(Math.round(40 * p))}`.trimEnd(),
      ),
    );
    expect(lines).toContain("Above one half  [0 0 0 0 0 0 0 1 0 0]");
    expect(lines).toContain("Digit           7");
  });

  test("gives the digit and the probabilities as one JSON line, and nothing more", async () => {
    await drawOne(inFolder("one.png"), "black", "white");
    const [prediction, ...others] = jsonLines(await run("predict", "model.h5", "one.png", "--json"));
    expect(others).toEqual([]);
    expect(Object.keys(prediction)).toEqual(["digit", "probabilities"]);
    expect(prediction["digit"]).toBe(7);
    (prediction["probabilities"] as number[]).forEach((p, i) =>
      expect(p).toBeCloseTo(KNOWN_PROBABILITIES[i], 6),
    );
  });
});

describe("inkling show", () => {
  test("prints a picture in block characters", async () => {
    await sharp({ create: { width: 6, height: 4, channels: 3, background: "#ffffff" } }).toFile(
      inFolder("white.png"),
    );
    expect(await run("show", "white.png")).toBe("white.png, 6 × 4 pixels\n██████\n██████\n");
  });

  test("gives the pixels as a JSON line", async () => {
    await sharp({ create: { width: 3, height: 2, channels: 3, background: "#ffffff" } }).toFile(
      inFolder("white.png"),
    );
    expect(jsonLines(await run("show", "white.png", "--json"))).toEqual([
      { event: "image", width: 3, height: 2, pixels: [255, 255, 255, 255, 255, 255] },
    ]);
  });

  test("--normalise shows the same digit, bright on black, whatever is ink and paper", async () => {
    await drawOne(inFolder("dark.png"), "black", "white");
    await drawOne(inFolder("light.png"), "white", "black");
    const [dark] = jsonLines(await run("show", "dark.png", "--normalise", "--json"));
    const [light] = jsonLines(await run("show", "light.png", "--normalise", "--json"));
    expect(dark).toMatchObject({ width: 28, height: 28 });
    expect(light).toEqual(dark);
    const pixels = dark["pixels"] as number[];
    // A bar of 12 × 80 scaled to a height of 20 is 3 × 20, around the centre.
    expect([pixels[0], pixels[14 * 28 + 14], pixels[27 * 28 + 27]]).toEqual([0, 255, 0]);
    expect(pixels.filter((pixel) => pixel > 0)).toHaveLength(3 * 20);
    expect(await run("show", "dark.png", "--normalise")).toMatch(
      /^dark\.png, dark ink on light paper, as a network sees it\n/,
    );
  });
});

describe("inkling plot history", () => {
  const CSV = "epoch,accuracy,loss,val_accuracy,val_loss\r\n0,0.5,1.25,NA,NA\r\n1,0.75,0.5,NA,NA\r\n";

  test("draws CSVLogger's file as SVG, without the columns of what was not measured", async () => {
    writeFileSync(inFolder("history.csv"), CSV);
    expect(await run("plot", "history", "--history", "history.csv")).toBe("Saved history.svg\n");
    const svg = readFileSync(inFolder("history.svg"), "utf8");
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain("75.0");
    expect(svg).not.toContain("validation");
  });

  test("draws PNG into a folder that it makes, and says so in JSON", async () => {
    writeFileSync(inFolder("history.csv"), CSV);
    const stdout = await run("plot", "history", "--history", "history.csv", "--out", "new/h.png", "--json");
    expect(jsonLines(stdout)).toEqual([{ event: "plot", kind: "history", file: "new/h.png" }]);
    expect((await sharp(inFolder("new", "h.png")).metadata()).format).toBe("png");
  });

  test.each([
    ["no history", "Dear plot,\n", /received a first line "Dear plot,"/],
    ["no epoch", "epoch,loss\r\n", /received no epoch/],
    ["a short line", "epoch,accuracy,loss\r\n0,0.5,1\r\n1,0.5\r\n", /received 2 columns in line 3/],
    ["a word for a number", "epoch,loss\r\n0,low\r\n", /received "low" for loss in line 2/],
  ])("refuses a file with %s", async (_, text, message) => {
    writeFileSync(inFolder("history.csv"), text);
    const { status, stderr } = await inkling(["plot", "history", "--history", "history.csv"], {
      cwd: inFolder(),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^history\.csv is not the history of a training: expected CSV that begins with/);
    expect(stderr).toMatch(message);
  });
});
