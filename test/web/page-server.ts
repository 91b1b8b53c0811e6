/** An HTTP server for pages that use the built library, with or without the headers that isolate them. */
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { transformWithOxc } from "vite";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };

const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** A page whose tests find the library, the networks and what starts web workers as globals. */
const PAGE = `<!doctype html>
<title>Inkling</title>
<script type="importmap">
  { "imports": { "inkling": "/dist/browser.js", "fflate": "/node_modules/fflate/esm/browser.js" } }
</script>
<script type="module">
  import * as inkling from "inkling";
  import * as networks from "/networks.js";
  import { trainingInWebWorkers } from "/dist/web/start-training.js";
  Object.assign(globalThis, { inkling, networks, trainingInWebWorkers, ready: true });
</script>
`;

/** Where the page is and how to stop serving it. */
export interface PageServer {
  url: string;
  close(): void;
}

/** Options of `servePage`. */
export interface ServePageOptions {
  /** Whether pages are cross-origin isolated. */
  isolated: boolean;
  /** A folder to serve instead of the built library. */
  folder?: string;
  /** Scripts by their path, served beside the rest. */
  scripts?: Record<string, string>;
}

/** Serves the page at `/`, and beside it `dist/`, `node_modules/` and the networks' module, or else a folder. */
export async function servePage({ isolated, folder, scripts = {} }: ServePageOptions): Promise<PageServer> {
  const own: Record<string, string> =
    folder === undefined ? { "/": PAGE, "/networks.js": await networksModule(), ...scripts } : scripts;
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = join(folder ?? ROOT, normalize(path === "/" ? "/index.html" : path));
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const text = Object.hasOwn(own, path) ? Promise.resolve(own[path]) : readFile(file);
    const headers = { "content-type": type, "cache-control": "max-age=600", ...(isolated ? ISOLATED : {}) };
    text.then(
      (body) => response.writeHead(200, headers).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** `networks.ts` as JavaScript. */
async function networksModule(): Promise<string> {
  const file = fileURLToPath(new URL("networks.ts", import.meta.url));
  return (await transformWithOxc(await readFile(file, "utf8"), file)).code;
}
