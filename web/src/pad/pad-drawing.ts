/** A drawing of strokes: what the pad shows, and the same as a grey picture for the reader. */
import type { GrayImage } from "../../../src/image/index.ts";

/** One place of the pen. */
export interface PadPoint {
  /** In the pad's units. */
  x: number;
  y: number;
  /** 0 to 1; a half where the device does not tell. */
  pressure: number;
}

export type PadStroke = PadPoint[];

/** Width of a stroke at half pressure. */
const PEN = 15;
/** A change of the width that is seen. */
const LEAST_CHANGE = 0.4;
/** The reader gets the drawing in fewer pixels: its strokes are then about as broad as those of a scan at 150 dpi. */
const READ_SCALE = 0.4;
/** A stroke that strays no further is straight; shorter ones are never taken for printed lines. */
const RULED = 4;
const LEAST_RULE = 40;
/** One and a half pixels of the reader's picture; one is enough (measured). */
const TREMOR = 4;
const TREMOR_POINTS = 24;
/** Paper around the ink in the picture for the reader, its pixels. */
const READ_MARGIN = 14;

/** Draws strokes onto a canvas that is scaled to the pad's units. */
export function drawStrokes(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  strokes: readonly PadStroke[],
): void {
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) drawStroke(context, stroke);
}

/**
 * Through the middles of the points run parabolas, so that corners of fast movements are round. The line is begun anew only where
 * its width changes: where pieces overlap, their soft edges add up to beads.
 */
function drawStroke(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  stroke: PadStroke,
): void {
  let from: { x: number; y: number } = stroke[0];
  beginLine(context, from, widthAt(stroke[0]));
  // A point alone is a dot.
  context.lineTo(from.x, from.y + 0.01);
  for (let i = 1; i < stroke.length; i++) {
    const [before, point] = [stroke[i - 1], stroke[i]];
    const width = (widthAt(before) + widthAt(point)) / 2;
    if (Math.abs(width - context.lineWidth) > LEAST_CHANGE) {
      context.stroke();
      beginLine(context, from, width);
    }
    const isLast = i === stroke.length - 1;
    from = isLast ? point : { x: (before.x + point.x) / 2, y: (before.y + point.y) / 2 };
    context.quadraticCurveTo(before.x, before.y, from.x, from.y);
  }
  context.stroke();
}

function beginLine(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { x, y }: { x: number; y: number },
  width: number,
): void {
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x, y);
}

function widthAt({ pressure }: PadPoint): number {
  return PEN * (0.55 + 0.9 * pressure);
}

/** Around all points and the pen's width. */
function extentOf(strokes: readonly PadStroke[]): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} {
  const points = strokes.flat();
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return {
    left: Math.min(...xs) - PEN,
    top: Math.min(...ys) - PEN,
    right: Math.max(...xs) + PEN,
    bottom: Math.max(...ys) + PEN,
  };
}

/**
 * A stroke as straight as a ruler's is given a hand's tremor: on a page it would be taken for a printed line and left out, and on
 * the pad it is a 1.
 */
function bendRuled(stroke: PadStroke): PadStroke {
  const [first, last] = [stroke[0], stroke[stroke.length - 1]];
  const length = Math.hypot(last.x - first.x, last.y - first.y);
  const across = (points: readonly number[]): number => Math.max(...points) - Math.min(...points);
  const thickness = Math.min(across(stroke.map(({ x }) => x)), across(stroke.map(({ y }) => y)));
  if (thickness > RULED || length < LEAST_RULE) return stroke;
  const { pressure } = first;
  const isUpright = Math.abs(last.y - first.y) > Math.abs(last.x - first.x);
  return Array.from({ length: TREMOR_POINTS + 1 }, (_, i) => {
    const share = i / TREMOR_POINTS;
    const tremor = TREMOR * Math.sin(share * 9);
    return {
      x: first.x + (last.x - first.x) * share + (isUpright ? tremor : 0),
      y: first.y + (last.y - first.y) * share + (isUpright ? 0 : tremor),
      pressure,
    };
  });
}

/** The drawing dark on light, cropped to its ink with some paper around; `undefined` if there is none. */
export function drawingToGray(strokes: readonly PadStroke[]): GrayImage | undefined {
  if (strokes.length === 0) return undefined;
  const { left, top, right, bottom } = extentOf(strokes);
  const width = Math.ceil((right - left) * READ_SCALE) + 2 * READ_MARGIN;
  const height = Math.ceil((bottom - top) * READ_SCALE) + 2 * READ_MARGIN;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (context === null) return undefined;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.setTransform(
    READ_SCALE,
    0,
    0,
    READ_SCALE,
    READ_MARGIN - left * READ_SCALE,
    READ_MARGIN - top * READ_SCALE,
  );
  context.strokeStyle = "#000";
  drawStrokes(context, strokes.map(bendRuled));
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => data[4 * i]) };
}
