/** Plots to files: the extension says which format. */
import { plotDocument, renderPng, writeFileAtomic } from "../node/index.ts";
import { UsageError } from "./usage-error.ts";

/** Formats of a plot. */
const EXTENSIONS = [".svg", ".png"];

/** What draws one plot, given the document to draw it with. */
export type Draw = (document: Document) => string;

/** @throws UsageError if the path names no format of plots */
export function checkPlotPath(path: string): void {
  if (EXTENSIONS.some((extension) => path.toLowerCase().endsWith(extension))) return;
  throw new UsageError({
    what: `${path} names no format of plots`,
    expected: `a name that ends in ${EXTENSIONS.join(" or ")}`,
  });
}

/** Draws once and writes every file, as SVG or as PNG. */
export async function savePlot(draw: Draw, paths: readonly string[]): Promise<void> {
  const svg = draw(await plotDocument());
  for (const path of paths) {
    await writeFileAtomic(path, path.toLowerCase().endsWith(".png") ? await renderPng(svg) : svg);
  }
}
