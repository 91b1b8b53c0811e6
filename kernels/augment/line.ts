/**
 * Stray lines: the edge of a box, a rule, a stroke of a neighbour. Each pixel of a segment gets the share of ink by which it
 * lies within the pen's radius, over one pixel from full to none.
 */
import { between, hash, Stream, uniform } from "./random";

/** The pen's radius in pixels, and its ink 0..255. */
const THINNEST: f32 = 0.3;
const THICKEST: f32 = 0.9;
const PALEST: f32 = 80.0;
const DARKEST: f32 = 255.0;

/** Draws one line from edge to edge, left to right or top to bottom, into the plane. */
export function strayLine(plane: usize, key: u32, height: i32, width: i32, stride: i32): void {
  const keys = hash(Stream.Line, key);
  const across = uniform(0, keys) < 0.5;
  const start = uniform(1, keys), end = uniform(2, keys);
  const right = <f32>(width - 1), bottom = <f32>(height - 1);
  const radius = between(THINNEST, THICKEST, 3, keys), ink = between(PALEST, DARKEST, 4, keys);
  if (across) {
    drawSegment(plane, 0.0, start * bottom, right, end * bottom, radius, ink, height, width, stride);
  } else {
    drawSegment(plane, start * right, 0.0, end * right, bottom, radius, ink, height, width, stride);
  }
}

/** A straight stroke with round ends; ink that is darker already stays. */
export function drawSegment(
  plane: usize, // (height, stride), changed
  x0: f32, y0: f32, x1: f32, y1: f32, radius: f32, ink: f32, height: i32, width: i32, stride: i32,
): void {
  const dx: f32 = x1 - x0, dy: f32 = y1 - y0;
  const square: f32 = dx * dx + dy * dy;
  const over = f32x4.splat(square > 0.0 ? <f32>1.0 / square : 0.0);
  const zero = f32x4.splat(0.0), one = f32x4.splat(1.0);
  const edge = f32x4.splat(radius + 0.5);
  for (let y = 0; y < height; y++) {
    const py: f32 = <f32>y - y0;
    let px = f32x4.sub(f32x4(0.0, 1.0, 2.0, 3.0), f32x4.splat(x0));
    for (let x = 0; x < stride; x += 4, plane += 16, px = f32x4.add(px, f32x4.splat(4.0))) {
      const along = f32x4.mul(f32x4.add(f32x4.mul(px, f32x4.splat(dx)), f32x4.splat(py * dy)), over);
      const t = f32x4.pmax(zero, f32x4.pmin(one, along));
      const ex = f32x4.sub(px, f32x4.mul(t, f32x4.splat(dx)));
      const ey = f32x4.sub(f32x4.splat(py), f32x4.mul(t, f32x4.splat(dy)));
      const distance = f32x4.sqrt(f32x4.add(f32x4.mul(ex, ex), f32x4.mul(ey, ey)));
      const share = f32x4.pmax(zero, f32x4.pmin(one, f32x4.sub(edge, distance)));
      v128.store(plane, f32x4.pmax(v128.load(plane), f32x4.mul(share, f32x4.splat(ink))));
    }
  }
}
