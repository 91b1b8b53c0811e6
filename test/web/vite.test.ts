/** A page of a few lines, bundled by Vite as its author would, trains in Chromium on threads. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build, createServer } from "vite";
import { describeWithChromium, launchChromium } from "../chromium.ts";
import { makeConsumer, run } from "../package/consumer.ts";
import { servePage } from "./page-server.ts";

/** The same lines in Node and in the page. */
const TRAINING = `
  import { Dense, loadInk, Sequential } from "inkling";
  const { images, labels } = await loadInk({ count: 100, seed: 8 });
  const model = new Sequential(
    [new Dense(8, { activation: "relu", inputShape: [784] }), new Dense(10, { activation: "softmax" })],
    { seed: 3 },
  );
  model.compile({ loss: "sparse_categorical_crossentropy" });
  await model.fit(images, labels, { epochs: 3, batchSize: 25, threads: 3, verbose: 0 });
  const sha = await model.weightsSha256();
`;
const PAGE = `<!doctype html><script type="module" src="/main.js"></script>`;
const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

describeWithChromium("a page bundled by Vite", () => {
  let folder: string;
  let browser: Browser | undefined;
  let inNode: string;

  beforeAll(async () => {
    [folder, browser] = await Promise.all([makeConsumer(), launchChromium()]);
    await writeFile(join(folder, "index.html"), PAGE);
    await writeFile(join(folder, "main.js"), `${TRAINING} document.title = sha;`);
    await writeFile(join(folder, "node.mjs"), `${TRAINING} console.log(sha);`);
    inNode = (await run(process.execPath, ["node.mjs"], folder)).trim();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Loads the page; tells the fingerprint that it comes to, and the workers that it started. */
  async function visit(url: string): Promise<{ sha: string; workers: number; errors: string[] }> {
    const page = await (browser as Browser).newPage();
    const errors: string[] = [];
    let workers = 0;
    page.on("worker", () => workers++);
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(url);
    await page.waitForFunction(() => /^[0-9a-f]{64}$/.test(document.title)).catch(() => undefined);
    const sha = await page.title();
    await page.close();
    return { sha, workers, errors };
  }

  test("trains on the built-in digits as Node does, on threads where the page is isolated and without them elsewhere", async () => {
    await build({ root: folder, configFile: false, logLevel: "silent" });
    for (const isolated of [true, false]) {
      const server = await servePage({ isolated, folder: join(folder, "dist") });
      expect(await visit(server.url)).toEqual({ sha: inNode, workers: isolated ? 3 : 0, errors: [] });
      server.close();
    }
  });

  test("trains on threads in Vite's development server too", async () => {
    const server = await createServer({
      root: folder,
      configFile: false,
      logLevel: "silent",
      server: { host: "127.0.0.1", port: 0, headers: HEADERS, hmr: false },
    });
    await server.listen();
    const url = server.resolvedUrls?.local[0] ?? "";
    expect(await visit(url)).toEqual({ sha: inNode, workers: 3, errors: [] });
    await server.close();
  });
});
