/** Pages as PNG files: the scan with its readings drawn onto it, and the steps from picture to fields. */
import { join } from "node:path";
import type { GrayImage } from "../../image/index.ts";
import { encodePng } from "../../node/encode-png.ts";
import { renderPng, writeFileAtomic } from "../../node/index.ts";
import { overlaySvg, type Page, type PageLayout } from "../../reader/index.ts";

/** `scan.png` for the first page, `scan-2.png` for the second. */
export function overlayPath(path: string, index: number): string {
  return index === 0 ? path : path.replace(/(\.[^./]*)?$/, (extension) => `-${index + 1}${extension}`);
}

/** @throws InklingError if it cannot be drawn or written */
export async function saveOverlay(path: string, image: GrayImage, page: Page): Promise<void> {
  const href = `data:image/png;base64,${Buffer.from(await encodePng(image)).toString("base64")}`;
  await writeFileAtomic(path, await renderPng(overlaySvg(page, href), { scale: 1 }));
}

/** `form-1-picture.png`, `form-2-ink.png`, …; of several pages `form-page-2-1-picture.png`. @throws InklingError if they cannot be written */
export async function savePageSteps(
  folder: string,
  stem: string,
  layouts: readonly Pick<PageLayout, "steps">[],
): Promise<void> {
  for (const [p, { steps }] of layouts.entries()) {
    const name = layouts.length > 1 ? `${stem}-page-${p + 1}` : stem;
    for (const [i, step] of steps.entries()) {
      const path = join(folder, `${name}-${i + 1}-${step.name.replaceAll(" ", "-")}.png`);
      await writeFileAtomic(path, await encodePng(step.image));
    }
  }
}
