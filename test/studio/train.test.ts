/** The view Train on the built-in digits and on dropped files: from the choice of layers to the file that is taken home. */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { encodeIdx } from "../../src/data/index.ts";
import { readModelRecord } from "../../src/formats/index.ts";
import { Sequential } from "../../src/nn/index.ts";
import { loadInk } from "../../src/node/index.ts";
import { describeWithChromium } from "../chromium.ts";
import { constantModel } from "./constant-model.ts";
import {
  axeViolations,
  expectSoon,
  type StudioPage,
  useStudio,
  type OpenStudioOptions,
} from "./open-studio.ts";

const NO_DATA = "/nowhere";

describeWithChromium("the view Train", { timeout: 120_000 }, () => {
  const studio = useStudio();

  /** Without MNIST on the server; the built-in digits are chosen by the page itself. */
  async function openTrain(options: OpenStudioOptions = {}): Promise<StudioPage> {
    const opened = await studio.open({ view: "train", data: NO_DATA, ...options });
    await opened.page.getByTestId("parameters").waitFor();
    return opened;
  }

  test("the notebook's network learns the built-in digits, and is evaluated", async () => {
    const { page, problems, requests, url } = await openTrain();
    expect(await page.getByRole("radio", { name: /^MNIST/ }).isDisabled()).toBe(true);
    // 784·32 + 32 + 2·(32·32 + 32) + 32·10 + 10.
    expect(await page.getByTestId("parameters").textContent()).toBe("27,562 weights");
    await page.getByLabel("Images to draw").fill("2000");
    await page.getByLabel("Epochs", { exact: true }).fill("6");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await finished(page);
    expect(await page.getByTestId("epochs").locator("tbody tr").count()).toBe(6);
    expect(await page.getByTestId("data-facts").textContent()).toContain("2,000 images to learn from, 334");
    expect(await page.getByTestId("samples").locator("li").count()).toBe(10);
    const cells = await page.getByRole("button", { name: /read as \d: \d+ images?$/ }).all();
    const counts = await Promise.all(cells.map((cell) => cell.textContent()));
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(334);
    expect(requests.filter((request) => !request.startsWith(url) && !request.startsWith("blob:"))).toEqual(
      [],
    );
    expect(problems).toEqual([]);
  });

  test("own layers are counted as they change, and one that does not fit says why", async () => {
    const { page } = await openTrain();
    await page.getByRole("button", { name: "Edit its layers" }).click();
    await page.getByLabel("Units of Dense, layer 1").fill("64");
    await page.getByLabel("Units of Dense, layer 1").blur();
    // 784·64 + 64 + 64·32 + 32 + 32·32 + 32 + 32·10 + 10.
    await expectSoon(() => page.getByTestId("parameters").textContent()).toBe("53,706 weights");
    await page.getByRole("button", { name: "Remove Dense, layer 3" }).click();
    await expectSoon(() => page.getByTestId("parameters").textContent()).toBe("52,650 weights");
    await page.getByLabel("Another layer").selectOption("Conv2D");
    await page.getByRole("button", { name: "Add it before the last" }).click();
    await page.getByText("Layer 3 does not fit.").waitFor();
    expect(await page.getByRole("listitem", { name: "Conv2D, layer 3" }).textContent()).toMatch(
      /expected .*received/,
    );
    expect(await page.getByRole("button", { name: "Start", exact: true }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Remove Conv2D, layer 3" }).click();
    await page.getByLabel("Units of Dense, layer 3").fill("7");
    await page.getByLabel("Units of Dense, layer 3").blur();
    await page.getByText(/gives 7 numbers, but there are ten digits/).waitFor();
    await page.reload();
    await page.getByText(/gives 7 numbers, but there are ten digits/).waitFor();
  });

  test("a training rests, goes on, stops, and is trained further", async () => {
    const { page } = await openTrain();
    await page.getByLabel("Images to draw").fill("3000");
    await page.getByLabel("Epochs", { exact: true }).fill("1000");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await expectSoon(() => page.getByTestId("epochs").locator("tbody tr").count()).toBeGreaterThan(2);
    await page.getByRole("button", { name: "Pause" }).click();
    await expectSoon(() => page.getByTestId("phase").textContent()).toBe("Paused");
    const rows = await page.getByTestId("epochs").locator("tbody tr").count();
    await page.waitForTimeout(300);
    expect(await page.getByTestId("epochs").locator("tbody tr").count()).toBe(rows);
    await page.getByRole("button", { name: "Go on" }).click();
    await expectSoon(() => page.getByTestId("epochs").locator("tbody tr").count()).toBeGreaterThan(rows);
    await page.getByRole("button", { name: "Stop" }).click();
    await finished(page);
    expect(await page.getByTestId("phase").textContent()).toBe("Stopped");
    const stoppedAt = await page.getByTestId("epochs").locator("tbody tr").count();
    await page.getByLabel("Epochs", { exact: true }).fill(String(stoppedAt + 2));
    await page.getByRole("button", { name: `Go on to epoch ${stoppedAt + 2}` }).click();
    await finished(page);
    expect(await page.getByTestId("epochs").locator("tbody tr").count()).toBe(stoppedAt + 2);
  });

  test("the model is saved as .h5 and .keras with the weights that the page names, and reads in Read", async () => {
    const { page } = await openTrain();
    await page.getByLabel("Images to draw").fill("1000");
    await page.getByLabel("Epochs", { exact: true }).fill("2");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await finished(page);
    const sha256 = await page.getByTestId("sha256").textContent();
    const magic = { ".h5": [0x89, 0x48, 0x44, 0x46], ".keras": [0x50, 0x4b, 3, 4], ".safetensors": [] };
    for (const [extension, start] of Object.entries(magic)) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: extension, exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`My network${extension}`);
      const bytes = new Uint8Array(await readFile(await download.path()));
      expect([...bytes.subarray(0, start.length)]).toEqual(start);
      const model = Sequential.fromRecord(await readModelRecord(bytes, download.suggestedFilename()));
      expect(await model.weightsSha256()).toBe(sha256);
    }
    await page.getByRole("button", { name: "Read with it" }).click();
    await page.getByText("Digits are read by My network.").waitFor();
    await page.reload();
    await page.getByRole("navigation").getByRole("link", { name: "Models" }).click();
    await page.getByTestId("models").getByText("Last training").waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Train" }).click();
    await expectSoon(() => page.getByLabel("Epochs", { exact: true }).inputValue()).toBe("2");
  });

  test("a browser without room says so, and the trained network can still be saved as a file", async () => {
    const { page } = await openTrain({
      before: (page) =>
        page.addInitScript(() => {
          IDBObjectStore.prototype.put = () => {
            throw new DOMException("The storage is full.", "QuotaExceededError");
          };
        }),
    });
    await page.getByLabel("Images to draw").fill("1000");
    await page.getByLabel("Epochs", { exact: true }).fill("1");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("There is no room left in this browser's storage").first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: ".h5", exact: true }).click(),
    ]);
    expect((await readFile(await download.path())).length).toBeGreaterThan(100_000);
  });

  test("dropped IDX files are learnt from, and a network from a file is measured on them", async () => {
    const { page } = await openTrain();
    const ink = await loadInk({ count: 700, seed: 3 });
    const images = Buffer.from(gzipSync(encodeIdx(ink.images)));
    const labels = Buffer.from(encodeIdx({ data: ink.labels, shape: [700] }));
    await page.getByRole("radio", { name: /^Your files/ }).check();
    await page.locator('[data-view="train"] input[type="file"][multiple]').setInputFiles([
      { name: "labels", mimeType: "", buffer: labels },
      { name: "images.gz", mimeType: "", buffer: images },
    ]);
    await page.getByLabel("Epochs", { exact: true }).fill("1");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await finished(page);
    expect(await page.getByTestId("data-facts").textContent()).toContain(
      "600 images to learn from, 100 to test with. The last 100 images are kept for the test.",
    );
    await page.getByLabel("Start from").selectOption("own");
    await page.getByText("Take a network from a file").click();
    await page
      .locator('[data-view="train"] details input[type="file"]')
      .setInputFiles({ name: "threes.h5", mimeType: "", buffer: await constantModel(3, "keras-h5") });
    const threes = ink.labels.subarray(600).filter((label) => label === 3).length;
    await expectSoon(() => page.getByTestId("evaluation").textContent()).toContain(`${threes}.0`);
  });

  test.each([
    [
      "a text file",
      [{ name: "notes.txt", bytes: Buffer.from("no images here") }],
      /notes\.txt is not an IDX file/,
    ],
    [
      "labels alone",
      [{ name: "labels", bytes: Buffer.from(encodeIdx({ data: new Uint8Array(3), shape: [3] })) }],
      /These files are no data set|these files are no data set/,
    ],
    [
      "images of another size",
      [
        { name: "small", bytes: Buffer.from(encodeIdx({ data: new Uint8Array(48), shape: [3, 4, 4] })) },
        { name: "labels", bytes: Buffer.from(encodeIdx({ data: new Uint8Array(3), shape: [3] })) },
      ],
      /the images of small have the wrong size/,
    ],
  ])("%s is refused with kind words, and another set can be chosen", async (_, files, words) => {
    const { page } = await openTrain();
    await page.getByRole("radio", { name: /^Your files/ }).check();
    await page
      .locator('[data-view="train"] input[type="file"][multiple]')
      .setInputFiles(files.map(({ name, bytes }) => ({ name, mimeType: "", buffer: bytes })));
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText(words).first().waitFor();
    await expectSoon(() => page.getByRole("button", { name: "Start", exact: true }).isEnabled()).toBe(true);
  });

  test("by keyboard alone a network is trained and its mistakes are looked at", async () => {
    const { page } = await openTrain();
    await page.getByLabel("Images to draw").fill("1000");
    await page.getByLabel("Epochs", { exact: true }).fill("1");
    await page.getByRole("button", { name: "Start", exact: true }).focus();
    await page.keyboard.press("Enter");
    await finished(page);
    const cell = page.getByRole("button", { name: /read as \d: \d+ images?$/ }).first();
    await cell.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const chosen = await page.getByRole("button", { pressed: true, name: /read as/ }).textContent();
    await page.getByTestId("confused").locator("canvas").first().waitFor();
    expect(await page.getByTestId("confused").locator("canvas").count()).toBe(Math.min(60, Number(chosen)));
  });

  test.each(["light", "dark"] as const)("axe finds nothing in %s colours", async (colorScheme) => {
    const { page } = await openTrain({ context: { colorScheme } });
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Edit its layers" }).click();
    await page.getByLabel("Images to draw").fill("1000");
    await page.getByLabel("Epochs", { exact: true }).fill("2");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await finished(page);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("on a phone of 360 pixels nothing is wider than the screen", async () => {
    const { page } = await openTrain({ context: { viewport: { width: 360, height: 740 } } });
    await page.getByRole("button", { name: "Edit its layers" }).click();
    await page.getByLabel("Images to draw").fill("1000");
    await page.getByLabel("Epochs", { exact: true }).fill("1");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await finished(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test("without shared memory it trains on one thread, and says so", async () => {
    const { page, problems } = await openTrain({ isolated: false });
    await page.getByLabel("Images to draw").fill("1000");
    await page.getByLabel("Epochs", { exact: true }).fill("1");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("This page trains on one thread.").waitFor();
    await finished(page);
    expect(problems).toEqual([]);
  });
});

/** Waits until the training is over and evaluated. */
async function finished(page: Page): Promise<void> {
  await page.locator('[data-view="train"] [data-phase="ready"]').waitFor({ timeout: 60_000 });
  await page.getByTestId("evaluation").waitFor({ timeout: 60_000 });
}
