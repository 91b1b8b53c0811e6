/** Look inside: what a network makes of a digit, from the worker to the page. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { writeModelRecord } from "../../src/formats/index.ts";
import { Dense, Sequential } from "../../src/nn/index.ts";
import { describeWithChromium } from "../chromium.ts";
import { mnistFolder } from "../mnist.ts";
import {
  axeViolations,
  expectSoon,
  type StudioPage,
  useStudio,
  type OpenStudioOptions,
} from "./open-studio.ts";

const NO_DATA = "/nowhere";

describeWithChromium("Look inside", { timeout: 120_000 }, () => {
  const studio = useStudio();

  async function openInside(options: OpenStudioOptions = {}): Promise<StudioPage> {
    const opened = await studio.open({ view: "inside", data: NO_DATA, ...options });
    await ready(opened.page);
    return opened;
  }

  test("a sample is read, and weights, layers, neighbours and a flip are shown", async () => {
    const { page, problems, requests, url } = await openInside();
    await page.getByRole("button", { name: "Look at a 7, example 1" }).click();
    await expectSoon(() => page.getByTestId("inside-digit").textContent()).toBe("7");
    await ready(page);
    // The digit model's first convolution has 24 filters.
    expect(await page.getByTestId("weights").locator("canvas").count()).toBe(24);
    expect(await page.getByTestId("layers").locator("canvas").count()).toBeGreaterThan(5);
    expect(await page.getByTestId("neighbours").locator("strong").allTextContents()).toContain("7");
    expect(await page.getByTestId("flipped-digit").textContent()).toMatch(/^[0-689]$/);
    expect(requests.filter((request) => !request.startsWith(url))).toEqual([]);
    expect(problems).toEqual([]);
  });

  test("a digit is drawn with the keyboard alone", async () => {
    const { page } = await openInside();
    await page.getByLabel("Pad for one digit").focus();
    await page.keyboard.press("Space");
    for (let step = 0; step < 16; step++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await expectSoon(() => page.getByTestId("inside-digit").textContent()).toBe("1");
    await page.getByRole("status").filter({ hasText: "reads a 1" }).waitFor({ state: "attached" });
  });

  test("a model that was kept is looked into instead of the shipped one", async () => {
    const { page, problems } = await studio.open({ view: "models", data: NO_DATA });
    const model = new Sequential([
      new Dense(7, { activation: "sigmoid", inputShape: [784] }),
      new Dense(10, { activation: "softmax" }),
    ]);
    const file = Buffer.from(await writeModelRecord(model.toRecord(), "keras-h5"));
    const chooser = page.locator('[data-view="models"] input[type="file"]');
    await chooser.setInputFiles({ name: "seven.h5", mimeType: "application/x-hdf5", buffer: file });
    await page.getByRole("button", { name: "Keep it in this browser" }).click();
    await page.getByTestId("models").getByRole("heading", { name: "seven.h5" }).waitFor();
    await page.getByRole("link", { name: "Look inside" }).click();
    await ready(page);
    await page.getByRole("combobox", { name: "Network" }).selectOption({ label: "seven.h5" });
    await expectSoon(() => page.getByTestId("weights").locator("canvas").count()).toBe(7);
    await ready(page);
    expect(await page.getByTestId("layers").locator("canvas").count()).toBe(2);
    expect(problems).toEqual([]);
  });

  test.skipIf(mnistFolder() === undefined)(
    "with MNIST on the server the neighbours are its own",
    async () => {
      const { page } = await openInside({ data: mnistFolder() });
      expect(await page.getByText("Of 10,000 training images of MNIST", { exact: false }).count()).toBe(1);
      expect(await page.getByText("Or one of MNIST's test set").count()).toBe(1);
    },
  );

  test.each(["light", "dark"] as const)("axe finds nothing in %s colours", async (colorScheme) => {
    const { page } = await openInside({ context: { colorScheme } });
    expect(await axeViolations(page)).toEqual([]);
  });

  test("on a phone of 360 pixels nothing is wider than the screen", async () => {
    const { page } = await openInside({ context: { viewport: { width: 360, height: 740 } } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
});

/** Waits until all that is computed for a digit is there. */
async function ready(page: Page): Promise<void> {
  await page.locator('[data-view="inside"] [data-ready="true"]').waitFor({ timeout: 60_000 });
}
