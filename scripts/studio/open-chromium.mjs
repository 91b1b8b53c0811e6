/** A headless Chromium from the PATH. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** @throws Error if there is none */
export async function openChromium() {
  return await chromium.launch({ executablePath: findChromium(), args: ["--headless", "--no-sandbox"] });
}

function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((place) => join(place, name))).find((path) =>
    existsSync(path),
  );
  if (found === undefined)
    throw new Error(`There is no Chromium on the PATH: looked for ${NAMES.join(", ")}.`);
  return found;
}
