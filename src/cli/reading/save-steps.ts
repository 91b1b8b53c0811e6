/** The way of every picture to its digit as PNG files: `seven-1-picture.png`, `seven-2-paper.png`, …. */
import { basename, extname, join } from "node:path";
import { encodePng } from "../../node/encode-png.ts";
import { writeFileAtomic } from "../../node/index.ts";
import type { NormalisationStep } from "../../vision/index.ts";
import { STANDARD_INPUT } from "./read-pictures.ts";

/** Writes the steps of one picture. @throws InklingError if they cannot be */
export async function saveSteps(
  folder: string,
  stem: string,
  steps: readonly NormalisationStep[],
): Promise<void> {
  for (const [i, { name, image }] of steps.entries()) {
    const path = join(folder, `${stem}-${i + 1}-${name.replaceAll(" ", "-")}.png`);
    await writeFileAtomic(path, await encodePng(image));
  }
}

/** What the files' steps are named after: base names without extension, numbered where several are the same. */
export function uniqueStems(files: readonly string[]): string[] {
  const used = new Set<string>();
  return files.map((file) => {
    const base = file === STANDARD_INPUT ? "standard-input" : basename(file, extname(file));
    let stem = base;
    // macOS and Windows keep one file for names that differ in case only.
    for (let n = 2; used.has(stem.toLowerCase()); n++) stem = `${base}-${n}`;
    used.add(stem.toLowerCase());
    return stem;
  });
}
