/** A model of the visitor's reads the digits in Read, after a reload too. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeModelRecord } from "../../src/formats/index.ts";
import { Dense, Flatten, Sequential } from "../../src/nn/index.ts";
import { describeWithChromium } from "../chromium.ts";
import { drawDigits } from "./draw-digits.ts";
import { expectSoon, readerIsReady, Studio } from "./open-studio.ts";

/** A network that takes everything for a 3: its weights are zero but for that bias. */
async function alwaysThree(): Promise<Uint8Array> {
  const model = new Sequential([
    new Flatten({ inputShape: [28, 28] }),
    new Dense(10, { activation: "softmax" }),
  ]);
  const bias = Float32Array.from({ length: 10 }, (_, digit) => (digit === 3 ? 20 : 0));
  model.setWeights([
    { data: new Float32Array(7840), shape: [784, 10] },
    { data: bias, shape: [10] },
  ]);
  return await writeModelRecord(model.toRecord(), "safetensors");
}

describeWithChromium("a model of the visitor's own", { timeout: 90_000 }, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await Studio.start();
  }, 60_000);
  afterAll(() => studio.stop());

  test("reads the digits where it was chosen, and Inkling's own is a click away", async () => {
    const { page } = await studio.open();
    await page.evaluate(
      async (bytes) => {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open("inkling-studio");
          request.addEventListener("success", () => resolve(request.result));
        });
        const transaction = database.transaction(["models", "settings"], "readwrite");
        const model = {
          id: "three",
          name: "always-3",
          bytes: Uint8Array.from(bytes),
          savedAt: 0,
          origin: "test",
        };
        transaction.objectStore("models").put(model, "three");
        transaction.objectStore("settings").put("three", "chosen model");
        await new Promise((resolve) => transaction.addEventListener("complete", resolve));
      },
      [...(await alwaysThree())],
    );
    await page.reload();
    await readerIsReady(page);
    await page.getByText("Digits are read by always-3.").waitFor();
    await drawDigits(page, "7");
    await expectSoon(() => page.getByTestId("number").textContent()).toBe("3");
    await page.getByRole("button", { name: "Use Inkling's own" }).click();
    await expectSoon(() => page.getByTestId("number").textContent()).toBe("7");
    expect(await page.getByText(/Digits are read by/).count()).toBe(0);
  });
});
