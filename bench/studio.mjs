/**
 * `npm run bench:studio`: how long the notebook's 25 epochs take in the studio's page and on the command line, in turns. The page
 * reads the test set after every epoch besides. It needs Chromium on the PATH, and MNIST.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { serveStudio } from "../dist/server/serve-studio.js";
import { openChromium } from "../scripts/studio/open-chromium.mjs";
import { median } from "./statistics.mjs";

const CLI = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const ROUNDS = 5;

const server = await serveStudio({ port: 0 });
const browser = await openChromium();
const page = await (await browser.newContext()).newPage();
await page.goto(`${server.url}#/train`);
await page.getByTestId("parameters").waitFor();
const [pageTimes, nodeTimes] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  pageTimes.push(await trainInPage());
  nodeTimes.push(trainInNode());
}
await browser.close();
await server.close();
console.log(`page          ${median(pageTimes).toFixed(2)} s`);
console.log(`command line  ${median(nodeTimes).toFixed(2)} s`);
console.log(`page / line   ${median(pageTimes.map((time, i) => time / nodeTimes[i])).toFixed(2)}`);

async function trainInPage() {
  await page.getByRole("button", { name: /^Start/ }).click();
  await page.waitForFunction(() => document.querySelector("[data-phase]").dataset.phase !== "ready");
  await page.locator('[data-phase="ready"]').waitFor({ timeout: 300_000 });
  const words = await page.getByTestId("phase").textContent();
  return Number(/[\d.]+/.exec(words)[0]);
}

function trainInNode() {
  const output = execFileSync(process.execPath, [CLI, "train", "--recipe", "seed", "--json"], {
    encoding: "utf8",
  });
  const { epochSeconds } = JSON.parse(output.trim().split("\n").at(-1));
  return epochSeconds.reduce((sum, seconds) => sum + seconds, 0);
}
