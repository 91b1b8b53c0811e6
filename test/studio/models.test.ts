/** Models: cards, files that are dropped, models that are kept. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeWithChromium } from "../chromium.ts";
import { mnistFolder } from "../mnist.ts";
import { constantModel } from "./constant-model.ts";
import { axeViolations, expectSoon, useStudio } from "./open-studio.ts";

const NO_DATA = "/nowhere";
const DIGITS = new URL("../../models/digits.safetensors", import.meta.url);

describeWithChromium("Models", { timeout: 120_000 }, () => {
  const studio = useStudio();

  test("the shipped models' cards are there, with their tables", async () => {
    const { page, problems, requests, url } = await studio.open({ view: "models", data: NO_DATA });
    await page.getByText("162,059 weights").waitFor();
    // 9960 of 10,000 by Wilson's formula, worked out by hand: 0.994558 to 0.997061.
    expect(await page.getByTestId("shipped").textContent()).toContain(
      "99.60 % of 10,000 (95 % interval 99.46 % to 99.71 %)",
    );
    expect(await page.locator('[data-card="digits"] table').count()).toBe(2);
    expect(await page.locator('[data-card="line"]').textContent()).toContain("CTC loss");
    expect(requests.filter((request) => !request.startsWith(url))).toEqual([]);
    expect(problems).toEqual([]);
  });

  test("a Keras file shows its summary, is kept, renamed, used and deleted", async () => {
    const { page, problems } = await studio.open({ view: "models", data: NO_DATA });
    for (const [file, format] of [
      ["one.h5", "keras-h5"],
      ["one.keras", "keras"],
    ] as const) {
      await drop(page, file, await constantModel(1, format));
      await page.getByRole("heading", { name: file }).waitFor();
      await expectSoon(() => page.getByTestId("summary").textContent()).toMatch(
        /Dense.*7,850.*Total params: 7,850/s,
      );
    }
    await page.getByText("this page's server has no MNIST").waitFor();
    await page.getByRole("button", { name: "Keep it in this browser" }).click();
    const models = page.getByTestId("models");
    await models.getByRole("button", { name: "Rename" }).click();
    await page.getByLabel("New name").fill("Always one");
    await page.keyboard.press("Enter");
    await models.getByRole("heading", { name: "Always one" }).waitFor();
    await models.getByRole("button", { name: "Use in Read" }).click();
    await models.getByRole("button", { name: "Reads in Read", pressed: true }).waitFor();
    await page.reload();
    await models.getByRole("heading", { name: "Always one" }).waitFor();
    const saved = page.waitForEvent("download");
    await models.getByRole("button", { name: ".safetensors" }).click();
    expect((await saved).suggestedFilename()).toBe("Always one.safetensors");
    await models.getByRole("button", { name: "Delete Always one" }).click();
    await page.getByRole("button", { name: "Delete it" }).click();
    await page.getByText("None yet").waitFor();
    expect(problems).toEqual([]);
  });

  test.skipIf(mnistFolder() === undefined)("a file's accuracy on MNIST comes with its interval", async () => {
    const { page } = await studio.open({ view: "models", data: mnistFolder() });
    await drop(page, "one.h5", await constantModel(1, "keras-h5"));
    // Wilson's interval of 1135 in 10,000, worked out by hand: 0.107431 to 0.119866.
    await expectSoon(() => page.getByTestId("accuracy").textContent()).toContain(
      "11.35 % of 10,000 (95 % interval 10.74 % to 11.99 %)",
    );
  });

  test("a text file and damaged files are refused with a way out", async () => {
    const { page } = await studio.open({ view: "models", data: NO_DATA });
    await drop(page, "notes.h5", Buffer.from("not a model at all"));
    await page.getByText("notes.h5 is not a model file").waitFor();
    await drop(page, "half.safetensors", (await readFile(DIGITS)).subarray(0, 5000));
    await page
      .getByText(/half\.safetensors .*(cut|damaged|short|end|size|bytes)/)
      .first()
      .waitFor();
    await drop(page, "net.keras", Buffer.from("PK\u0003\u0004 and so on"));
    await page.getByText(/net\.keras cannot be unpacked/).waitFor();
    expect(await page.getByTestId("summary").count()).toBe(0);
  });

  test.each(["light", "dark"] as const)("axe finds nothing in %s colours", async (colorScheme) => {
    const { page } = await studio.open({ view: "models", data: NO_DATA, context: { colorScheme } });
    await drop(page, "one.h5", await constantModel(1, "keras-h5"));
    await page.getByRole("button", { name: "Keep it in this browser" }).click();
    await page.getByTestId("models").getByRole("heading").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test("on a phone of 360 pixels nothing is wider than the screen", async () => {
    const viewport = { width: 360, height: 740 };
    const { page } = await studio.open({ view: "models", data: NO_DATA, context: { viewport } });
    await drop(page, "one.h5", await constantModel(1, "keras-h5"));
    await page.getByTestId("summary").waitFor();
    await page.getByText("162,059 weights").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
});

async function drop(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('[data-view="models"] input[type="file"]').setInputFiles({
    name,
    mimeType: "application/octet-stream",
    buffer,
  });
}
