import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { plotDocument } from "../../src/node/plot-document.ts";
import { renderPng } from "../../src/node/render-png.ts";
import { confusionPlot } from "../../src/plots/confusion-plot.ts";

const matrix = {
  labels: [0, 1],
  counts: [
    [50, 3],
    [1, 46],
  ],
};
const svg = confusionPlot(matrix, { document: await plotDocument(), title: "Readable → everywhere" });

async function pixelsOf(png: Uint8Array) {
  return sharp(png).removeAlpha().toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
}

/** How many pixels are darker than mid-grey in a rectangle of the plot, at scale 1. */
async function darkPixels(
  source: string,
  area: { left: number; top: number; width: number; height: number },
) {
  const { data } = await sharp(await renderPng(source, { scale: 1 }))
    .extract(area)
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data.filter((grey) => grey < 128).length;
}

describe("renderPng", () => {
  test.each([1, 2, 3])("gives a PNG of the SVG's size times the scale %i", async (scale) => {
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    const { info } = await pixelsOf(await renderPng(svg, { scale }));
    expect([info.width, info.height]).toEqual([Number(width) * scale, Number(height) * scale]);
  });

  test("doubles the size and paints on white unless told otherwise", async () => {
    const png = await renderPng('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>');
    const { data, info } = await pixelsOf(png);
    expect([info.width, info.height]).toEqual([6, 4]);
    expect(new Set(data)).toEqual(new Set([255]));
  });

  test("draws text with the bundled font, without any font of the system", async () => {
    const title = { left: 20, top: 20, width: 200, height: 26 };
    const withoutText = svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, "");
    expect(await darkPixels(withoutText, title)).toBe(0);
    expect(await darkPixels(svg, title)).toBeGreaterThan(400);
  });

  test("has a glyph for every sign that plots use", async () => {
    // A font without a sign draws the box of a missing glyph, or nothing: both are the same for any two such signs.
    const drawn = await Promise.all(
      [..."→·–…%#\u{10FFFD}"].map(async (sign) => {
        const text = `<text x="5" y="30" font-size="30" font-family="Arimo">${sign}</text>`;
        const source = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="50">${text}</svg>`;
        return (await pixelsOf(await renderPng(source))).data.toString("base64");
      }),
    );
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  test("bold text is bolder than plain text", async () => {
    const area = { left: 0, top: 0, width: 200, height: 40 };
    const write = (weight: number) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="5" y="30" font-size="24" font-family="Arimo" font-weight="${weight}">Inkling</text></svg>`;
    expect(await darkPixels(write(700), area)).toBeGreaterThan(1.2 * (await darkPixels(write(400), area)));
  });

  test("text that is not SVG is an InklingError", async () => {
    await expect(renderPng("<svg")).rejects.toThrow(InklingError);
    await expect(renderPng("not an svg")).rejects.toThrow("the SVG cannot be rendered: expected valid SVG");
  });

  test("a scale of 0 is refused", async () => {
    await expect(renderPng(svg, { scale: 0 })).rejects.toThrow("scale is out of range");
  });
});
