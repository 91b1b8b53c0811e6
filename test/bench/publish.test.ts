import { describe, expect, test } from "vitest";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "./load.ts";

interface Publish {
  replaceSection: (text: string, name: string, content: string) => string;
  rewriteSection: (path: string, name: string, content: string) => Promise<void>;
  writeResults: (path: string, results: unknown) => Promise<string>;
}

const { replaceSection, rewriteSection, writeResults } = await load<Publish>("publish.mjs");
const TEXT = "# A\n\n<!-- bench:speed -->\n\nold\n\n<!-- /bench:speed -->\n\nb\n";

function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "inkling-bench-test-"));
  return use(folder).finally(() => rmSync(folder, { recursive: true }));
}

describe("replaceSection", () => {
  test("replaces what stands between the markers, and nothing else", () => {
    expect(replaceSection(TEXT, "speed", "new")).toBe(TEXT.replace("old", "new"));
  });

  test("gives the same text when it is done twice", () => {
    const once = replaceSection(TEXT, "speed", "new");
    expect(replaceSection(once, "speed", "new")).toBe(once);
  });

  test("refuses a file without the markers, with one of them, or with two sections", () => {
    for (const text of [
      "# A",
      "<!-- bench:speed -->",
      "<!-- /bench:speed --><!-- bench:speed -->",
      TEXT + TEXT,
    ]) {
      expect(() => replaceSection(text, "speed", "new")).toThrow("no section for speed");
    }
  });
});

describe("written files", () => {
  test("a section's table is aligned as the house's formatter wants it", () =>
    inFolder(async (folder) => {
      const path = join(folder, "README.md");
      writeFileSync(path, TEXT);
      await rewriteSection(path, "speed", "| a | b |\n| --- | ---: |\n| longer | 1 |");
      expect(readFileSync(path, "utf8")).toContain("| a      |   b |\n| ------ | --: |\n| longer |   1 |");
    }));

  test("results are JSON in a folder that is made, and leave no temporary file", () =>
    inFolder(async (folder) => {
      const path = join(folder, "results", "one.json");
      await writeResults(path, { measurements: [{ n: 1 }] });
      expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ measurements: [{ n: 1 }] });
      expect(readdirSync(join(folder, "results"))).toEqual(["one.json"]);
    }));
});
