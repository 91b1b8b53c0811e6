import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import type { RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import type { DownloadOptions, DownloadProgress } from "../../src/node/download.ts";
import { downloadFile } from "../../src/node/download.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";
import { useTestServer } from "./test-server.ts";

const inFolder = useTemporaryFolder();
const startServer = useTestServer();
const BODY = Buffer.from("0123456789".repeat(10_000));

/** Downloads over an old file; what is thrown is returned. */
async function download(listener: RequestListener, options: Partial<DownloadOptions> = {}): Promise<unknown> {
  const url = `${await startServer(listener)}/file.gz`;
  return await downloadFile({ url, path: inFolder("file.gz"), ...options }).catch((error: unknown) => error);
}

beforeEach(() => writeFileSync(inFolder("file.gz"), "old"));

function expectOldFileWhole(): void {
  expect(readFileSync(inFolder("file.gz"), "utf8")).toBe("old");
  expect(readdirSync(inFolder())).toEqual(["file.gz"]);
}

describe("downloadFile", () => {
  test("replaces the old file and tells how far it is", async () => {
    const progress: DownloadProgress[] = [];
    const error = await download(
      (_, response) => response.writeHead(200, { "content-length": BODY.length }).end(BODY),
      { onProgress: (step) => progress.push(step) },
    );
    expect(error).toBeUndefined();
    expect(readFileSync(inFolder("file.gz")).equals(BODY)).toBe(true);
    expect(readdirSync(inFolder())).toEqual(["file.gz"]);
    expect(progress.at(-1)).toMatchObject({ receivedBytes: 100_000, totalBytes: 100_000 });
  });

  test("follows redirects", async () => {
    const error = await download((request, response) => {
      if (request.url === "/there") response.end(BODY);
      else response.writeHead(302, { location: "/there" }).end();
    });
    expect(error).toBeUndefined();
    expect(readFileSync(inFolder("file.gz")).equals(BODY)).toBe(true);
  });

  const refusals: [string, RequestListener, RegExp][] = [
    [
      "404",
      (_, response) => response.writeHead(404).end("nothing here"),
      /HTTP status 200, received 404 Not Found/,
    ],
    ["500", (_, response) => response.writeHead(500).end(), /received 500/],
    ["an empty 204", (_, response) => response.writeHead(204).end(), /received 204/],
    [
      "a redirect that never ends",
      (_, response) => response.writeHead(302, { location: "/again" }).end(),
      /redirect count exceeded/,
    ],
    [
      "a redirect to nowhere",
      (_, response) => response.writeHead(302, { location: "http://" }).end(),
      /not delivered/,
    ],
    ["a connection closed at once", (request) => request.socket.destroy(), /not delivered.*fetch failed/],
    [
      "a connection closed in the middle of a body of known length",
      (request, response) => {
        response.writeHead(200, { "content-length": BODY.length });
        response.write(BODY.subarray(0, 50_000), () => request.socket.destroy());
      },
      /not delivered.*terminated/,
    ],
    [
      "a connection closed in the middle of a body of unknown length",
      (request, response) => response.write(BODY.subarray(0, 50_000), () => request.socket.destroy()),
      /not delivered.*terminated/,
    ],
  ];

  test.each(refusals)("keeps the old file whole after %s", async (_, listener, message) => {
    const error = await download(listener);
    expect(error).toBeInstanceOf(InklingError);
    expect(String(error)).toMatch(message);
    expectOldFileWhole();
  });

  const stalls: [string, RequestListener][] = [
    ["before it answers", () => undefined],
    ["in the middle", (_, response) => response.write(BODY.subarray(0, 1000))],
  ];

  test.each(stalls)("gives up on a server that hangs %s", async (_, listener) => {
    const start = performance.now();
    const error = await download(listener, { timeoutMs: 150 });
    expect(error).toBeInstanceOf(InklingError);
    expect(String(error)).toMatch(/stalled: expected bytes every 0.15 s, received none/);
    expect(performance.now() - start).toBeLessThan(5000);
    expectOldFileWhole();
  });

  test("does not give up on a server that is slow but steady", async () => {
    const drip = async (response: ServerResponse): Promise<void> => {
      for (let i = 0; i < 10; i++) {
        response.write("x");
        await sleep(120);
      }
      response.end();
    };
    const error = await download((_, response) => void drip(response), { timeoutMs: 1000 });
    expect(error).toBeUndefined();
    expect(readFileSync(inFolder("file.gz"), "utf8")).toBe("xxxxxxxxxx");
  });

  test("refuses more bytes than allowed, said beforehand or not", async () => {
    const said: RequestListener = (_, response) =>
      response.writeHead(200, { "content-length": BODY.length }).end(BODY);
    expect(String(await download(said, { maxBytes: 999 }))).toMatch(
      /expected at most 999 bytes, received 100000/,
    );
    const unsaid: RequestListener = (_, response) => {
      response.write(BODY);
      response.end(BODY);
    };
    expect(String(await download(unsaid, { maxBytes: 150_000 }))).toMatch(
      /is too large: expected at most 150000/,
    );
    expectOldFileWhole();
  });

  test("stops with the signal's reason", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const error = await download((_, response) => response.write("x", () => controller.abort(reason)), {
      signal: controller.signal,
    });
    expect(error).toBe(reason);
    const url = "http://127.0.0.1:1/never-asked";
    const late = downloadFile({ url, path: inFolder("file.gz"), signal: controller.signal });
    await expect(late).rejects.toBe(reason);
    expectOldFileWhole();
  });

  test("does not put in place what verify refuses", async () => {
    const refusal = new InklingError({ what: "wrong" });
    const error = await download((_, response) => response.end(BODY), {
      verify: (temporaryPath) => {
        expect(readFileSync(temporaryPath).equals(BODY)).toBe(true);
        return Promise.reject(refusal);
      },
    });
    expect(error).toBe(refusal);
    expectOldFileWhole();
  });

  test("names an address that is none", async () => {
    const error = await downloadFile({ url: "not an address", path: inFolder("file.gz") }).catch(String);
    expect(error).toMatch(/not an address was not delivered/);
  });

  test("keeps the old file whole when the process is killed in the middle", async () => {
    const server = new EventEmitter();
    const halfSent = once(server, "half sent");
    const url = await startServer((_, response) => response.write(BODY, () => server.emit("half sent")));
    const child = fileURLToPath(new URL("children/download.mjs", import.meta.url));
    const downloader = spawn(process.execPath, [child, url, inFolder("file.gz")], { stdio: "inherit" });
    const gone = once(downloader, "exit");
    await Promise.race([halfSent, gone]);
    await sleep(100);
    // The half that came lies under a name of its own.
    expect(readdirSync(inFolder()), "run npm run build first").toHaveLength(2);
    downloader.kill("SIGKILL");
    expect(await gone).toEqual([null, "SIGKILL"]);
    expect(readFileSync(inFolder("file.gz"), "utf8")).toBe("old");
  });
});
