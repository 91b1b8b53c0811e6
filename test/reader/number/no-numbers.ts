/** Pictures on which no number is written, or not as a reader expects it. */
import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import { Random } from "../../../src/base/random.ts";
import { createGrayImage, type GrayImage } from "../../../src/image/index.ts";

const FONT = createRequire(import.meta.url).resolve(
  "@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf",
);

/** What an SVG's inner elements show on paper. */
function drawSvg(width: number, height: number, inner: string): GrayImage {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="#f4f1ea"/>${inner}</svg>`;
  const { pixels } = new Resvg(svg, { font: { fontFiles: [FONT], loadSystemFonts: false } }).render();
  return { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => pixels[4 * i]) };
}

/** Printed lines of words without a digit. */
export function drawText(size: number): GrayImage {
  const lines = [
    "The quick brown fox jumps",
    "over the lazy dog, and then",
    "walks home through the park",
    "where nobody has seen it.",
  ];
  const texts = lines.map(
    (line, i) =>
      `<text x="${size}" y="${(2 + 1.6 * i) * size}" font-size="${size}" fill="#222">${line}</text>`,
  );
  return drawSvg(Math.round(16 * size), Math.round(9 * size), texts.join(""));
}

/** Staves of five lines with quarter notes on them. */
export function drawMusic(seed: number): GrayImage {
  const random = new Random(seed);
  const [width, gap] = [900, 12];
  const parts: string[] = [];
  for (const top of [60, 220, 380]) {
    for (let line = 0; line < 5; line++) {
      parts.push(`<path d="M40 ${top + gap * line}H${width - 40}" stroke="#222" stroke-width="2"/>`);
    }
    for (let x = 90; x < width - 60; x += 45 + random.nextBelow(25)) {
      const y = top + (gap / 2) * random.nextBelow(9);
      const stem = random.nextBelow(2) === 0 ? `M${x + 8} ${y}v-42` : `M${x - 8} ${y}v42`;
      parts.push(
        `<ellipse cx="${x}" cy="${y}" rx="9" ry="6.5" fill="#222" transform="rotate(-20 ${x} ${y})"/>` +
          `<path d="${stem}" stroke="#222" stroke-width="2.5"/>`,
      );
    }
  }
  return drawSvg(width, 520, parts.join(""));
}

/** A texture that fills the picture: threads, clouds, or a camera's noise. */
export function drawTexture(kind: "threads" | "clouds" | "noise"): GrayImage {
  const random = new Random(7);
  const waves = Array.from({ length: 12 }, () => [
    random.nextFloat(),
    random.nextFloat(),
    7 * random.nextFloat(),
  ]);
  const levelAt: Record<typeof kind, (x: number, y: number) => number> = {
    threads: (x, y) => 128 + 50 * Math.sin(0.4 * x) + 50 * Math.sin(0.3 * y) + random.nextBelow(20),
    clouds: (x, y) =>
      128 + waves.reduce((sum, [a, b, c]) => sum + 18 * Math.sin(0.06 * (a * x + b * y) + c), 0),
    noise: () => random.nextBelow(256),
  };
  const image = createGrayImage(400, 300);
  return {
    ...image,
    data: new Uint8Array(
      Uint8ClampedArray.from(image.data, (_, i) => levelAt[kind](i % 400, Math.floor(i / 400))),
    ),
  };
}

/** Turned by 90° clockwise. */
export function turnRight({ width, height, data }: GrayImage): GrayImage {
  const turned = createGrayImage(height, width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned.data[x * height + height - 1 - y] = data[y * width + x];
  }
  return turned;
}

/** So many times as large, or smaller by area averaging. */
export function resize({ width, height, data }: GrayImage, scale: number): GrayImage {
  const resized = createGrayImage(Math.round(width * scale), Math.round(height * scale));
  const step = Math.max(1, Math.round(4 / Math.max(scale, 1)));
  for (let y = 0; y < resized.height; y++) {
    for (let x = 0; x < resized.width; x++) {
      let sum = 0;
      for (let i = 0; i < step * step; i++) {
        const sx = Math.floor((x + ((i % step) + 0.5) / step) / scale);
        const sy = Math.floor((y + (Math.floor(i / step) + 0.5) / step) / scale);
        sum += data[Math.min(height - 1, sy) * width + Math.min(width - 1, sx)];
      }
      resized.data[y * resized.width + x] = sum / (step * step);
    }
  }
  return resized;
}

/** Paper with so many small pieces of ink, none of which touch. */
export function drawCrumbs(count: number): GrayImage {
  const random = new Random(11);
  const [columns, pitch] = [Math.ceil(Math.sqrt(count)), 24];
  const page = createGrayImage(columns * pitch, Math.ceil(count / columns) * pitch);
  page.data.fill(235);
  for (let n = 0; n < count; n++) {
    const [left, top] = [
      (n % columns) * pitch + random.nextBelow(8),
      Math.floor(n / columns) * pitch + random.nextBelow(8),
    ];
    const [width, height] = [3 + random.nextBelow(12), 3 + random.nextBelow(12)];
    for (let y = top; y < top + height; y++)
      page.data.fill(60, y * page.width + left, y * page.width + left + width);
  }
  return page;
}
