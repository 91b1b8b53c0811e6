/** The cards of the shipped models, as they are shipped, turned from Markdown to HTML when they are first opened. */
import digitsCard from "../../../models/digits.md?raw";
import lineCard from "../../../models/line.md?raw";
import inkCard from "../../../models/ink.md?raw";
import { wilsonInterval } from "../../../src/metrics/index.ts";
import type { Measured } from "../workers/inside-messages.ts";

export interface ModelCard {
  id: "digits" | "line" | "ink";
  title: string;
  html: string;
}

const TEST_IMAGES = 10_000;
const CARDS = [
  { id: "digits", title: "digits: reads one digit", markdown: digitsCard },
  { id: "line", title: "line: reads a whole number", markdown: lineCard },
  { id: "ink", title: "ink: draws the built-in digits", markdown: inkCard },
] as const;

/** The Markdown library is loaded with the first call. The cards are Inkling's own text, not the visitor's. */
export async function renderCards(): Promise<ModelCard[]> {
  const { Marked } = await import("marked");
  const marked = new Marked({ gfm: true });
  return CARDS.map(({ id, title, markdown }) => ({
    id,
    title,
    html: forPage(marked.parse(markdown, { async: false }), id),
  }));
}

/** What the digit model's card says of MNIST's test set, with its interval; undefined if it says nothing. */
export function accuracyOfCard(card = digitsCard): Measured | undefined {
  const percent = /^\| MNIST test \| *([\d.]+) %/m.exec(card)?.[1];
  if (percent === undefined) return undefined;
  const right = Math.round((Number(percent) / 100) * TEST_IMAGES);
  return { right, count: TEST_IMAGES, ...wilsonInterval(right, TEST_IMAGES) };
}

/**
 * The page gives the title, so headings go down by one; links to files of the repository become their names, and its pictures, which
 * are not served here, are left out. Wide tables scroll by themselves.
 */
function forPage(html: string, name: string): string {
  let tables = 0;
  return html
    .replace(/<h1>.*?<\/h1>\s*/s, "")
    .replace(/<(\/?)h2>/g, "<$1h3>")
    .replace(/(<p>\s*)?<img src="(?!https:)[^>]*>(\s*<\/p>)?/g, "")
    .replace(/<a href="(?!https:)[^"]*">(.*?)<\/a>/gs, "<em>$1</em>")
    .replace(/<table>/g, () => {
      tables++;
      return `<div class="scroll" tabindex="0" role="region" aria-label="Table ${tables} of ${name}"><table>`;
    })
    .replace(/<\/table>/g, "</table></div>");
}
