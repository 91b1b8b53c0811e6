/** The studio's server: the built page, and MNIST where this machine has it. It listens on this machine alone. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { InklingError, NotFoundError } from "../base/errors.ts";
import { findMnistFile, listMnistFiles, MNIST_PATH, mnistFolders } from "./local-mnist.ts";
import { fileInFolder, mimeType } from "./static-file.ts";
import { ISOLATION_HEADERS, STUDIO_HEADERS } from "./studio-headers.ts";

export interface ServeStudioOptions {
  /** @default 4711 if it is free, so that the page finds what it has stored; else any free port */
  port?: number;
  /** A folder with MNIST. @default INKLING_DATA and Inkling's cache */
  data?: string;
  /** The built page. @default dist/studio */
  folder?: string;
  /** Whether the page may share memory among threads. @default true */
  isolated?: boolean;
}

export interface StudioServer {
  /** Where the page is, as `http://127.0.0.1:4711/`. */
  url: string;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
/** Stored models and settings belong to an address with its port, so the same one is best. */
const USUAL_PORT = 4711;
const BUILT_STUDIO = fileURLToPath(new URL("../studio", import.meta.url));

/** @throws NotFoundError if the page is not built; InklingError if the port asked for is taken */
export async function serveStudio(options: ServeStudioOptions = {}): Promise<StudioServer> {
  const { folder = BUILT_STUDIO, data, isolated = true } = options;
  await checkBuilt(folder);
  const headers = { ...STUDIO_HEADERS, ...(isolated ? ISOLATION_HEADERS : {}) };
  const site: Site = { folder, headers, mnist: mnistFolders(data) };
  const server = createServer((request, response) => {
    answer(request, response, site).catch((error: unknown) => response.destroy(error as Error));
  });
  await listen(server, options.port);
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Site {
  folder: string;
  headers: Record<string, string>;
  mnist: readonly string[];
}

async function checkBuilt(folder: string): Promise<void> {
  const index = join(folder, "index.html");
  if (await fileSize(index)) return;
  throw new NotFoundError({
    what: "the studio is not built",
    expected: index,
    mend: "Run npm run build, or install the package again.",
  });
}

async function listen(server: Server, port: number | undefined): Promise<void> {
  if (port !== undefined) return await listenOn(server, port);
  try {
    await listenOn(server, USUAL_PORT);
  } catch {
    await listenOn(server, 0);
  }
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException): void => {
      const taken = cause.code === "EADDRINUSE";
      const mend = taken ? "Name another port, or none, and a free one is taken." : undefined;
      reject(
        new InklingError({
          what: `port ${port} ${taken ? "is taken" : `cannot be listened on (${cause.code ?? cause.message})`}`,
          mend,
          cause,
        }),
      );
    };
    server.once("error", onError);
    server.listen(port, HOST, () => {
      server.off("error", onError);
      resolve();
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const { method, url = "/" } = request;
  if (method !== "GET" && method !== "HEAD") {
    return sendText(response, site, {
      status: 405,
      text: "GET and HEAD only",
      headers: { allow: "GET, HEAD" },
    });
  }
  const path = url.split(/[?#]/, 1)[0];
  if (path === `${MNIST_PATH}index.json`) {
    const text = JSON.stringify({ files: await listMnistFiles(site.mnist) });
    return sendText(response, site, { status: 200, text, headers: { "content-type": mimeType(path) } });
  }
  const file = path.startsWith(MNIST_PATH)
    ? await findMnistFile(site.mnist, path.slice(MNIST_PATH.length))
    : fileInFolder(site.folder, path);
  const size = file === undefined ? undefined : await fileSize(file);
  if (file === undefined || size === undefined) {
    return sendText(response, site, { status: 404, text: "There is nothing here." });
  }
  response.writeHead(200, {
    ...site.headers,
    "content-type": mimeType(file),
    "content-length": size,
    "cache-control": path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (method === "HEAD") response.end();
  else await pipeline(createReadStream(file), response).catch(ignoreClosed);
}

interface TextAnswer {
  status: number;
  text: string;
  headers?: Record<string, string>;
}

function sendText(response: ServerResponse, site: Site, { status, text, headers }: TextAnswer): void {
  const type = { "content-type": mimeType(".txt"), "cache-control": "no-cache" };
  response.writeHead(status, { ...site.headers, ...type, ...headers }).end(text);
}

/** The size of a file, or `undefined` if it is none. */
async function fileSize(path: string): Promise<number | undefined> {
  try {
    const facts = await stat(path);
    return facts.isFile() ? facts.size : undefined;
  } catch {
    return undefined;
  }
}

/** A visitor who leaves in the middle of a file is no error. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
}
