/** Readings as files: JSON as the library writes it, CSV for spreadsheets, and the picture with the readings drawn onto it. */
import type { NumberReading, Reading } from "../../../src/reader/number/number-reading.ts";
import { overlaySvg } from "../../../src/reader/number/overlay-svg.ts";
import type { GrayImage } from "../../../src/image/index.ts";

/** A sheet as it is exported. */
export interface ReadSheet {
  name: string;
  reading: Reading;
  /** The visitor's texts, by the number's place. */
  corrections: Readonly<Record<number, string>>;
}

const COLUMNS = [
  "picture",
  "row",
  "column",
  "text",
  "corrected",
  "read_as",
  "probability",
  "decision",
  "reasons",
  "x",
  "y",
  "width",
  "height",
];

/** Each sheet's reading as the library gives it; a number that was corrected says so. */
export function toJson(sheets: readonly ReadSheet[]): string {
  const records = sheets.map(({ name, reading, corrections }) => ({
    picture: name,
    ...reading,
    pages: reading.pages.map((page) => ({
      ...page,
      numbers: page.numbers.map((number, index) =>
        index in corrections ? { ...number, corrected: { text: corrections[index], by: "you" } } : number,
      ),
    })),
  }));
  return `${JSON.stringify(records.length === 1 ? records[0] : records, undefined, 2)}\n`;
}

/** A line for each number; `text` is what holds, corrected or not. */
export function toCsv(sheets: readonly ReadSheet[]): string {
  const lines = sheets.flatMap(({ name, reading, corrections }) =>
    reading.pages[0].numbers.map((number, index) => csvLine(name, number, corrections[index])),
  );
  return `${[COLUMNS, ...lines].map((line) => line.map(quote).join(",")).join("\r\n")}\r\n`;
}

function csvLine(name: string, number: NumberReading, corrected: string | undefined): string[] {
  const { text, row, column, probability, decision, reasons, box } = number;
  return [
    name,
    String(row),
    String(column),
    corrected ?? text,
    corrected === undefined ? "no" : "yes",
    text,
    probability.toFixed(4),
    decision,
    reasons.join("; "),
    ...[box.x, box.y, box.width, box.height].map(String),
  ];
}

/** RFC 4180; a field that a spreadsheet would take for a formula begins with an apostrophe, numbers excepted. */
function quote(field: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.,/-]*$)/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The picture with boxes and texts over it, as PNG. */
export async function toAnnotatedPng(
  { reading, corrections }: ReadSheet,
  picture: Blob | GrayImage,
): Promise<Blob> {
  const [page] = reading.pages;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: page.width, height: page.height });
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser gives the page no canvas.");
  const bitmap = await createImageBitmap(picture instanceof Blob ? picture : toImageData(picture));
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const numbers = page.numbers.map((number, index) => ({
    ...number,
    text: corrections[index] ?? number.text,
  }));
  const url = URL.createObjectURL(new Blob([overlayAlone({ ...page, numbers })], { type: "image/svg+xml" }));
  try {
    const overlay = new Image();
    overlay.src = url;
    await overlay.decode();
    context.drawImage(overlay, 0, 0);
  } finally {
    URL.revokeObjectURL(url);
  }
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) =>
      blob === null ? reject(new Error("The picture is too large for PNG.")) : resolve(blob),
    );
  });
}

/** The overlay without the picture under it. */
function overlayAlone(page: Reading["pages"][number]): string {
  return overlaySvg(page, "").replace(/<image [^>]*\/>/, "");
}

function toImageData({ width, height, data }: GrayImage): ImageData {
  const image = new ImageData(width, height);
  data.forEach((level, i) => image.data.set([level, level, level, 255], 4 * i));
  return image;
}
