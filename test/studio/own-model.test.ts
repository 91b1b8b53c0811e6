/** A model of the visitor's reads the digits in Read, after a reload too. */
import { expect, test } from "vitest";
import { describeWithChromium } from "../chromium.ts";
import { constantModel } from "./constant-model.ts";
import { drawDigits } from "./draw-digits.ts";
import { expectSoon, readerIsReady, useStudio } from "./open-studio.ts";

describeWithChromium("a model of the visitor's own", { timeout: 90_000 }, () => {
  const studio = useStudio();

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
      [...(await constantModel(3, "safetensors"))],
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
