/**
 * Builds Inkling: the WebAssembly kernels, then JavaScript and declarations in dist/, then the studio in dist/studio.
 *
 * `--if-stale` does nothing when the last build saw the same inputs. Inputs are compared by their SHA-256, not by
 * date: a fresh clone, a checkout of an older commit and a deleted file are all seen. The studio has inputs and a stamp of its own,
 * so a change of the page alone builds the page alone.
 *
 * dist/ is written beside itself and swapped in at the end, so a failed or killed build leaves the old one whole; so is the studio.
 */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { fileURLToPath } from "node:url";
import { basename, join, relative } from "node:path";
import { buildStudio, STUDIO_INPUTS } from "./build-studio.mjs";
import { bundle } from "./bundle.mjs";
import { compileKernels, KERNELS_FILE } from "./compile-kernels.mjs";
import { compileTypeScript } from "./compile-typescript.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const INPUTS = ["src", "kernels", "scripts", "package.json", "tsconfig.json", "tsconfig.build.json"];
const DIST = join(ROOT, "dist");
const STAMP = ".build-stamp";
const STUDIO = "studio";
const STUDIO_STAMP = ".studio-stamp";

async function build() {
  const inputs = hashInputs(INPUTS);
  const studioInputs = hashInputs([...INPUTS, ...STUDIO_INPUTS]);
  const mayBeFresh = process.argv.includes("--if-stale");
  if (mayBeFresh && isFresh(inputs)) {
    if (!isStudioFresh(studioInputs)) await buildOnlyStudio(studioInputs);
    return;
  }
  const start = performance.now();
  const fresh = `${DIST}-${process.pid}`;
  try {
    await compileKernels(ROOT);
    compileTypeScript(ROOT, fresh);
    const { dependencies } = JSON.parse(fs.readFileSync(join(ROOT, "package.json"), "utf8"));
    await bundle(fresh, Object.keys(dependencies));
    await buildStudio(ROOT, join(fresh, STUDIO));
    fs.writeFileSync(join(fresh, STAMP), inputs);
    fs.writeFileSync(join(fresh, STUDIO_STAMP), studioInputs);
    swapIn(fresh, DIST);
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  report("dist/", start);
}

async function buildOnlyStudio(inputs) {
  const start = performance.now();
  const fresh = `${DIST}-${process.pid}`;
  try {
    await buildStudio(ROOT, fresh);
    swapIn(fresh, join(DIST, STUDIO));
    fs.writeFileSync(join(DIST, STUDIO_STAMP), inputs);
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  report("dist/studio/", start);
}

/** To standard error, so that `npm run --silent … --json` keeps standard output clean. */
function report(what, start) {
  console.error(`Built ${what} in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
}

/** SHA-256 over every input's path and content, as hexadecimal. */
function hashInputs(inputs) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => listFiles(join(ROOT, input)))) {
    const content = fs.readFileSync(file);
    hash.update(`${relative(ROOT, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** All files at or below a path, sorted, without the one that the build itself writes among the sources. */
function listFiles(path) {
  if (!fs.statSync(path).isDirectory()) return path === join(ROOT, KERNELS_FILE) ? [] : [path];
  return fs
    .readdirSync(path)
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}

function isFresh(inputs) {
  const stamp = join(DIST, STAMP);
  return (
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, "utf8") === inputs &&
    fs.existsSync(join(ROOT, KERNELS_FILE)) &&
    fs.existsSync(join(DIST, "index.js"))
  );
}

function isStudioFresh(inputs) {
  const stamp = join(DIST, STUDIO_STAMP);
  return (
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, "utf8") === inputs &&
    fs.existsSync(join(DIST, STUDIO, "index.html"))
  );
}

/** Puts the new folder in the place of the old by two renames; a build that did so in between is replaced. */
function swapIn(fresh, place) {
  const old = `${fresh}-old`;
  if (fs.existsSync(place)) fs.renameSync(place, old);
  fs.renameSync(fresh, place);
  fs.rmSync(old, { recursive: true, force: true });
}

try {
  await build();
} catch (error) {
  console.error(`${basename(import.meta.filename)}: ${error.message}`);
  process.exitCode = 1;
}
