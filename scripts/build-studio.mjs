/**
 * Builds the studio, the page in web/, with Vite. scripts/build.mjs calls it for dist/studio; by itself it builds into another
 * folder: `node scripts/build-studio.mjs FOLDER`.
 */
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What the page is made of, from the repository's root, beside the library's own inputs. */
export const STUDIO_INPUTS = ["web", "models"];

export async function buildStudio(root, outDir) {
  await build({
    configFile: join(root, "web/vite.config.ts"),
    logLevel: "warn",
    build: { outDir, emptyOutDir: true },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error("Usage: node scripts/build-studio.mjs <folder>");
    process.exitCode = 2;
  } else await buildStudio(ROOT, resolve(folder));
}
