import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { parseCsv } from "../../src/node/parse-csv.ts";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { DIGIT_PROBABILITIES, saveDigitModel } from "./digit-model-file.ts";
import { saveKnownModel } from "./model-file.ts";
import { inkling, jsonLines } from "./run-inkling.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const MODEL = ["--model", "model.safetensors"];

const inFolder = useTemporaryFolder();
const read = (...args: string[]) => inkling(["read", ...args, ...MODEL], { cwd: inFolder() });

/** A dark bar on white paper of 100 × 80 pixels. */
async function drawBar(name: string, bar: string): Promise<void> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="80">${bar}</svg>`;
  const png = sharp(Buffer.from(svg)).flatten({ background: "#ffffff" }).png();
  writeFileSync(inFolder(name), await png.toBuffer());
}

/** By construction: accepted at 91 %; for review, since its ink is cut off; blank; and no picture at all. */
const PICTURES = ["bar.png", "cut.png", "blank.png", "text.png"];

beforeEach(async () => {
  saveDigitModel(inFolder("model.safetensors"));
  await drawBar("bar.png", '<rect x="44" y="15" width="10" height="50"/>');
  await drawBar("cut.png", '<rect x="44" y="0" width="10" height="50"/>');
  await drawBar("blank.png", "");
  writeFileSync(inFolder("text.png"), "This is no picture.");
});

describe("inkling read for people", () => {
  test("shows one digit as the network saw it, beside what it could be", async () => {
    const { status, stdout, stderr } = await read("bar.png");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^bar\.png, dark ink on light paper, as the network sees it\n/);
    expect(stdout).toMatch(/ 7 +91\.0\s% {2}accept\n/);
    for (const name of ["0", "1", "2", "3", "4", "5", "6", "8", "9", "none"]) {
      expect(stdout).toMatch(new RegExp(` ${name} +0\\.9\\s%`));
    }
    // 91 % of 30 characters.
    expect(stdout).toMatch(/ 7 +91\.0\s% {2}━{27}\n/);
    expect(stdout).toContain("█");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("says in words what speaks against a reading", async () => {
    const { stdout } = await read("cut.png");
    expect(stdout).toMatch(/ 7 +91\.0\s% {2}review\n/);
    expect(stdout).toMatch(/\n! stroke touches the border\n$/);
  });

  test("reads no digit off blank paper", async () => {
    const { status, stdout } = await read("blank.png");
    expect([status, stdout]).toEqual([0, "blank.png: nothing stands out from the paper\n\nreject\n"]);
  });

  test("prints an aligned line for each of several, and reads on behind one that is no picture", async () => {
    const { status, stdout, stderr } = await read("bar.png", "text.png", "cut.png", "blank.png");
    expect(status).toBe(1);
    expect(stdout.replaceAll("\u00a0", " ")).toBe(
      [
        "file       digit  probability  decision  reasons\n",
        "bar.png        7       91.0 %  accept\n",
        "cut.png        7       91.0 %  review    stroke touches the border\n",
        "blank.png      –            –  reject    blank\n",
      ].join(""),
    );
    expect(stderr).toMatch(
      /^text\.png is not an image .*\n1 accepted, 1 to review, 1 rejected\n1 of 4 pictures could not be read\.\n$/,
    );
  });

  test("fails with its error where the only picture cannot be read", async () => {
    const { status, stdout, stderr } = await read("missing.png");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      "missing.png cannot be read: received there is no such file or folder. Check the path.\n",
    );
  });

  test("explains a pattern that the shell has not expanded", async () => {
    expect((await read("*.gif")).stderr).toMatch(/^\*\.gif cannot be read: .* received a pattern/);
  });

  test("refuses a picture of more pixels than --max-pixels, and reads one of as many", async () => {
    expect((await read("bar.png", "--max-pixels", "8000")).status).toBe(0);
    const { status, stderr } = await read("bar.png", "--max-pixels", "7999");
    expect(status).toBe(1);
    expect(stderr).toMatch(/too many pixels: expected at most 7,999, received 100 × 80, 8,000\./);
  });

  test("says of a model without thresholds that it knows no doubt", async () => {
    await saveKnownModel(inFolder("model.h5"));
    const { stdout, stderr } = await inkling(["read", "bar.png", "--model", "model.h5"], { cwd: inFolder() });
    expect(stderr).toBe("model.h5 says of no reading that it is in doubt\n");
    expect(stdout).not.toContain("none");
  });
});

describe("inkling read for programs", () => {
  test("--json prints a line a file and one of counts, without image data", async () => {
    const { status, stdout } = await read(...PICTURES, "--json");
    expect(status).toBe(1);
    const [bar, cut, blank, text, counts] = jsonLines(stdout);
    expect(bar).toMatchObject({
      event: "reading",
      file: "bar.png",
      digit: 7,
      decision: "accept",
      reasons: [],
    });
    expect(bar).toMatchObject({ box: { x: 44, y: 15, width: 10, height: 50 }, polarity: "dark-on-light" });
    [...(bar["probabilities"] as number[]), bar["notADigit"] as number].forEach((share, i) =>
      expect(share).toBeCloseTo(DIGIT_PROBABILITIES[i], 6),
    );
    expect(Object.keys(bar)).toEqual(
      "event file digit probability probabilities notADigit decision reasons box polarity".split(" "),
    );
    expect(cut).toMatchObject({ decision: "review", reasons: ["stroke touches the border"] });
    expect(blank).toMatchObject({ decision: "reject", reasons: ["blank"] });
    expect(text).toEqual({
      event: "reading",
      file: "text.png",
      error: expect.stringMatching(/^text\.png is not/) as string,
    });
    expect(counts).toEqual({ event: "read", count: 4, accepted: 1, reviewed: 1, rejected: 1, failed: 1 });
  });

  test("--csv prints a table after RFC 4180, its lines ended by CR LF and commas quoted", async () => {
    await drawBar('a, "b".png', '<rect x="44" y="15" width="10" height="50"/>');
    const { status, stdout } = await read('a, "b".png', "text.png", "--csv");
    expect(status).toBe(1);
    expect(stdout.split("\r\n").length).toBe(4);
    expect(stdout).toContain('\r\n"a, ""b"".png",7,0.910000,accept,,0.009000,0.009000,');
    const [header, reading, failure] = parseCsv(stdout, "table").map(({ fields }) => fields);
    expect(header.join(",")).toBe(
      "file,digit,probability,decision,reasons,notADigit,p0,p1,p2,p3,p4,p5,p6,p7,p8,p9,error",
    );
    expect(reading[13]).toBe("0.910000");
    expect(failure.slice(0, -1)).toEqual(["text.png", ...new Array<string>(15).fill("")]);
    expect(failure[16]).toMatch(/^text\.png is not an image that can be read: /);
  });

  test("- reads the picture on standard input", () => {
    const args = [MAIN, "read", "-", "--json", ...MODEL];
    const run = (input: Uint8Array) => spawnSync(process.execPath, args, { cwd: inFolder(), input });
    const { status, stdout } = run(readFileSync(inFolder("bar.png")));
    expect(status).toBe(0);
    expect(jsonLines(stdout.toString())[0]).toMatchObject({ file: "-", digit: 7 });
    const broken = run(new Uint8Array(0));
    expect(broken.status).toBe(1);
    expect(broken.stderr.toString()).toMatch(/^the picture on standard input is empty: /);
  });

  test("--steps writes every step as a PNG, under names of their own where two files have the same", async () => {
    mkdirSync(inFolder("more"));
    await drawBar("more/BAR.png", '<rect x="20" y="15" width="10" height="50"/>');
    expect((await read("bar.png", "more/BAR.png", "--steps", "out/steps")).status).toBe(0);
    const steps = [
      "1-picture",
      "2-paper",
      "3-even-light",
      "4-contrast",
      "5-ink",
      "6-strokes",
      "7-box",
      "8-digit",
    ];
    const names = readdirSync(inFolder("out/steps"));
    expect(new Set(names)).toEqual(
      new Set(["bar", "BAR-2"].flatMap((stem) => steps.map((step) => `${stem}-${step}.png`))),
    );
    const picture = sharp(inFolder("out/steps/bar-1-picture.png"));
    expect(await picture.metadata()).toMatchObject({ width: 100, height: 80, channels: 1 });
    const source = await sharp(inFolder("bar.png")).toColourspace("b-w").raw().toBuffer();
    expect((await picture.toColourspace("b-w").raw().toBuffer()).equals(source)).toBe(true);
    const digit = await sharp(inFolder("out/steps/bar-8-digit.png")).metadata();
    expect(digit).toMatchObject({ width: 28, height: 28 });
  });
});

describe("inkling read, misused, exits with 2", () => {
  test.each([
    [[], /missing required argument 'files'/],
    [["a.png", "--csv", "--json"], /two forms of output are asked for: expected --csv or --json/],
    [["-", "a.png", "-"], /standard input can be read once: expected one -, received 2/],
    [["a.png", "--max-pixels", "0"], /Expected a whole number of at least 1/],
    [["a.png", "--max-pixels", "9999999999"], /Expected at most 1,073,741,824/],
  ])("%j", async (args: string[], message) => {
    const { status, stdout, stderr } = await inkling(["read", ...args], { cwd: inFolder() });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  test("has help of 80 columns with examples", async () => {
    const { status, stdout } = await inkling(["read", "--help"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nExamples:\n {2}\$ inkling read /);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
