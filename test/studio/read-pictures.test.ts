/** The view Read with picture files: scans of several numbers, and files that are none. */
import { readFile } from "node:fs/promises";
import type { Download, Page } from "playwright-core";
import sharp from "sharp";
import { expect, test } from "vitest";
import { describeWithChromium } from "../chromium.ts";
import { savePage } from "../cli/draw-page.ts";
import { blackPng } from "../node/handmade-png.ts";
import { useTemporaryFolder } from "../node/temporary-folder.ts";
import { shippedReader } from "../reader/segments/draw-number.ts";
import { expectSoon, readerIsReady, useStudio } from "./open-studio.ts";

const NUMBERS = ["4711", "2025", "806"];
const PNG = { mimeType: "image/png" };

const path = useTemporaryFolder();

/** A file as a page takes it. */
interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

async function scan(name = "scan.png"): Promise<GivenFile> {
  await savePage(path(name), NUMBERS);
  return { ...PNG, name, buffer: await readFile(path(name)) };
}

/** Chooses files as a visitor does in the dialog of the browser. */
async function choose(page: Page, ...files: GivenFile[]): Promise<void> {
  await page.locator('[data-view="read"] input[type="file"]').setInputFiles(files);
}

/** Drops a file onto the place for files. */
async function drop(page: Page, { name, mimeType, buffer }: GivenFile): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([bytes, fileName, type]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], fileName, { type }));
      return data;
    },
    [[...buffer], name, mimeType] as const,
  );
  await page.locator('[data-view="read"] .drop').dispatchEvent("drop", { dataTransfer: transfer });
}

async function bytesOf(download: Download): Promise<Buffer> {
  const file = path(download.suggestedFilename());
  await download.saveAs(file);
  return await readFile(file);
}

/** The texts of the list of numbers. */
async function textsOf(page: Page): Promise<string[]> {
  return await page.locator('[data-view="read"] fieldset .text').allTextContents();
}

