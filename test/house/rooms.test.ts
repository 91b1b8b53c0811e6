/** Proves that the linter's configuration enforces the rooms: each case is linted in a scratch copy of the tree. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OXLINT = join(ROOT, "node_modules", "oxlint", "bin", "oxlint");

/** DESIGN.md's list: the rank of a room is the number of its line. */
const RANKS = [
  ["base"],
  ["image"],
  ["data", "metrics", "vision"],
  ["nn"],
  ["formats"],
  ["plots", "ink"],
  ["reader"],
  ["node", "web"],
  ["server", "jobs"],
  ["cli"],
];
const ROOMS = RANKS.flatMap((rooms, rank) => rooms.map((room) => ({ room, rank })));

interface Case {
  /** The file that imports, from the repository's root. */
  file: string;
  code: string;
  /** The rule that complains, or nothing where the code is allowed. */
  rule?: string;
}

const IMPORTS = "eslint(no-restricted-imports)";
const GLOBALS = "eslint(no-restricted-globals)";

/** Every room imports from every other, and from itself, at the top and one folder down. */
const roomCases: Case[] = ROOMS.flatMap((from) =>
  ROOMS.filter((to) => to.room !== from.room).flatMap((to) => {
    const rule = to.rank < from.rank ? undefined : IMPORTS;
    return [
      { file: `src/${from.room}/at-top.ts`, code: `export { x } from "../${to.room}/x.ts";`, rule },
      {
        file: `src/${from.room}/a/below.ts`,
        code: `import type { X } from "../../${to.room}/b/x.ts";`,
        rule,
      },
      { file: `src/${from.room}/lazy.ts`, code: `await import("../${to.room}/x.ts");`, rule },
    ];
  }),
);

const PURE = ROOMS.filter(({ rank }) => rank <= 6);
const NODE_ONLY = [
  "node:fs",
  "node:fs/promises",
  "fs",
  "sharp",
  "linkedom",
  "@resvg/resvg-js",
  "commander",
  "hono",
];
const platformCases: Case[] = [
  ...PURE.flatMap(({ room }) =>
    NODE_ONLY.map((name) => ({ file: `src/${room}/a.ts`, code: `import x from "${name}";`, rule: IMPORTS })),
  ),
  ...PURE.flatMap(({ room }) =>
    ["document", "process.env", "Buffer.alloc(1)"].map((code) => ({
      file: `src/${room}/a.ts`,
      code: `export const x = ${code};`,
      rule: GLOBALS,
    })),
  ),
];

const houseCases: Case[] = [
  { file: "src/node/a.ts", code: `import x from "sharp"; import y from "node:fs"; process.exit(x + y);` },
  { file: "src/web/a.ts", code: `export const x = () => new Worker(self.location.href);` },
  { file: "src/web/a.ts", code: `import x from "node:fs";`, rule: IMPORTS },
  { file: "src/web/a.ts", code: `import x from "fflate";`, rule: IMPORTS },
  { file: "src/web/a.ts", code: `export const x = process.env;`, rule: GLOBALS },
  {
    file: "web/src/a.ts",
    code: `import x from "../../src/browser.ts"; export const y = document.body ?? x;`,
  },
  { file: "web/src/a.ts", code: `import x from "../../src/node/index.ts";`, rule: IMPORTS },
  { file: "web/src/a.ts", code: `import x from "node:fs";`, rule: IMPORTS },
  { file: "web/src/a.ts", code: `export const x = process.env;`, rule: GLOBALS },
  { file: "src/cli/a.ts", code: `import { Command } from "commander"; console.log(Command);` },
  { file: "src/formats/a.ts", code: `export const lazy = () => import("h5wasm");` },
  { file: "src/formats/a.ts", code: `export { unzipSync } from "fflate";` },
  { file: "src/plots/a.ts", code: `export { plot } from "@observablehq/plot";` },
  { file: "src/nn/layers/a.ts", code: `export { x } from "./b.ts"; export { y } from "../engine/c.ts";` },
  { file: "src/nn/a.ts", code: `import type { Sequential } from "inkling";`, rule: IMPORTS },
  { file: "src/cli/a.ts", code: `import { Sequential } from "inkling";`, rule: IMPORTS },
  { file: "src/nn/a.ts", code: `export * from "./b.ts";`, rule: "oxc(no-barrel-file)" },
  { file: "src/nn/a.ts", code: `export default 1;`, rule: "import(no-default-export)" },
  { file: "src/nn/a.ts", code: `console.log(1);`, rule: "eslint(no-console)" },
  { file: "src/nn/aB.ts", code: `export const x = 1;`, rule: "unicorn(filename-case)" },
  {
    file: "src/nn/a.ts",
    code: `export type X = import("../node/x.ts").X;`,
    rule: "typescript(consistent-type-imports)",
  },
  { file: "src/browser.ts", code: `export { x } from "./node/x.ts";`, rule: IMPORTS },
  { file: "src/browser.ts", code: `export { x } from "./reader/x.ts";` },
  { file: "src/browser.ts", code: `export { x } from "./web/x.ts";` },
  { file: "src/index.ts", code: `export { x } from "./web/x.ts";`, rule: IMPORTS },
  { file: "src/index.ts", code: `export { x } from "./node/x.ts";` },
  { file: "src/index.ts", code: `export { x } from "./cli/x.ts";`, rule: IMPORTS },
  { file: "examples/a.ts", code: `import { x } from "../src/index.ts";`, rule: IMPORTS },
  { file: "examples/a.ts", code: `import { x } from "inkling";` },
];

