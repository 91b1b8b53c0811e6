/** A drawing of one digit: strokes on a canvas, and the same as a grey picture, dark on light. */
import type { GrayImage } from "../../../src/image/index.ts";

export interface Point {
  x: number;
  y: number;
}

/** Side of the pad in its own units. */
export const SIDE = 280;
/** How far an arrow key moves the pen. */
export const STEP = 10;
const PEN = 20;

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function draw(context: Context, strokes: readonly Point[][]): void {
  context.lineWidth = PEN;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const [first, ...rest] of strokes) {
    context.beginPath();
    context.moveTo(first.x, first.y);
    // A point alone is a dot.
    context.lineTo(first.x, first.y + 0.01);
    for (const { x, y } of rest) context.lineTo(x, y);
    context.stroke();
  }
}

/** @returns undefined for an empty pad */
function read(strokes: readonly Point[][]): GrayImage | undefined {
  const context = new OffscreenCanvas(SIDE, SIDE).getContext("2d");
  if (context === null || strokes.length === 0) return undefined;
  draw(context, strokes);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  const grey = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => 255 - data[4 * i + 3]);
  return { width: SIDE, height: SIDE, data: grey };
}

export const pictureOf = { draw, read };
