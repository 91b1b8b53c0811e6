/**
 * Connected strokes with their grey edges: hysteresis thresholding.
 *
 * A component starts at a pixel that is surely ink (at least `high`) and grows over its eight neighbours while they are
 * at least `low`. So the grey edge of a stroke stays with it, at any scale, and grey that touches no ink does not. Runs of
 * pixels are joined, not pixels (runs.ts).
 */
import type { GrayImage } from "../image/index.ts";
import { findRuns, type Runs } from "./runs.ts";

/** A rectangle of pixels; `x` and `y` are its top left pixel. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One connected piece of ink. */
export interface Component {
  /** Value of this component's pixels in `labels`. */
  label: number;
  /** Number of pixels that are at least `high`. */
  inkPixels: number;
  /** The same, each pixel weighed by how near it is to the middle of the picture: 1 there, 0 at its border. */
  centralInk: number;
  box: Box;
}

/** Components of an image, and which pixel belongs to which. */
interface Components {
  components: Component[];
  /** (height, width): 0 where there is no ink, else a component's label. */
  labels: Int32Array;
}

/** Finds the eight-connected components of bright ink, in the order of their first ink. */
export function findComponents(image: GrayImage, low: number, high: number): Components {
  const { width, height } = image;
  const runs = findRuns(image, low);
  const labelOfRoot = new Int32Array(runs.count);
  const drafts: Draft[] = [];
  for (let run = 0; run < runs.count; run++) {
    const { inkPixels, centralInk } = measureInk(image, runs, run, high);
    if (inkPixels === 0) continue;
    const root = runs.roots[run];
    if (labelOfRoot[root] === 0) labelOfRoot[root] = drafts.push(emptyDraft());
    const draft = drafts[labelOfRoot[root] - 1];
    draft.inkPixels += inkPixels;
    draft.centralInk += centralInk;
  }
  const labels = new Int32Array(image.data.length);
  for (let run = 0; run < runs.count; run++) {
    const label = labelOfRoot[runs.roots[run]];
    if (label === 0) continue;
    const [row, start, end] = [runs.rows[run], runs.starts[run], runs.ends[run]];
    labels.fill(label, row * width + start, row * width + end);
    growBounds(drafts[label - 1], row, start, end);
  }
  const centrality = 16 / (width * width * height * height);
  const components = drafts.map(({ inkPixels, centralInk, left, top, right, bottom }, n) => ({
    label: n + 1,
    inkPixels,
    centralInk: centralInk * centrality,
    box: { x: left, y: top, width: right - left, height: bottom - top },
  }));
  return { components, labels };
}

/** The smallest box around two boxes. */
export function unionBox(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** A component while its runs are counted; `right` and `bottom` are exclusive. */
interface Draft {
  inkPixels: number;
  centralInk: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function emptyDraft(): Draft {
  return { inkPixels: 0, centralInk: 0, left: Infinity, top: Infinity, right: 0, bottom: 0 };
}

function growBounds(draft: Draft, row: number, start: number, end: number): void {
  draft.left = Math.min(draft.left, start);
  draft.right = Math.max(draft.right, end);
  draft.top = Math.min(draft.top, row);
  draft.bottom = row + 1;
}

/** The ink of a run, and how near to the middle it is. */
function measureInk({ width, height, data }: GrayImage, runs: Runs, run: number, high: number) {
  const row = runs.rows[run];
  let [inkPixels, central] = [0, 0];
  for (let x = runs.starts[run]; x < runs.ends[run]; x++) {
    if (data[row * width + x] < high) continue;
    inkPixels++;
    central += (x + 0.5) * (width - x - 0.5);
  }
  return { inkPixels, centralInk: central * (row + 0.5) * (height - row - 0.5) };
}
