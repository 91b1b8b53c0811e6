/**
 * Letters and signs of a typeface that the network never learns from, normalised as pictures of them would be: they show how
 * it takes what it has not seen. Left out are those that are digits to somebody, as in glyphs.mjs.
 */
import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import { normaliseDigit } from "../../dist/vision/index.js";
import { FIELD_PIXELS, FIELD_SIDE } from "./field.mjs";

const LETTERS = [..."ACEFHKLMNPRTUVWXYadefhkmnprtuvwx+=#?%*@&€ÄÖÜäöüéèñçΔΣΩλπφψωЖШЮЯжшюя"];
const FACES = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"];
const SIZES = [40, 90];
const SIDE = 120;

/** @returns images (N, 28, 28, 1) */
export function drawPrintedLetters() {
  const { resolve } = createRequire(import.meta.url);
  const pictures = FACES.flatMap((face) => {
    const font = resolve(`@expo-google-fonts/arimo/${face}/Arimo_${face}.ttf`);
    return SIZES.flatMap((size) => LETTERS.map((letter) => print(letter, size, font)));
  });
  const data = new Uint8Array(pictures.length * FIELD_PIXELS);
  pictures.forEach((picture, n) => data.set(normaliseDigit(picture).image.data, n * FIELD_PIXELS));
  return { images: { data, shape: [pictures.length, FIELD_SIDE, FIELD_SIDE, 1], scale: 1 / 255 } };
}

function print(letter, size, font) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
    <rect width="${SIDE}" height="${SIDE}" fill="white"/>
    <text x="20" y="95" font-size="${size}">&#${letter.codePointAt(0)};</text>
  </svg>`;
  const options = { font: { fontFiles: [font], loadSystemFonts: false, defaultFontFamily: "Arimo" } };
  const { pixels } = new Resvg(svg, options).render();
  return {
    width: SIDE,
    height: SIDE,
    data: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => pixels[4 * i]),
  };
}
