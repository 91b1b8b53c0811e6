/**
 * SVG to PNG by resvg, with the fonts that come along as a package: text looks the same on every machine, and is there
 * on one that has no fonts.
 */
import { createRequire } from "node:module";
import { InklingError } from "../base/errors.ts";
import { checkNumber } from "../base/guards.ts";

const FONT_FILES = ["400Regular/Arimo_400Regular.ttf", "700Bold/Arimo_700Bold.ttf"];

/**
 * Renders an SVG on white.
 * @param options.scale pixels of the PNG for each of the SVG, @default 2
 * @throws InklingError if the text is not an SVG that can be rendered
 */
export async function renderPng(svg: string, options: { scale?: number } = {}): Promise<Uint8Array> {
  const scale = checkNumber("scale", options.scale ?? 2, 0.1, 10);
  const { Resvg } = await import("@resvg/resvg-js");
  const { resolve } = createRequire(import.meta.url);
  const fontFiles = FONT_FILES.map((file) => resolve(`@expo-google-fonts/arimo/${file}`));
  try {
    const image = new Resvg(svg, {
      background: "#ffffff",
      fitTo: { mode: "zoom", value: scale },
      font: { loadSystemFonts: false, fontFiles, defaultFontFamily: "Arimo", sansSerifFamily: "Arimo" },
    });
    return image.render().asPng();
  } catch (cause) {
    throw new InklingError({
      what: "the SVG cannot be rendered",
      expected: "valid SVG with a width and a height",
      received: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}