describeWithChromium("a picture opened in Read", { timeout: 120_000 }, () => {
  const studio = useStudio();

  test("a dropped scan of three numbers is read, with a box around each", async () => {
    const { page, problems } = await studio.open();
    await readerIsReady(page);
    await drop(page, await scan());
    await expectSoon(() => textsOf(page)).toEqual(NUMBERS);
    const boxes = page.locator('[data-view="read"] .sheet button');
    expect(await boxes.allTextContents()).toEqual(NUMBERS);
    await boxes.nth(2).click();
    await expectSoon(() => page.getByTestId("number").textContent()).toBe("806");
    expect(problems).toEqual([]);
  });

  test("a picture in the clipboard is pasted", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    const { buffer } = await scan();
    await page.evaluate(
      (bytes) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([Uint8Array.from(bytes)], "pasted.png", { type: "image/png" }));
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
      },
      [...buffer],
    );
    await expectSoon(() => textsOf(page)).toEqual(NUMBERS);
  });

  test("its readings are exported as JSON, CSV and a PNG of its own size", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await choose(page, await scan());
    await expectSoon(() => textsOf(page)).toEqual(NUMBERS);
    const download = async (name: string): Promise<Buffer> => {
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("group", { name: "Export" }).getByRole("button", { name }).click(),
      ]);
      return await bytesOf(file);
    };
    const json = JSON.parse((await download("JSON")).toString()) as {
      picture: string;
      pages: { width: number; numbers: { text: string }[] }[];
    };
    expect(json.picture).toBe("scan.png");
    expect(json.pages[0].numbers.map(({ text }) => text)).toEqual(NUMBERS);
    const lines = (await download("CSV")).toString().trim().split("\r\n");
    expect(lines[0]).toBe(
      "picture,row,column,text,corrected,read_as,probability,decision,reasons,x,y,width,height",
    );
    expect(lines.slice(1).map((line) => line.split(",")[3])).toEqual(NUMBERS);
    const { width, height } = await sharp(await download("PNG with boxes")).metadata();
    // savePage's pictures: 500 wide, 120 a text and 20.
    expect([width, height]).toEqual([500, 380]);
  });

  test("pictures of single digits in MNIST's size are read as digits, and their steps end with 28 × 28", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    const { inputs } = (await shippedReader()).model.goldens ?? { inputs: { data: new Uint8Array() } };
    // The images are of the ten digits in their order.
    const raw = { width: 28, height: 28, channels: 1 as const };
    const pictureOf = async (digit: number): Promise<GivenFile> => {
      const pixels = inputs.data.slice(digit * 784, (digit + 1) * 784);
      return { ...PNG, name: `${digit}.png`, buffer: await sharp(pixels, { raw }).png().toBuffer() };
    };
    await choose(page, await pictureOf(0), await pictureOf(8));
    for (const digit of ["0", "8"]) {
      await page.getByRole("button", { name: `${digit}.png`, exact: true }).click();
      await expectSoon(() => page.getByTestId("number").textContent()).toBe(digit);
    }
    await page.getByText("How it was read").click();
    const last = page.locator("details li").last();
    await expectSoon(() => last.getByRole("heading").textContent()).toBe("8. Digit");
  });

  test("several pictures are opened at once, and each can be shown and closed", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await choose(page, await scan("first.png"), await scan("second.png"));
    const tabs = page.getByRole("group", { name: "What is read" });
    await tabs.getByRole("button", { name: "second.png", exact: true }).click();
    await expectSoon(() => textsOf(page)).toEqual(NUMBERS);
    await tabs.getByRole("button", { name: "Close second.png" }).click();
    await tabs.getByRole("button", { name: "Close first.png" }).click();
    await page.getByText("Nothing to read yet").waitFor();
  });

  test("a text file with a picture's name is refused in kind words", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await choose(page, { ...PNG, name: "notes.png", buffer: Buffer.from("milk, bread and eggs") });
    const notice = page.locator(".notice");
    await notice.getByText("notes.png is not a picture that a browser can show.").waitFor();
    expect(await notice.textContent()).toContain('a text that begins with "milk, bread and eggs"');
    await page.getByText("Nothing to read yet").waitFor();
  });

  test("a scan that is cut off is refused, and those beside it are read", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    const whole = await scan("whole.png");
    const cut = { ...PNG, name: "cut.png", buffer: whole.buffer.subarray(0, 60) };
    await choose(page, cut, whole);
    await page.locator(".notice").getByText("cut.png begins like a picture, but it is damaged").waitFor();
    await expectSoon(() => textsOf(page)).toEqual(NUMBERS);
  });

  test("a picture of 50 megapixels is refused before it is decoded, and what to do instead is said", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    await choose(page, { ...PNG, name: "poster.png", buffer: Buffer.from(blackPng(7100, 100)) });
    const notice = page.locator(".notice");
    await notice.getByText("poster.png is too large to be read here.").waitFor();
    expect(await notice.textContent()).toMatch(/at most 40 million pixels.*7100 × 7100.*300 dpi/s);
  });

  test("a blank page has no numbers, and the panel says so", async () => {
    const { page } = await studio.open();
    await readerIsReady(page);
    const create = { width: 300, height: 200, channels: 3 as const, background: "#ffffff" };
    await choose(page, { ...PNG, name: "blank.png", buffer: await sharp({ create }).png().toBuffer() });
    await page.getByText("No number was found").waitFor();
    expect(await page.getByRole("group", { name: "Export" }).count()).toBe(0);
  });

  test("where there is no camera, the dialog says so", async () => {
    const { page } = await studio.open();
    await page.getByRole("button", { name: "Camera" }).click();
    const dialog = page.getByRole("dialog", { name: "Camera" });
    await dialog.getByText("No camera was found.").waitFor();
    await page.keyboard.press("Escape");
    await expectSoon(() => dialog.isVisible()).toBe(false);
  });
});
