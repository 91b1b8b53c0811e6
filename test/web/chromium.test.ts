/** Training in pages of a real Chromium: the same bits as in Node, and threads that end. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import * as nn from "../../src/nn/index.ts";
import { describeWithChromium, launchChromium } from "../chromium.ts";
import { NETWORKS, trainNetwork } from "./networks.ts";
import { servePage, type PageServer } from "./page-server.ts";

/** Dies in the middle of an epoch: the training loop looks at its verdict once a step. */
const dying = (how: string) => `
  import "/dist/web/training-worker.js";
  const { load } = Atomics;
  let looks = 0;
  Atomics.load = (...args) => {
    if (++looks > 50) { ${how} }
    return load(...args);
  };`;

const SCRIPTS = {
  "/throws-at-its-start.js": "throw new Error('boom');",
  "/throws-when-spoken-to.js": "addEventListener('message', () => { throw new Error('boom'); });",
  "/throws-at-work.js": dying("throw new Error('boom');"),
  "/ends-at-work.js": dying("close();"),
  "/imports-nothing.js": "import '/not-there.js';",
  "/is-not-javascript.js": "this is not JavaScript",
};

describeWithChromium("in Chromium", () => {
  let browser: Browser;
  /** One for all pages, so that they share a cache. */
  let context: BrowserContext;
  let isolated: PageServer;
  let plain: PageServer;
  let page: Page;
  let warnings: string[];

  beforeAll(async () => {
    browser = await launchChromium();
    context = await browser.newContext();
    isolated = await servePage({ isolated: true, scripts: SCRIPTS });
    plain = await servePage({ isolated: false });
  }, 60_000);
  afterAll(async () => {
    isolated.close();
    plain.close();
    await browser.close();
  });

  async function open(server: PageServer): Promise<void> {
    page = await context.newPage();
    warnings = [];
    page.on("console", (message) => {
      if (message.type() === "warning") warnings.push(message.text());
    });
    page.on("pageerror", (error) => warnings.push(String(error)));
    await page.goto(server.url);
    await page.waitForFunction(() => globalThis.ready);
  }

  /** Trains a network in the page. */
  const trainInPage = (index: number, options: Pick<nn.FitOptions, "threads" | "verbose">) =>
    page.evaluate(
      async ([i, fitOptions]) => networks.trainNetwork(inkling, networks.NETWORKS[i], fitOptions),
      [index, options] as const,
    );

  /** Ends a fit of many epochs by its signal, and tells what became of it. */
  const abortInPage = () =>
    page.evaluate(async () => {
      const { images, labels } = networks.makeDigits([144]);
      const model = networks.makeNetwork(inkling, networks.NETWORKS[0]);
      const controller = new AbortController();
      let ticks = 0;
      const timer = setInterval(() => ticks++, 10);
      setTimeout(() => controller.abort(new Error("enough")), 300);
      const start = performance.now();
      const options = { verbose: 0, epochs: 1e6, threads: 3, signal: controller.signal } as const;
      const reason: unknown = await model.fit(images, labels, options).catch((error: unknown) => error);
      const elapsed = performance.now() - start;
      clearInterval(timer);
      const { epoch } = await model.fit(images, labels, { verbose: 0 });
      return { reason: String(reason), elapsed, ticks, epochsAfter: epoch.length };
    });

  describe.each([
    { where: "an isolated page", server: () => isolated, threads: [1, 2, 3, 4] },
    { where: "a page that is not isolated, and has one thread,", server: () => plain, threads: [4] },
  ])("$where gives the bits of Node", ({ server, threads }) => {
    beforeAll(() => open(server()));
    afterAll(() => page.close());

    test.each(NETWORKS.map(({ name }, index) => ({ name, index })))("$name", async ({ index }) => {
      const inNode = await trainNetwork(nn, NETWORKS[index], { threads: 1 });
      for (const count of threads) {
        expect(await trainInPage(index, { threads: count }), `${count} threads`).toEqual(inNode);
      }
      expect(warnings).toEqual([]);
    });
  });

  describe("each in a page of its own", () => {
    afterEach(() => page.close());

    test("an isolated page has a thread for each processor, and a page that is not says why it has one", async () => {
      const facts = () =>
        page.evaluate(() => {
          const { threads, whyOneThread } = inkling.webPlatform();
          return { threads, whyOneThread, processors: navigator.hardwareConcurrency };
        });
      await open(isolated);
      const { threads, whyOneThread, processors } = await facts();
      expect(threads).toBe(processors);
      expect(whyOneThread).toBeUndefined();
      await page.close();
      await open(plain);
      expect(await facts()).toMatchObject({
        threads: 1,
        whyOneThread: expect.stringContaining("Cross-Origin-Embedder-Policy: require-corp"),
      });
    });

    test("threads asked for where there is one are warned of once", async () => {
      await open(plain);
      await page.evaluate(() => {
        inkling.provideWebPlatform({ threads: 4 });
        inkling.provideWebPlatform({ threads: 4 });
        inkling.provideWebPlatform({ threads: 1 });
      });
      expect(warnings).toEqual([
        expect.stringMatching(
          /^Inkling trains on one thread instead of 4: this page is not cross-origin isolated/,
        ),
      ]);
    });

    test("workers train, and none of them outlives its fit", async () => {
      await open(isolated);
      const seen = new Set<string>();
      page.on("worker", (worker) => seen.add(worker.url()));
      await trainInPage(0, { threads: 3 });
      expect([...seen]).toEqual([`${isolated.url}dist/web/training-worker.js`]);
      await expect.poll(() => page.workers().length).toBe(0);
    });

    test("two models fit at once as each does alone", async () => {
      const [first, second] = await Promise.all(
        [0, 1].map((index) => trainNetwork(nn, NETWORKS[index], { threads: 1 })),
      );
      await open(isolated);
      expect(await Promise.all([trainInPage(0, { threads: 2 }), trainInPage(1, { threads: 2 })])).toEqual([
        first,
        second,
      ]);
    });

    test.each([
      { where: "an isolated page", server: () => isolated },
      { where: "a page that is not isolated", server: () => plain },
    ])("$where stays awake while a signal stops its fit, and the model can be used", async ({ server }) => {
      await open(server());
      const { reason, elapsed, ticks, epochsAfter } = await abortInPage();
      expect(reason).toBe("Error: enough");
      expect(elapsed).toBeLessThan(10_000);
      expect(ticks).toBeGreaterThan(elapsed / 200);
      expect(epochsAfter).toBe(1);
      await expect.poll(() => page.workers().length).toBe(0);
    });

    test.each([
      {
        script: "/not-there.js",
        words: "could not be started: .*its script did not load.*Serve training-worker.js",
      },
      { script: "/imports-nothing.js", words: "could not be started" },
      { script: "/is-not-javascript.js", words: "could not be started" },
      { script: "/throws-at-its-start.js", words: "threw an error: .*boom" },
      { script: "/throws-when-spoken-to.js", words: "threw an error: .*boom" },
      { script: "/throws-at-work.js", words: "threw an error: .*boom" },
      { script: "/ends-at-work.js", words: "ended: " },
    ])(
      "a worker whose script is $script rejects the fit, however many others wait for it",
      async ({ script, words }) => {
        await open(isolated);
        for (const place of [0, 2]) {
          const { message, kept, elapsed } = await page.evaluate(
            async ([path, bad]) => {
              let made = 0;
              const startTraining = trainingInWebWorkers(() => {
                const url = made++ === bad ? path : "/dist/web/training-worker.js";
                return new Worker(new URL(url, location.href), { type: "module" });
              });
              inkling.providePlatform({ ...inkling.webPlatform(), startTraining });
              const { images, labels } = networks.makeDigits([144]);
              const model = networks.makeNetwork(inkling, networks.NETWORKS[0]);
              let lastEpoch = await model.weightsSha256();
              class Watch extends inkling.Callback {
                override async onEpochEnd(): Promise<void> {
                  lastEpoch = await model.weightsSha256();
                }
              }
              const start = performance.now();
              const plan = { verbose: 0, batchSize: 2, threads: 3, epochs: 1e6 } as const;
              const error: unknown = await model
                .fit(images, labels, { ...plan, callbacks: [new Watch()] })
                .catch((reason: unknown) => reason);
              const elapsed = performance.now() - start;
              const named =
                error instanceof inkling.InklingError ? error.message : `not ours: ${String(error)}`;
              return { message: named, kept: (await model.weightsSha256()) === lastEpoch, elapsed };
            },
            [script, place] as const,
          );
          expect(message).toMatch(new RegExp(`^a training thread ${words}`));
          expect(message).toContain("The weights are those of the last whole epoch; fit again");
          expect(kept).toBe(true);
          expect(elapsed).toBeLessThan(10_000);
        }
        // Chromium grants a worker two seconds to end by itself, which one that sleeps in the barrier does not.
        await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBe(0);
        expect(warnings).toEqual([]);
      },
    );

    test.each([
      { end: "when they have had nothing to do for a while", dispose: false },
      { end: "when their model is disposed of", dispose: true },
    ])("helpers leave no trace in what a model predicts, and end $end", async ({ dispose }) => {
      await open(isolated);
      const started: string[] = [];
      page.on("worker", (worker) => started.push(worker.url()));
      const same = await page.evaluate(async (disposeAtOnce) => {
        inkling.provideWebPlatform({ threads: 3 });
        const { images } = networks.makeDigits([12, 12, 1]);
        const model = networks.makeNetwork(inkling, networks.NETWORKS[3]);
        const first = model.predict(images).data.join();
        let last = first;
        for (const start = performance.now(); performance.now() - start < 1000;) {
          last = model.predict(images).data.join();
          await new Promise((resume) => setTimeout(resume));
        }
        if (disposeAtOnce) model.dispose();
        return last === first;
      }, dispose);
      expect(same).toBe(true);
      expect(new Set(started)).toEqual(new Set([`${isolated.url}dist/web/helper-worker.js`]));
      await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBe(0);
    });

    test("a model that trains in a worker of the page gives the same bits", async () => {
      const inNode = await trainNetwork(nn, NETWORKS[0], { threads: 1 });
      await open(isolated);
      // A worker knows no import map, so the library comes by its paths, without the rooms that need a package.
      const sha = await page.evaluate(
        () =>
          new Promise<string>((resolve, reject) => {
            const code = `
              import * as nn from "${location.origin}/dist/nn/index.js";
              import { provideWebPlatform } from "${location.origin}/dist/web/web-platform.js";
              import { NETWORKS, trainNetwork } from "${location.origin}/networks.js";
              provideWebPlatform();
              postMessage((await trainNetwork(nn, NETWORKS[0], { threads: 2 })).sha);`;
            const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
            const worker = new Worker(url, { type: "module" });
            worker.addEventListener("message", ({ data }) => resolve(data as string));
            worker.addEventListener("error", ({ message }) => reject(new Error(message)));
          }),
      );
      expect(sha).toBe(inNode.sha);
    });

    test("epochs are printed to the console line by line", async () => {
      await open(isolated);
      const lines: string[] = [];
      page.on("console", (message) => lines.push(message.text()));
      await trainInPage(0, { verbose: 2 });
      expect(lines).toEqual([
        "Epoch 1/2",
        expect.stringMatching(/^12\/12 - \d+s - .* - loss: \d\.\d{4} - .*val_loss: \d\.\d{4}$/),
        "Epoch 2/2",
        expect.stringMatching(/^12\/12 - /),
      ]);
    });
  });
});
