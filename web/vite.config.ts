/** How the studio is built: one page, workers as modules, and a service worker that knows every file of the build. */
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { ISOLATION_HEADERS } from "../src/server/studio-headers.ts";
import { contentSecurityPolicy } from "./build/content-security-policy.ts";
import { serviceWorker } from "./build/service-worker-plugin.ts";

const ROOT = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root: ROOT,
  base: "./",
  plugins: [
    svelte({ configFile: false }),
    contentSecurityPolicy(),
    serviceWorker(`${ROOT}src/service-worker.ts`),
  ],
  server: { headers: ISOLATION_HEADERS, fs: { allow: [fileURLToPath(new URL("..", import.meta.url))] } },
  worker: { format: "es", rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // A file that is inlined as a data: address could not be fetched under the page's policy.
    assetsInlineLimit: 0,
    // The HDF5 library alone is larger than Vite's usual limit.
    chunkSizeWarningLimit: 6000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
