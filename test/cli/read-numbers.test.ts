/** `inkling read` of whole numbers and pages, and `inkling evaluate` of sets of them. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { parseCsv } from "../../src/node/parse-csv.ts";
import { readingSchema } from "../../src/reader/number/reading-schema.ts";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { savePage, saveTiff } from "./draw-page.ts";
import { inkling, jsonLines } from "./run-inkling.ts";

const inFolder = useTemporaryFolder();
const run = (...args: string[]) => inkling(args, { cwd: inFolder() });

beforeEach(async () => {
  await savePage(inFolder("amount.png"), ["4827"]);
});

describe("inkling read of numbers", () => {
  test("prints a line a number, with its row where there are several", async () => {
    await savePage(inFolder("page.png"), ["4827", "905"]);
    const { status, stdout, stderr } = await run("read", "page.png", "--layout", "auto");
    expect(status).toBe(0);
    const [head, first, second] = stdout.split("\n");
    expect(head).toMatch(/^file +number +probability +decision +reasons$/);
    expect(first).toMatch(/^page\.png r1 +4827 +[\d.]+\s% +(accept|review|reject)/);
    expect(second).toMatch(/^page\.png r2 +905 +[\d.]+\s% +(accept|review|reject)/);
    expect(stderr).toMatch(/^\d accepted, \d to review, \d rejected\n$/);
  });

  test("with --json prints what the schema describes", async () => {
    const { stdout } = await run("read", "amount.png", "--layout", "line", "--json");
    const [{ event, file, ...reading }, last] = jsonLines(stdout);
    expect([event, file]).toEqual(["reading", "amount.png"]);
    expect(readingSchema.parse(reading).pages[0].numbers[0].text).toBe("4827");
    expect(last).toMatchObject({ event: "read", count: 1, failed: 0 });
  });

  test("with --csv prints a record a number, each page of a TIFF for itself", async () => {
    await saveTiff(inFolder("pages.tif"), ["48", "905"]);
    const { stdout } = await run("read", "pages.tif", "amount.png", "--layout", "auto", "--csv");
    const [header, ...records] = parseCsv(stdout, "stdout").map(({ fields }) => fields);
    expect(header.slice(0, 6)).toEqual(["file", "page", "row", "column", "text", "value"]);
    expect(records.map((record) => [record[0], record[1], record[4], record[5]])).toEqual([
      ["pages.tif", "0", "48", "48"],
      ["pages.tif", "1", "905", "905"],
      ["amount.png", "0", "4827", "4827"],
    ]);
  });

  test("draws the readings onto the scan, and saves the steps", async () => {
    const args = ["read", "amount.png", "--overlay", "read.png", "--steps", "steps"];
    const { status, stderr } = await run(...args);
    expect(status).toBe(0);
    expect(stderr).toBe("wrote read.png\nwrote the steps to steps\n");
    const [before, after] = await Promise.all(
      ["amount.png", "read.png"].map((name) => sharp(inFolder(name)).metadata()),
    );
    expect([after.width, after.height]).toEqual([before.width, before.height]);
    expect(readdirSync(inFolder("steps")).sort()).toEqual([
      "amount-1-picture.png",
      "amount-2-ink.png",
      "amount-3-upright.png",
      "amount-4-without-rules.png",
    ]);
  });

  test("holds a number to a grammar, and a region to a part of the picture", async () => {
    const allowed = await run("read", "amount.png", "--grammar", "values=4821|4827", "--json");
    expect(JSON.stringify(jsonLines(allowed.stdout)[0])).toContain('"text":"4827"');
    const region = await run("read", "amount.png", "--region", "0,0,100,10000", "--layout", "line");
    expect(region.status).toBe(1);
    expect(region.stderr).toContain("amount.png cannot be read: the region is not a part of the picture");
  });

  test("is hinted at where a picture of several digits is read as one", async () => {
    const hint = "several digits? --layout line reads whole numbers";
    await savePage(inFolder("pair.png"), ["47"]);
    await savePage(inFolder("digit.png"), ["7"]);
    const { stdout } = await run("read", "amount.png", "pair.png", "digit.png", "--json");
    const reasons = jsonLines(stdout)
      .slice(0, 3)
      .map((line) => line["reasons"] as string[]);
    expect(reasons.map((of) => of.includes(hint))).toEqual([true, true, false]);
  });

  test("holds a column to its total", async () => {
    await savePage(inFolder("bill.png"), ["41", "12", "53"]);
    const { stdout } = await run("read", "bill.png", "--layout", "column", "--total", "last", "--csv");
    const [, ...records] = parseCsv(stdout, "stdout").map(({ fields }) => fields);
    expect(records.map((record) => record[4])).toEqual(["41", "12", "53"]);
    const other = await run("read", "bill.png", "--total", "9999");
    expect(other.stdout.match(/no reading of the column adds up to 9999/g)).toHaveLength(3);
    expect((await run("read", "bill.png", "--total", "much")).stderr).toContain("total is no number");
    const line = await run("read", "bill.png", "--layout", "line", "--total", "last");
    expect([line.status, line.stderr]).toEqual([2, expect.stringContaining("--total is for columns")]);
  });

  test("says what an error rate means and rests on", async () => {
    const { stderr } = await run("read", "amount.png", "--max-error", "2%");
    expect(stderr).toMatch(
      /^at most 2\.00\s% of the accepted may be wrong: .*strings made from MNIST digits/,
    );
  });

  test("says of blank paper that nothing is written there", async () => {
    await savePage(inFolder("blank.png"), [""]);
    const { status, stdout } = await run("read", "blank.png", "--layout", "auto");
    expect(status).toBe(0);
    expect(stdout).toContain("blank.png  nothing is written there");
  });

  test("goes on after a picture that cannot be read", async () => {
    writeFileSync(inFolder("text.png"), "This is no picture.");
    const { status, stdout, stderr } = await run("read", "text.png", "amount.png", "--layout", "line");
    expect(status).toBe(1);
    expect(stdout).toContain("4827");
    expect(stderr).toContain("text.png is not an image that can be read");
    expect(stderr).toContain("1 of 2 pictures could not be read");
  });

  test.each([
    [["--grammar", "length=a"], "--grammar cannot be understood"],
    [["--grammar", "length=2 values=777"], "--grammar cannot be used"],
    [["--max-error", "2"], "Expected a share such as 1% or 0.01."],
    [["--region", "1,2,3"], "Expected four whole numbers of pixels"],
    [["--layout", "spiral"], "Allowed choices are digit, auto, line, column, grid, boxes."],
    [["--layout", "line", "--model", "m.h5"], "--model is for pictures of one digit each"],
    [["--layout", "line", "--csv", "--json"], "two forms of output are asked for"],
  ])("takes %j for a wrong usage", async (args, message) => {
    const { status, stderr } = await run("read", "amount.png", ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("inkling evaluate", () => {
  test("measures whole numbers of a folder", async () => {
    writeFileSync(inFolder("labels.csv"), "file,label\namount.png,4827\n");
    const { stdout } = await run("evaluate", "--set", ".", "--json");
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      event: "set",
      count: 1,
      accuracy: 1,
      characterErrorRate: 0,
    });
    const people = await run("evaluate", "--set", ".");
    expect(people.stdout).toMatch(/^Whole numbers right +100\.00\s% {2}\(1 of 1;/m);
  });

  test("measures pages: lines found and read", async () => {
    await savePage(inFolder("set/page.png"), ["4827", "905"]);
    const lines = [
      { text: "4827", box: [60, 30, 280, 80] },
      { text: "905", box: [60, 150, 230, 200] },
      { text: "111", box: [400, 150, 480, 200] },
    ];
    writeFileSync(inFolder("set/pages.json"), JSON.stringify([{ file: "page.png", lines }]));
    const { stdout } = await run("evaluate", "--set", "set", "--json");
    expect(jsonLines(stdout).at(-1)).toEqual({
      event: "pages",
      name: "set",
      pages: 1,
      lines: 3,
      found: 2,
      right: 2,
      surplus: 0,
    });
  });

  test("refuses a broken pages.json, and what is for single digits", async () => {
    writeFileSync(inFolder("pages.json"), "[]");
    const broken = await run("evaluate", "--set", ".");
    expect([broken.status, broken.stderr]).toEqual([
      1,
      expect.stringContaining("pages.json cannot be understood"),
    ]);
    const model = await run("evaluate", "some.h5", "--set", ".");
    expect([model.status, model.stderr]).toEqual([
      2,
      expect.stringContaining("are for sets of single digits"),
    ]);
    expect(existsSync(inFolder("readings.csv"))).toBe(false);
  });
});

test("the table of a file of several pages names them", async () => {
  await saveTiff(inFolder("pages.tif"), ["48", "905"]);
  const { stdout } = await run("read", "pages.tif", "--layout", "auto");
  expect(stdout).toMatch(/^pages\.tif p1 +48 /m);
  expect(stdout).toMatch(/^pages\.tif p2 +905 /m);
});
