/** An examination as one HTML file: no script, no request to anywhere, images inside it. */
import { resizeArea, type GrayImage } from "../../image/index.ts";
import { pngDataUri } from "../../plots/png-data-uri.ts";
import { formatPercent } from "../../plots/plot-style.ts";
import { describeStep, type Examination } from "./examination.ts";
import { measureRows, pictureFacts, type MeasureRow } from "./measure-rows.ts";
import { REPORT_STYLE } from "./report-style.ts";

/** Longer side of an image in the file, pixels: large photos would make it heavy. */
const IMAGE_SIDE = 224;

const DECISIONS = {
  accept: "Accepted: this reading may be taken as it is.",
  review: "For review: somebody should look at it.",
  reject: "Rejected: this reading should not be used.",
} as const;
const NO_DECISION = "This model does not say when it is in doubt.";

/** The whole document. */
export function htmlReport(examination: Examination): string {
  const { file, model, reading } = examination;
  const title = `${escapeHtml(baseName(file))}, examined`;
  const sections = reading.normalised.blank
    ? [findings(examination), steps(examination), picture(examination)]
    : [
        verdict(examination),
        findings(examination),
        steps(examination),
        measures(examination),
        picture(examination),
      ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
${REPORT_STYLE}</style>
</head>
<body>
<main>
<header>
<p class="product">Inkling doctor</p>
<h1>${escapeHtml(baseName(file))}</h1>
</header>
${sections.join("\n")}
<footer>Read with ${escapeHtml(baseName(model))}. Images are shown pixel by pixel, large ones made smaller.</footer>
</main>
</body>
</html>
`;
}

function verdict({ reading, decides }: Examination): string {
  const { digit, probability, probabilities, notADigit, decision, reasons, normalised } = reading;
  const because =
    reasons.length === 0 ? "" : `<p class="quiet">${escapeHtml(sentence(reasons.join("; ")))}</p>`;
  const shares = [
    ...probabilities.map((share, i) => [String(i), share] as const),
    ["none", notADigit] as const,
  ];
  const bars = shares.map(
    ([name, share]) =>
      `<li${name === String(digit) ? ' class="best"' : ""}><span>${name}</span>` +
      `<span class="bar"><i style="width:${(share * 100).toFixed(1)}%"></i></span><span>${formatPercent(share, 1)}</span></li>`,
  );
  return `<section class="verdict">
${picturePng(normalised.image, `The digit as the network sees it`)}
<div>
<p class="reading"><strong>${digit}</strong> <span>${formatPercent(probability, 1)}</span></p>
<p class="decision ${decides ? decision : ""}">${decides ? DECISIONS[decision] : NO_DECISION}</p>
${because}
</div>
<ol class="shares" aria-label="Probability of each digit, and of none">
${bars.join("\n")}
</ol>
</section>`;
}

function findings({ findings }: Examination): string {
  if (findings.length === 0) {
    return `<section><h2>Nothing unusual was found</h2><p>Pen, paper and picture are like those that the network knows.</p></section>`;
  }
  const items = findings.map(
    ({ cause, mend }) => `<li><p>${escapeHtml(cause)}</p><p class="mend">${escapeHtml(mend)}</p></li>`,
  );
  return `<section>
<h2>What may be wrong, and what would mend it</h2>
<ul class="findings">
${items.join("\n")}
</ul>
</section>`;
}

function steps(examination: Examination): string {
  const figures = (examination.reading.normalised.steps ?? []).map((step, i) => {
    const text = escapeHtml(describeStep(step, examination));
    return `<figure>${picturePng(step.image, step.name)}<figcaption><b>${i + 1}. ${step.name}</b> ${text}</figcaption></figure>`;
  });
  return `<section>
<h2>From picture to digit</h2>
<div class="steps">
${figures.join("\n")}
</div>
</section>`;
}

function measures(examination: Examination): string {
  return `<section>
<h2>Beside MNIST’s handwriting</h2>
<p class="quiet">Networks that read digits learn from images like MNIST’s 60,000. Each line leaves out one percent of them at either
end; its thick part holds the middle 90 %, and the dot is this digit.</p>
<div class="measures">
${measureRows(examination.measures).map(measure).join("\n")}
</div>
</section>`;
}

function measure({ label, value, low, high, word, place, at, marks: [p5, , p95] }: MeasureRow): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const usual = `<i class="usual" style="left:${percent(p5)};width:${percent(p95 - p5)}"></i>`;
  return `<div class="measure place${Math.abs(place)}">
<span class="label">${label}</span><span class="value">${value}</span><span class="word">${word}</span>
<span class="track" aria-hidden="true">${usual}<i class="dot" style="left:${percent(at)}"></i></span>
<span class="low">${low}</span><span class="high">${high}</span>
</div>`;
}

function picture(examination: Examination): string {
  const rows = pictureFacts(examination).map(
    ([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<section>
<h2>The picture</h2>
<dl>
${rows.join("\n")}
</dl>
</section>`;
}

function picturePng(image: GrayImage, alt: string): string {
  const { width, height, data } = shrink(image);
  // The style keeps a narrow image narrow: without it small images would be stretched to a square.
  return `<span class="frame"><img src="${pngDataUri(data, { width, height })}" width="${width}" height="${height}" alt="${escapeHtml(alt)}"></span>`;
}

function shrink(image: GrayImage): GrayImage {
  const scale = IMAGE_SIDE / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return resizeArea(image, side(image.width), side(image.height));
}

/** The last part of a path, of either kind of machine. */
function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
