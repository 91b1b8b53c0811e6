/** The notebook's network, trained on MNIST in the page: right enough, and with the very weights that the command line gives. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { describeWithChromium } from "../chromium.ts";
import { describeWithMnist, mnistFolder } from "../mnist.ts";
import { expectSoon, useStudio } from "./open-studio.ts";

const CLI = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

describeWithMnist("the notebook's training in the page", () => {
  describeWithChromium("in Chromium", { timeout: 400_000 }, () => {
    const studio = useStudio();

    test("reads at least 95.5 % of MNIST's test set, and its weights are Node's", async () => {
      const expected = await trainInNode();
      const { page, problems } = await studio.open({ view: "train", data: mnistFolder() });
      await page.getByTestId("parameters").waitFor();
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await page.getByTestId("sha256").waitFor({ timeout: 300_000 });
      expect(await page.getByTestId("sha256").textContent()).toBe(expected);
      expect(await page.getByTestId("epochs").locator("tbody tr").count()).toBe(25);
      const share = await page.getByTestId("test-accuracy").textContent();
      expect(Number.parseFloat(share ?? "")).toBeGreaterThanOrEqual(95.5);
      await expectSoon(() => page.getByTestId("evaluation").textContent()).toContain("10,000");
      expect(problems).toEqual([]);
    });
  });
});

/** The hash of the weights that `inkling train --recipe seed` gives. */
async function trainInNode(): Promise<string> {
  const options = ["train", "--recipe", "seed", "--seed", "0", "--no-download", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...options]);
  const done = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { weightsSha256: string };
  return done.weightsSha256;
}
