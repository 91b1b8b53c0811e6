/** Letters and signs of several alphabets in typefaces, some of them like handwriting, turned and slanted a little. */
import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import { toField } from "./field.mjs";
import { pick, uniform } from "./random-draws.mjs";

/** Left out is what is a digit to somebody, as in glyphs.mjs: beside Latin letters 3-like З and Э, 4-like Ч, 7-like ר, and their like. */
const LATIN = [..."ACEFHKLMNPRTUVWXYZadefhkmnprtuvwxyzäöüéñ+=#?%*@€~<>"];
const GREEK = [..."ΓΔΛΞΠΣΦΨΩαγεζηκλμνξπτυχψω"];
const CYRILLIC = [..."ДЖИЙКЛПФЦШЩЫЮЯджиклмнптфцшщыюя"];
const HEBREW = [..."אבגהחטכלמנעפצקשת"];
const DEVANAGARI = [..."कखगघचछजझटठडढणतथदधनपफबभमयलवशषसह"];
const LATIN_HANDS = ["caveat/400Regular/Caveat_400Regular", "caveat/700Bold/Caveat_700Bold"].concat(
  "patrick-hand/400Regular/PatrickHand_400Regular",
  "gochi-hand/400Regular/GochiHand_400Regular",
);
const FACES = [
  ...LATIN_HANDS.map((file) => ({ file, letters: LATIN })),
  { file: "kalam/300Light/Kalam_300Light", letters: [...LATIN, ...DEVANAGARI] },
  { file: "kalam/400Regular/Kalam_400Regular", letters: [...LATIN, ...DEVANAGARI] },
  ...["400Regular", "400Regular_Italic", "700Bold"].map((face) => ({
    file: `tinos/${face}/Tinos_${face}`,
    letters: [...LATIN, ...GREEK, ...CYRILLIC, ...HEBREW],
  })),
];

/** The picture's side, and the letter's size in it, pixels. */
const SIDE = 72;
const SIZE = 40;
const MOST_TURN = 8;
const MOST_SLANT = 14;
/** A pen of up to this width goes round the letter, which makes it bolder. */
const BROADEST_OUTLINE = 2.5;

const { resolve } = createRequire(import.meta.url);

/** A letter or sign, any of any typeface. */
export function drawTyped(random) {
  const { file, letters } = pick(random, FACES);
  const [turn, slant] = [uniform(random, -MOST_TURN, MOST_TURN), uniform(random, -MOST_SLANT, MOST_SLANT)];
  const wide = uniform(random, 0.75, 1.3);
  const outline = uniform(random, 0, BROADEST_OUTLINE);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
    <g transform="translate(${SIDE / 2} ${SIDE / 2}) rotate(${turn}) skewX(${slant}) scale(${wide} 1)">
      <text text-anchor="middle" y="${SIZE / 3}" font-size="${SIZE}" fill="white" stroke="white"
        stroke-width="${outline}">&#${pick(random, letters).codePointAt(0)};</text>
    </g>
  </svg>`;
  const font = { fontFiles: [resolve(`@expo-google-fonts/${file}.ttf`)], loadSystemFonts: false };
  const { pixels } = new Resvg(svg, { background: "black", font }).render();
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => pixels[4 * i]);
  return toField({ width: SIDE, height: SIDE, data });
}
