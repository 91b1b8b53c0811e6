/** The view Read with a mouse and with a keyboard alone. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeWithChromium } from "../chromium.ts";
import { drawDigits, drawScribble } from "./draw-digits.ts";
import { expectSoon, readerIsReady, useStudio } from "./open-studio.ts";

describeWithChromium("a number written on the pad", { timeout: 120_000 }, () => {
  const studio = useStudio();

  test("4711 is read as 4711, with its probability, its decision, other texts and each digit's pixels", async () => {
    const { page, problems, requests, url } = await studio.open();
    await readerIsReady(page);
    await drawDigits(page, "4711");
    const number = page.getByTestId("number");
    await expectSoon(() => number.textContent()).toBe("4711");
    const view = page.locator('[data-view="read"]');
    await view.getByText(/^\d+\.\d % sure$/).waitFor();
    await view.getByText(/^(Accept|Review|Reject)$/).waitFor();
    await view.getByRole("heading", { name: "It may also be" }).waitFor();
    const digits = view.getByRole("radio");
    await expectSoon(() => digits.count()).toBe(4);
    expect(await view.getByRole("rowheader").allTextContents()).toEqual([..."0123456789", "no digit"]);
    expect(await view.locator("tr.best th").textContent()).toBe("4");
    expect(problems).toEqual([]);
    expect(requests.filter((request) => !request.startsWith(url) && !request.startsWith("blob:"))).toEqual(
      [],
    );
  });

  test("every step from the drawing to the number can be opened", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await drawDigits(page, "17");
    await page.getByText("How it was read").click();
    const steps = page.locator("details li");
    await expectSoon(() => steps.count()).toBe(6);
    expect(await steps.getByRole("heading").allTextContents()).toEqual([
      "1. Picture",
      "2. Ink",
      "3. Upright",
      "4. Without lines",
      "5. Number",
      "6. Line",
    ]);
    // The line network's picture is 32 pixels high.
    expect(await steps.last().locator("canvas").getAttribute("height")).toBe("32");
  });

  test("it is read within 50 ms of the last stroke where the processor is free", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await drawDigits(page, "471");
    await expectSoon(() => page.getByTestId("number").textContent()).toBe("471");
    await page.getByText("How it was read").click();
    const times: number[] = [];
    // Other work may hold the processor: one reading on a free one is looked for.
    while (times.length < 25 && !times.some((time) => time < 50)) {
      await page.getByRole("button", { name: "Undo" }).click();
      await expectSoon(() => page.getByTestId("number").textContent()).toBe("47");
      await drawDigits(page, "1", 2);
      await expectSoon(() => page.getByTestId("number").textContent()).toBe("471");
      const words = await page.getByText(/^\s*Read in \d+ ms/).textContent();
      times.push(Number(/\d+/.exec(words ?? "")?.[0]));
    }
    expect(Math.min(...times)).toBeLessThan(50);
  });

  test("a 1 drawn as if with a ruler is a 1 and no printed line", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await drawDigits(page, "|7");
    await expectSoon(() => page.getByTestId("number").textContent()).toBe("17");
  });

  test("a scribble is rejected, and says why", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await drawScribble(page);
    const view = page.locator('[data-view="read"]');
    await view.getByText("Reject", { exact: true }).waitFor();
    expect(await view.locator(".reasons li").count()).toBeGreaterThan(0);
  });

  test("undo takes the last stroke back, clear takes all, and undo brings them back", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await drawDigits(page, "17");
    const number = page.getByTestId("number");
    await expectSoon(() => number.textContent()).toBe("17");
    await page.getByRole("button", { name: "Undo" }).click();
    await expectSoon(() => number.textContent()).toBe("1");
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByText("Nothing to read yet").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await expectSoon(() => number.textContent()).toBe("1");
  });

  test("by keyboard alone a number is written, read, corrected and exported", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await tabTo(page, "Drawing pad");
    // A 4 without a diagonal, and a 7.
    await press(page, ["Space", "ArrowDown*9", "ArrowRight*8", "Space", "ArrowUp*9", "ArrowLeft*2"]);
    await press(page, ["Space", "ArrowDown*16", "Space", "ArrowUp*16", "ArrowRight*7"]);
    await press(page, ["Space", "ArrowRight*9", "ArrowDown*16", "Space"]);
    const number = page.getByTestId("number");
    await expectSoon(() => number.textContent()).toMatch(/^4[179]$/);
    const radios = page.locator('[data-view="read"]').getByRole("radio");
    await expectSoon(() => radios.count()).toBe(2);
    await tabTo(page, /Digit 1/);
    await press(page, ["ArrowRight", "4"]);
    expect(await number.textContent()).toBe("44");
    await page.getByText("Corrected by you").waitFor();
    await tabTo(page, "JSON");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(download.suggestedFilename()).toBe("drawing.json");
    const [{ corrected }] = JSON.parse(await textOf(download)).pages[0].numbers as {
      corrected: { text: string; by: string };
    }[];
    expect(corrected).toEqual({ text: "44", by: "you" });
  });
});

/** Presses Tab until the focus is on what is called so. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = (element as HTMLInputElement | null)?.labels?.[0]?.textContent;
      return (element?.getAttribute("aria-label") ?? label ?? element?.textContent ?? "").trim();
    });
    if (typeof name === "string" ? focused === name : name.test(focused)) return;
  }
  throw new Error(`Tab never came to ${String(name)}.`);
}

/** Keys one after the other; `Key*n` n times. */
async function press(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const [name, times = "1"] = key.split("*");
    for (let i = 0; i < Number(times); i++) await page.keyboard.press(name);
  }
}

async function textOf(download: { createReadStream(): Promise<NodeJS.ReadableStream> }): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
