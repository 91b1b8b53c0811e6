/**
 * Takes pictures of the studio's views for the documentation: light, dark and as on a phone, into docs/studio/. It needs Chromium on the
 * PATH and a built studio: `npm run build && node scripts/screenshots.mjs [folder] [view …]`. INKLING_STUDIO names another build.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { serveStudio } from "../dist/server/serve-studio.js";
import { openChromium } from "./studio/open-chromium.mjs";
import { STUDIO_SCENES } from "./studio/scenes.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 860 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 860 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
};
/** Few colours make small files; these pictures have flat ones. */
const PNG = { palette: true, colours: 128, compressionLevel: 9, effort: 10 };

const [folder = join(ROOT, "docs/studio"), ...wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const server = await serveStudio({
  port: 0,
  folder: resolve(process.env.INKLING_STUDIO ?? join(ROOT, "dist/studio")),
});
const browser = await openChromium();
try {
  for (const scene of STUDIO_SCENES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const [look, context] of Object.entries(LOOKS)) await take(scene, look, context);
  }
} finally {
  await browser.close();
  await server.close();
}

/** @param scene `from`: the test id of what the picture begins with, @default the page's top */
async function take({ name, view, play, from }, look, options) {
  const context = await browser.newContext({ ...options, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${server.url}#/${view}`);
  await page.locator(`[data-view="${view}"] h1`).waitFor();
  await play(page);
  await page.evaluate((id) => {
    const header = document.querySelector("header").offsetHeight;
    const part = id === undefined ? undefined : document.querySelector(`[data-testid="${id}"]`);
    scrollTo(0, part === undefined ? 0 : part.getBoundingClientRect().top + scrollY - header - 16);
  }, from);
  const file = join(folder, `${name}-${look}.png`);
  const { size } = await sharp(await page.screenshot())
    .png(PNG)
    .toFile(file);
  console.log(`${file}  ${(size / 1000).toFixed(0)} kB`);
  await context.close();
}
