/**
 * Puts plots under a title into one SVG that stands alone: valid XML, no style sheet, no script, no random names,
 * numbers of at most three decimals. Plot's elements are written out here rather than by `outerHTML`, whose text
 * differs between browsers and Node and may hold `&nbsp;`, which XML does not know.
 */
import { COLOUR, FONT_FAMILY, FONT_SIZE } from "./plot-style.ts";

/** A plot, or a line of text, and where its top left corner (of text: its baseline's start) goes. */
export type FigurePart =
  | { x: number; y: number; plot: Element }
  | { x: number; y: number; text: string; size: number; bold?: boolean; colour?: string };

/** A figure's head and its parts. */
interface Figure {
  title: string;
  /** A second line under the title, in grey. */
  subtitle?: string;
  /** Least width of the figure, which grows with its texts, and height of what is under its head, pixels. */
  width: number;
  height: number;
  /** Placed relative to the left edge and the lower edge of the head. */
  parts: readonly FigurePart[];
}

/** Space round everything, pixels. */
export const MARGIN = 24;

/** Attributes that hold lengths and paths. Others, such as the colour #72e200, may only look like numbers. */
const GEOMETRIC = new Set(
  "cx cy d dx dy height points r rx ry transform viewBox width x x1 x2 y y1 y2".split(" "),
);

/** Attributes for Plot's style sheet, and those that the figure's root has for all plots. */
const DROPPED = new Set(["class", "font-family", "xmlns"]);

/** The figure as the text of an SVG file. */
export function composeFigure({ title, subtitle, width: leastWidth, height, parts }: Figure): string {
  const headHeight = subtitle === undefined ? 54 : 74;
  const head: FigurePart[] = [
    { x: MARGIN, y: MARGIN + 14 - headHeight, text: title, size: FONT_SIZE.title, bold: true },
  ];
  if (subtitle !== undefined) {
    const y = MARGIN + 36 - headHeight;
    head.push({ x: MARGIN, y, text: subtitle, size: FONT_SIZE.text, colour: COLOUR.muted });
  }
  const all = [...head, ...parts];
  const width = Math.ceil(Math.max(leastWidth, ...all.map(rightEdge)));
  const total = height + headHeight;
  const body = all.map((part) => writePart({ ...part, y: part.y + headHeight }));
  const root =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}"` +
    ` role="img" aria-label="${escapeXml(title)}" color="${COLOUR.ink}" fill="${COLOUR.ink}"` +
    ` font-family="${FONT_FAMILY}">`;
  const background = `<rect width="${width}" height="${total}" fill="${COLOUR.paper}"/>`;
  return `${[root, background, ...body, "</svg>"].join("\n")}\n`;
}

/** Where a text and the margin beside it end; letters are about 0.6 of the font's size wide. */
function rightEdge(part: FigurePart): number {
  return "text" in part ? part.x + 0.6 * part.size * part.text.length + MARGIN : 0;
}

function writePart(part: FigurePart): string {
  if (!("text" in part)) return writeElement(part.plot, { x: String(part.x), y: String(part.y) });
  const { x, y, text, size, bold = false, colour = COLOUR.ink } = part;
  const weight = bold ? ' font-weight="700"' : "";
  return `<text x="${x}" y="${y}" font-size="${size}"${weight} fill="${colour}">${escapeXml(text)}</text>`;
}

function writeElement(element: Element, extra: Readonly<Record<string, string>> = {}): string {
  const name = element.localName;
  // Plot's own style sheet only sizes the plot in a page.
  if (name === "style") return "";
  const attributes = new Map(Object.entries(extra));
  for (const { name: key, value } of element.attributes) {
    if (DROPPED.has(key)) continue;
    attributes.set(key, GEOMETRIC.has(key) ? roundNumbers(value) : value);
  }
  // Browsers and linkedom list attributes in different orders.
  const written = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  const open = `<${name}${written.map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join("")}`;
  const content = [...element.childNodes].map((node) => {
    return node.nodeType === 1 ? writeElement(node as Element) : escapeXml(node.textContent ?? "");
  });
  return content.length === 0 ? `${open}/>` : `${open}>${content.join("")}</${name}>`;
}

function roundNumbers(value: string): string {
  return value.replaceAll(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g, (text) =>
    String(Math.round(Number(text) * 1000) / 1000 + 0),
  );
}

/** Escapes what XML gives a meaning to, and drops the control characters it forbids. */
function escapeXml(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}