const cases = [...roomCases, ...platformCases, ...houseCases];
const scratch = mkdtempSync(join(tmpdir(), "inkling-rooms-"));
let complaints: Set<string>[];

beforeAll(async () => {
  cases.forEach(({ file, code }, i) => {
    const path = join(scratch, String(i), file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${code}\n`);
    cpSync(join(ROOT, ".oxlintrc.json"), join(scratch, String(i), ".oxlintrc.json"));
  });
  complaints = await lintCases();
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Lints all cases at once and tells for each the rules that complain. */
async function lintCases(): Promise<Set<string>[]> {
  // Complaints give exit status 1, so the error is expected and only the output counts.
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [OXLINT, "--format", "json", "."],
      { cwd: scratch, maxBuffer: 1e8 },
      (_error, stdout) => resolve(stdout),
    );
  });
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] };
  const found = cases.map(() => new Set<string>());
  for (const { code, filename } of diagnostics) found[Number.parseInt(filename, 10)].add(code);
  return found;
}

/** The cases that the linter judges otherwise than they say. */
function misjudged(given: Case[]): string[] {
  expect(given.length).toBeGreaterThan(0);
  return given.filter((one) => !isJudgedRight(one)).map(({ file, code }) => `${file}: ${code}`);
}

function isJudgedRight(given: Case): boolean {
  const rules = complaints[cases.indexOf(given)];
  return given.rule === undefined ? !rules.has(IMPORTS) && !rules.has(GLOBALS) : rules.has(given.rule);
}

test.each(ROOMS.map(({ room }) => room))(
  "src/%s imports from the rooms above it and from no other",
  (room) => {
    expect(misjudged(roomCases.filter(({ file }) => file.startsWith(`src/${room}/`)))).toEqual([]);
  },
);

test.each(PURE.map(({ room }) => room))(
  "src/%s touches nothing of Node's and nothing of the page's",
  (room) => {
    expect(misjudged(platformCases.filter(({ file }) => file.startsWith(`src/${room}/`)))).toEqual([]);
  },
);

test.each(houseCases)("the linter judges $file: $code", (given) => {
  expect(misjudged([given])).toEqual([]);
});

test("every folder of src/ is a room that the configuration knows", () => {
  const folders = readdirSync(join(ROOT, "src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const configuration = readFileSync(join(ROOT, ".oxlintrc.json"), "utf8");
  for (const { name } of folders) {
    expect(ROOMS.map(({ room }) => room)).toContain(name);
    expect(configuration).toContain(`"files": ["src/${name}/**"]`);
  }
  expect(folders.length).toBeGreaterThan(0);
});
