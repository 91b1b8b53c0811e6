/**
 * How every plot looks: type, sizes, colours and how numbers are written.
 *
 * The font is Arimo, whose letters are as wide as Arial's: a browser without it sets the same lines. Colours of data
 * are from M. Okabe and K. Ito, "Color universal design" (2008), and are told apart with any colour vision.
 */

/** Read from left to right by the browser; PNGs are rendered with the first. */
export const FONT_FAMILY = "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif";

/** Pixels at scale 1. */
export const FONT_SIZE = { title: 17, heading: 13, text: 12, small: 11 } as const;

export const COLOUR = {
  paper: "#ffffff",
  ink: "#1f2933",
  muted: "#5f6b7a",
  faint: "#6b7583",
  line: "#e1e5ea",
  blue: "#0072b2",
  deepBlue: "#00598c",
  vermilion: "#d55e00",
} as const;

/** What every plot function takes. */
export interface PlotStyleOptions {
  /** Makes the SVG's elements: the page's own `document`, or in Node the one of `plotDocument()`. */
  document: Document;
  /** Heading above the plot. */
  title?: string;
}

/** `0.9649` as `96 %`, with a space that does not break; what is not all of it is never rounded up to 100 %. */
export function formatPercent(share: number, digits = 0): string {
  const rounded = (share * 100).toFixed(digits);
  const shown = Number(rounded) === 100 && share < 1 ? (100 - 10 ** -digits).toFixed(digits) : rounded;
  return `${shown}\u00a0%`;
}

/** A colour between white (`amount` 0) and `colour` (1), as `#rrggbb`. */
export function tint(colour: string, amount: number): string {
  const mixed = channelsOf(colour).map((channel) => Math.round(255 + (channel - 255) * amount));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** White or black, whichever has the stronger contrast on the background (WCAG 2); it is at least 4.5. */
export function textColourOn(background: string): string {
  const contrastTo = (colour: string): number => {
    const [dark, light] = [luminance(colour), luminance(background)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  return contrastTo("#ffffff") > contrastTo("#000000") ? "#ffffff" : "#000000";
}

function luminance(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
