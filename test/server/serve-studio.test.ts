/** The studio's server, asked as a browser and as somebody who means ill. */
import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { serveStudio, type StudioServer } from "../../src/server/serve-studio.ts";
import { useTemporaryFolder } from "../node/temporary-folder.ts";

const path = useTemporaryFolder();
let server: StudioServer;

beforeEach(async () => {
  mkdirSync(path("studio", "assets"), { recursive: true });
  mkdirSync(path("data", "mnist"), { recursive: true });
  writeFileSync(path("studio", "index.html"), "<!doctype html><title>Studio</title>");
  writeFileSync(path("studio", "assets", "main-1a2b.js"), "export {};");
  writeFileSync(path("studio", "manifest.webmanifest"), "{}");
  writeFileSync(path("studio", "assets", "digits.safetensors"), Uint8Array.of(1, 2, 3));
  writeFileSync(path("secret.txt"), "secret");
  writeFileSync(path("data", "mnist", "t10k-labels-idx1-ubyte.gz"), Uint8Array.of(0x1f, 0x8b, 8));
  server = await serveStudio({ port: 0, folder: path("studio"), data: path("data") });
});
afterEach(() => server.close());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** A request with the path as it stands: `fetch` would take `..` out of it. */
function ask(urlPath: string, method = "GET"): Promise<Answer> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path: urlPath, method }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("the studio's server", () => {
  test("serves the page at its address, isolated and under a policy that names no other origin", async () => {
    const { status, headers, body } = await ask("/");
    expect(status).toBe(200);
    expect(body.toString()).toContain("<title>Studio</title>");
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
    });
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe-inline|'unsafe-eval'/);
  });

  test.each([
    ["/assets/main-1a2b.js", "text/javascript; charset=utf-8"],
    ["/manifest.webmanifest", "application/manifest+json; charset=utf-8"],
    ["/assets/digits.safetensors", "application/octet-stream"],
  ])("%s is served as %s", async (name, type) => {
    const { status, headers } = await ask(name);
    expect([status, headers["content-type"]]).toEqual([200, type]);
  });

  test("files whose names change with their content may be kept for ever, others not", async () => {
    expect((await ask("/assets/main-1a2b.js")).headers["cache-control"]).toContain("immutable");
    expect((await ask("/manifest.webmanifest")).headers["cache-control"]).toBe("no-cache");
  });

  test.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/assets/../../secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/%00",
    "/%",
    "/assets",
    "/assets/",
    "/not-there.js",
    "/data/mnist/../../secret.txt",
    "/data/mnist/%2e%2e%2fsecret.txt",
  ])("%s is not found", async (urlPath) => {
    const { status, body } = await ask(urlPath);
    expect(status).toBe(404);
    expect(body.toString()).not.toContain("secret");
  });

  test("MNIST's files are served by their own names, as far as they are there", async () => {
    const listed = await ask("/data/mnist/index.json");
    expect(JSON.parse(listed.body.toString())).toEqual({ files: ["t10k-labels-idx1-ubyte.gz"] });
    const file = await ask("/data/mnist/t10k-labels-idx1-ubyte.gz");
    expect([...file.body]).toEqual([0x1f, 0x8b, 8]);
    // The page unpacks it; an encoding would make the browser do so.
    expect(file.headers["content-type"]).toBe("application/gzip");
    expect(file.headers["content-encoding"]).toBeUndefined();
    expect((await ask("/data/mnist/train-images-idx3-ubyte.gz")).status).toBe(404);
  });

  test("HEAD tells the size without the file, and other methods are refused", async () => {
    const head = await ask("/", "HEAD");
    expect([head.status, head.headers["content-length"], head.body.length]).toEqual([200, "36", 0]);
    const post = await ask("/", "POST");
    expect([post.status, post.headers["allow"]]).toEqual([405, "GET, HEAD"]);
  });

  test("without isolation the page is served without the two headers", async () => {
    const plain = await serveStudio({ port: 0, folder: path("studio"), isolated: false });
    const { headers } = await fetch(plain.url);
    expect(headers.get("cross-origin-embedder-policy")).toBeNull();
    await plain.close();
  });
});

test("a port that is taken is named in the error, and without a port another is found", async () => {
  const { port } = new URL(server.url);
  await expect(serveStudio({ port: Number(port), folder: path("studio") })).rejects.toThrow(
    `port ${port} is taken. Name another port`,
  );
  const [first, second] = await Promise.all([
    serveStudio({ folder: path("studio") }),
    serveStudio({ folder: path("studio") }),
  ]);
  expect(first.url).not.toBe(second.url);
  await Promise.all([first.close(), second.close()]);
});

test("a folder without the built page is an error that says what to do", async () => {
  await expect(serveStudio({ port: 0, folder: path("nothing") })).rejects.toThrow(
    /is not built.*npm run build/,
  );
});
