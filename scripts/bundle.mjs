/**
 * Bundles what Node imports as `inkling` and `inkling/plots` into dist/bundle/, a few files in place of a hundred: 40 ms of
 * start-up (measured). Both are bundled together, so that they share one copy of each class. Packages stay outside.
 * The two workers are bundled beside them, each for itself, because a worker loads anew what it needs: 61 ms became 29
 * (measured).
 */
import { join } from "node:path";
import { rolldown } from "rolldown";

const WORKERS = ["training-worker", "helper-worker"];

/** @param packages names of the packages that stay imports */
export async function bundle(outDir, packages) {
  const external = (id) => packages.some((name) => id === name || id.startsWith(`${name}/`));
  const entries = { index: join(outDir, "index.js"), plots: join(outDir, "plots", "index.js") };
  // The package.json that lists the files with side effects speaks of dist/, and this is a folder beside it.
  await write(outDir, { input: entries, external, treeshake: false });
  for (const name of WORKERS) {
    await write(outDir, { input: { [name]: join(outDir, "node", `${name}.js`) }, external });
  }
}

async function write(outDir, options) {
  const build = await rolldown({ ...options, platform: "node" });
  await build.write({ dir: join(outDir, "bundle"), format: "esm", chunkFileNames: "[name].js" });
  await build.close();
}
