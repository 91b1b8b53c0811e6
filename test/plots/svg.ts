/** What the plot tests share: a document, seeded images, and reading of the SVG that came out. */
import { Resvg } from "@resvg/resvg-js";
import { expect } from "vitest";
import { Random } from "../../src/base/random.ts";
import { plotDocument } from "../../src/node/plot-document.ts";

export const document = await plotDocument();

/** Ink in random blots, (count, 28, 28). */
export function blots(count: number, seed = 1) {
  const random = new Random(seed);
  const data = new Uint8Array(count * 784);
  for (let i = 0; i < count; i++) {
    for (let dot = 0; dot < 12; dot++) {
      const start = i * 784 + (4 + random.nextBelow(20)) * 28 + 4 + random.nextBelow(16);
      data.fill(128 + random.nextBelow(128), start, start + 4);
    }
  }
  return { data, shape: [count, 28, 28] };
}

/** The texts of an SVG, in order, with XML's escapes resolved. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
    text
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&")
      .replaceAll("\u00a0", " "),
  );
}

/** Fails unless the SVG is valid XML that stands alone and whose numbers are short. */
export function expectStandalone(svg: string): void {
  // resvg's XML parser is a strict one and throws where the text is not well-formed.
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
  expect(
    svg.startsWith(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox=`),
  ).toBe(true);
  expect(svg).toContain(`<rect width="${width}" height="${height}" fill="#ffffff"/>`);
  const withoutImages = svg.replaceAll(/data:image\/png;base64,[^"]*/g, "");
  expect(
    withoutImages.match(/<style|<script|class=|\bid=|url\(|http:(?!\/\/www\.w3\.org\/2000\/svg)/),
  ).toBeNull();
  const withoutTexts = withoutImages.replaceAll(/>[^<]*</g, "><").replaceAll(/aria-label="[^"]*"/g, "");
  expect(withoutTexts.match(/\d\.\d{4,}|NaN|undefined|\de-\d/)).toBeNull();
}
