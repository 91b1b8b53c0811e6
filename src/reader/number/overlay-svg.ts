/** A page with its readings drawn onto it, as SVG: what was read where, how sure, and which ink each digit is. */
import { FONT_FAMILY, formatPercent } from "../../plots/plot-style.ts";
import type { Box } from "../../vision/index.ts";
import type { Decision } from "../digit-reading.ts";
import type { DigitInNumber, NumberReading, Page } from "./number-reading.ts";

/** Okabe and Ito's green, orange and vermilion, darkened so that white text is readable on them. */
const COLOURS: Record<Decision, string> = { accept: "#00694c", review: "#8a5a00", reject: "#a83c00" };
/** Text is a fiftieth of the picture's mean side high, and never smaller than 9 pixels. */
const TEXT_SHARE = 0.02;
const LEAST_TEXT = 9;
/** Width over height of a figure in Arimo and Arial. */
const FIGURE_WIDTH = 0.556;

/** @param href the picture as an address, such as `data:image/png;base64,…` */
export function overlaySvg(page: Page, href: string): string {
  const { width, height, numbers } = page;
  const size = Math.max(LEAST_TEXT, Math.round((TEXT_SHARE * (width + height)) / 2));
  const drawn = numbers.filter(({ empty }) => !empty).map((number) => drawNumber(number, size, page));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `font-family="${FONT_FAMILY}">`,
    `<image href="${href}" width="${width}" height="${height}"/>`,
    ...drawn,
    "</svg>",
  ].join("\n");
}

function drawNumber(number: NumberReading, size: number, page: Page): string {
  const colour = COLOURS[number.decision];
  const line = size / 8;
  return [
    `<g stroke="${colour}" fill="none" stroke-width="${round(line)}">`,
    rectangle(number.box, `rx="${round(size / 4)}"`),
    ...number.digits.map(
      (digit) => `<g stroke-width="${round(line / 2)}" stroke-opacity="0.6">${outline(digit)}</g>`,
    ),
    "</g>",
    drawLabel(number, { size, colour, page }),
    ...number.digits.map((digit) => drawDigit(digit, { size: size * 0.8, colour, page })),
  ].join("\n");
}

interface LabelStyle {
  size: number;
  colour: string;
  page: Page;
}

/** The text and its probability above the box, or below where there is no room. */
function drawLabel(
  { text, probability, decision, box }: NumberReading,
  { size, colour, page }: LabelStyle,
): string {
  const words = `${text === "" ? "?" : text}  ${formatPercent(probability)}${decision === "accept" ? "" : ` ${decision}`}`;
  const [width, height] = [words.length * size * FIGURE_WIDTH + size * 0.6, size * 1.4];
  const x = Math.max(0, Math.min(box.x, page.width - width));
  const above = box.y - height;
  const y = above >= 0 ? above : Math.min(box.y + box.height, page.height - height);
  const plate = { x, y, width, height };
  return (
    rectangle(plate, `rx="${round(size / 4)}" fill="${colour}" fill-opacity="0.92"`) +
    `<text x="${round(x + size * 0.3)}" y="${round(y + size * 1.05)}" font-size="${round(size)}" fill="#ffffff" ` +
    `xml:space="preserve">${words}</text>`
  );
}

/** The digit below its box, if there is room. */
function drawDigit({ digit, box }: DigitInNumber, { size, colour, page }: LabelStyle): string {
  const y = box.y + box.height + size;
  if (y > page.height) return "";
  const x = box.x + box.width / 2;
  return (
    `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" text-anchor="middle" fill="${colour}" ` +
    `stroke="#ffffff" stroke-width="${round(size / 5)}" paint-order="stroke">${digit}</text>`
  );
}

function outline({ box, polygon }: DigitInNumber): string {
  if (polygon === undefined) return rectangle(box);
  return `<polygon points="${polygon.map((point) => point.map(round).join(",")).join(" ")}"/>`;
}

function rectangle({ x, y, width, height }: Box, attributes = ""): string {
  const numbers = [
    `x="${round(x)}"`,
    `y="${round(y)}"`,
    `width="${round(width)}"`,
    `height="${round(height)}"`,
  ];
  return `<rect ${[...numbers, attributes].join(" ").trim()}/>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
