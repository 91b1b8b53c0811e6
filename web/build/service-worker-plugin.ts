/**
 * Adds the service worker to the build: compiled by itself into one file without imports, with the list of the build's files and a
 * version that is the SHA-256 of all of them, so that any change makes a new version.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { transformWithOxc, type Plugin } from "vite";

const NAME = "service-worker.js";
/** Files that are fetched into the cache later, when the page is idle: they are large and seldom wanted. */
const LATER = /hdf5/i;

/** @param source the service worker's TypeScript, which imports nothing but types */
export function serviceWorker(source: string): Plugin {
  let publicDir = "";
  return {
    name: "inkling:service-worker",
    apply: "build",
    // After the plugins that add the page and the workers.
    enforce: "post",
    configResolved(config) {
      publicDir = config.publicDir;
    },
    async generateBundle(_options, bundle) {
      const hash = createHash("sha256");
      const built = Object.values(bundle).sort((a, b) => a.fileName.localeCompare(b.fileName));
      for (const file of built)
        hash.update(file.fileName).update(file.type === "chunk" ? file.code : file.source);
      const copied = (await readdir(publicDir)).sort();
      for (const name of copied) hash.update(name).update(await readFile(join(publicDir, name)));
      const script = await readFile(source, "utf8");
      const files = [...built.map(({ fileName }) => fileName), ...copied];
      const facts = {
        version: hash.update(script).digest("hex").slice(0, 16),
        now: files.filter((file) => !LATER.test(file)),
        later: files.filter((file) => LATER.test(file)),
      };
      const { code } = await transformWithOxc(script, source);
      const filled = code.replace("BUILD_FACTS", JSON.stringify(facts));
      this.emitFile({ type: "asset", fileName: NAME, source: filled });
    },
  };
}
