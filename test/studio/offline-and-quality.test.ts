/** What holds for the page as a whole: offline, one thread, full storage, accessibility, size. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeWithChromium } from "../chromium.ts";
import { drawDigits } from "./draw-digits.ts";
import { axeViolations, expectSoon, readerIsReady, STUDIO_FOLDER, useStudio } from "./open-studio.ts";

/** Files that hold what the networks learnt, counted apart from the page's code. */
const MODEL_FILE = /\.safetensors$|numbers-[^/]*\.json$/;
const MOST_GZIPPED = 300_000;

describeWithChromium("the studio as a whole", { timeout: 120_000 }, () => {
  const studio = useStudio();

  test("after the first visit it opens and reads without a network", async () => {
    const { page, url } = await studio.open();
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    // HDF5 comes last, when the page has nothing else to do.
    await expectSoon(() => cachedFiles(page)).toMatch(/hdf5/);
    await page.context().setOffline(true);
    await page.goto(`${url}#/read`);
    await page.reload();
    await readerIsReady(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await drawDigits(page, "7");
    await expectSoon(() => page.getByTestId("number").textContent()).toBe("7");
    await page.getByRole("link", { name: "Models" }).click();
    await page.locator('[data-view="models"] h1').waitFor();
  });

  test("the first load is at most 300 kB gzipped, models apart, and HDF5 is not in it", async () => {
    const { page, requests, url } = await studio.open({ context: { serviceWorkers: "block" } });
    await readerIsReady(page);
    const files = [...new Set(requests)].filter((request) => request.startsWith(url));
    const sizes = await Promise.all(
      files.map(async (address) => {
        const name = new URL(address).pathname.slice(1) || "index.html";
        return { name, bytes: gzipSync(await readFile(join(STUDIO_FOLDER, name))).length };
      }),
    );
    const code = sizes.filter(({ name }) => !MODEL_FILE.test(name));
    const total = code.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(code.map(({ name }) => name).join()).not.toMatch(/hdf5/);
    expect(code.length).toBeGreaterThan(4);
    expect(total).toBeLessThan(MOST_GZIPPED);
  });

  test("the pad can be drawn on within 1.5 s of the first visit", async () => {
    const times: number[] = [];
    // Other work may hold the processor: one visit on a free one is looked for.
    while (times.length < 6 && !times.some((time) => time < 1500)) {
      const { page } = await studio.open({ before: notePad });
      await readerIsReady(page);
      times.push(await page.evaluate(() => (globalThis as unknown as { padShownAt: number }).padShownAt));
    }
    expect(Math.min(...times)).toBeLessThan(1500);
  });

  test("without shared memory everything works on one thread, and the page says so", async () => {
    const { page, problems } = await studio.open({ isolated: false });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await page.getByText(/^One thread only/).waitFor();
    await readerIsReady(page);
    await drawDigits(page, "7");
    await expectSoon(() => page.getByTestId("number").textContent()).toBe("7");
    expect(problems).toEqual([]);
  });

  test("a browser that keeps nothing shows the page all the same", async () => {
    const { page } = await studio.open({
      before: (page) =>
        page.addInitScript(() => {
          IDBFactory.prototype.open = () => {
            throw new DOMException("The storage is full.", "QuotaExceededError");
          };
        }),
    });
    await readerIsReady(page);
    await page.getByRole("button", { name: /^Colours/ }).click();
    await page.getByRole("button", { name: /^Colours: light/ }).waitFor();
    await drawDigits(page, "7");
    await expectSoon(() => page.getByTestId("number").textContent()).toBe("7");
  });

  test.each(["light", "dark"] as const)(
    "axe finds nothing to complain of in %s colours",
    async (colorScheme) => {
      const { page } = await studio.open({ context: { colorScheme } });
      await readerIsReady(page);
      expect(await axeViolations(page)).toEqual([]);
      await drawDigits(page, "4711");
      await expectSoon(() => page.getByRole("radio").count()).toBe(4);
      await page.getByText("How it was read").click();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole("button", { name: "Camera" }).click();
      await page.getByRole("dialog").waitFor();
      expect(await axeViolations(page)).toEqual([]);
    },
  );

  test("on a phone of 360 pixels nothing is wider than the screen", async () => {
    const { page } = await studio.open({ context: { viewport: { width: 360, height: 740 } } });
    await readerIsReady(page);
    await drawDigits(page, "471");
    await expectSoon(() => page.getByRole("radio").count()).toBe(3);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

/** Notes when the pad is there, in milliseconds from the visit's beginning. */
async function notePad(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const timer = setInterval(() => {
      if (document.querySelector("[aria-label='Drawing pad']") === null) return;
      Object.assign(globalThis, { padShownAt: performance.now() });
      clearInterval(timer);
    }, 5);
  });
}

/** The files that the service worker has put by. */
function cachedFiles(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const caches = await Promise.all(
      (await globalThis.caches.keys()).map((name) => globalThis.caches.open(name)),
    );
    const files = await Promise.all(caches.map((cache) => cache.keys()));
    return files
      .flat()
      .map(({ url }) => url)
      .join("\n");
  });
}
