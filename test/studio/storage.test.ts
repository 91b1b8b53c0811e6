/** What the studio says of a browser that keeps nothing. That it keeps things is seen in the pages' own tests. */
import { afterEach, expect, test, vi } from "vitest";
import { saveModel } from "../../web/src/storage/models.ts";
import { loadSetting, saveSetting } from "../../web/src/storage/settings.ts";

const MODEL = { name: "mine", bytes: new Uint8Array(4), origin: "test" };

/** An IndexedDB whose opening fails so. */
function failWith(name: string): void {
  vi.stubGlobal("indexedDB", {
    open: () => {
      throw new DOMException("it says", name);
    },
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a full storage is told of in kind words, with what makes room", async () => {
  failWith("QuotaExceededError");
  await expect(saveModel(MODEL)).rejects.toThrow(
    /^There is no room left in this browser's storage\. Delete a model in Models/,
  );
});

test("a browser that forbids storing is told of, and every call asks it anew", async () => {
  failWith("SecurityError");
  await expect(saveModel(MODEL)).rejects.toThrow(
    /keeps nothing for this page.*it says.*save models as files/,
  );
  failWith("QuotaExceededError");
  await expect(saveModel(MODEL)).rejects.toThrow(/no room left/);
});

test("a setting that cannot be kept is its default, without a word", async () => {
  failWith("QuotaExceededError");
  await saveSetting("theme", "dark");
  expect(await loadSetting("theme", "system")).toBe("system");
});
