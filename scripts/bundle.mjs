/**
 * Bundles what Node imports as `inkling` and `inkling/plots` into dist/bundle/, a few files in place of a hundred: 40 ms of
 * start-up (measured). Both are bundled together, so that they share one copy of each class. Packages stay outside;
 * so does the training worker, which is found at `../node/` from here as from its own folder.
 */
import { join } from "node:path";
import { rolldown } from "rolldown";

/** @param packages names of the packages that stay imports */
export async function bundle(outDir, packages) {
  const build = await rolldown({
    input: { index: join(outDir, "index.js"), plots: join(outDir, "plots", "index.js") },
    external: (id) => packages.some((name) => id === name || id.startsWith(`${name}/`)),
    platform: "node",
    // The package.json that lists the files with side effects speaks of dist/, and this is a folder beside it.
    treeshake: false,
  });
  await build.write({ dir: join(outDir, "bundle"), format: "esm", chunkFileNames: "[name].js" });
  await build.close();
}
