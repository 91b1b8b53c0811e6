/**
 * One bilinear resampling for the affine map and the elastic displacement together: for each pixel of the result the place
 * in the source, then the weighted mean of the four pixels around it. Outside of the source all is 0.
 */
import { Affine } from "./geometry";
import { cubicWeight, nodeBefore, nodePlace } from "./elastic";

/** The result of a whole image. `fields` is 0 where there is no elastic displacement. */
export function warp(
  out: usize, // (height, stride), overwritten
  padded: usize, affine: usize, fields: usize, // (height + 3, paddedStride), 24 bytes, 2 of (grid, stride)
  grid: i32, height: i32, width: i32, stride: i32, paddedStride: i32,
): void {
  const xx = load<f32>(affine, Affine.XX), xy = load<f32>(affine, Affine.XY);
  const yx = load<f32>(affine, Affine.YX), yy = load<f32>(affine, Affine.YY);
  const centreX: f32 = <f32>(width - 1) * 0.5, centreY: f32 = <f32>(height - 1) * 0.5;
  const offsetX = centreX + load<f32>(affine, Affine.ShiftX), offsetY = centreY + load<f32>(affine, Affine.ShiftY);
  for (let y = 0; y < height; y++) {
    const v: f32 = <f32>y - offsetY;
    // The source's first pixel stands at (1, 1) of its padded plane.
    const x0: f32 = xy * v + (centreX + 1.0), y0: f32 = yy * v + (centreY + 1.0);
    const row = out + (<usize>(y * stride) << 2);
    if (fields == 0) {
      warpRow(row, padded, xx, yx, x0, y0, offsetX, height, width, stride, paddedStride);
    } else {
      warpRowElastic(row, padded, fields, y, grid, xx, yx, x0, y0, offsetX, height, width, stride, paddedStride);
    }
  }
}

function warpRow(
  out: usize, padded: usize, xx: f32, yx: f32, x0: f32, y0: f32, offsetX: f32,
  height: i32, width: i32, stride: i32, paddedStride: i32,
): void {
  let u = f32x4.sub(f32x4(0.0, 1.0, 2.0, 3.0), f32x4.splat(offsetX));
  for (let x = 0; x < stride; x += 4, u = f32x4.add(u, f32x4.splat(4.0)), out += 16) {
    const sourceX = f32x4.add(f32x4.mul(u, f32x4.splat(xx)), f32x4.splat(x0));
    const sourceY = f32x4.add(f32x4.mul(u, f32x4.splat(yx)), f32x4.splat(y0));
    v128.store(out, sample(padded, sourceX, sourceY, height, width, paddedStride));
  }
}

function warpRowElastic(
  out: usize, padded: usize, fields: usize, y: i32, grid: i32,
  xx: f32, yx: f32, x0: f32, y0: f32, offsetX: f32, height: i32, width: i32, stride: i32, paddedStride: i32,
): void {
  const rowBytes = <usize>stride << 2;
  const place = nodePlace(y, height, grid);
  const node = nodeBefore(place, grid);
  const f: f32 = place - <f32>node;
  const w0 = f32x4.splat(cubicWeight(0, f)), w1 = f32x4.splat(cubicWeight(1, f));
  const w2 = f32x4.splat(cubicWeight(2, f)), w3 = f32x4.splat(cubicWeight(3, f));
  let r0 = fields + <usize>max(0, node - 1) * rowBytes;
  let r1 = fields + <usize>node * rowBytes;
  let r2 = fields + <usize>(node + 1) * rowBytes;
  let r3 = fields + <usize>min(grid - 1, node + 2) * rowBytes;
  const toY = <usize>grid * rowBytes;
  let u = f32x4.sub(f32x4(0.0, 1.0, 2.0, 3.0), f32x4.splat(offsetX));
  for (let x = 0; x < stride; x += 4, u = f32x4.add(u, f32x4.splat(4.0)), out += 16) {
    const dx = blend(v128.load(r0), v128.load(r1), v128.load(r2), v128.load(r3), w0, w1, w2, w3);
    const dy = blend(v128.load(r0 + toY), v128.load(r1 + toY), v128.load(r2 + toY), v128.load(r3 + toY), w0, w1, w2, w3);
    const sourceX = f32x4.add(f32x4.add(f32x4.mul(u, f32x4.splat(xx)), f32x4.splat(x0)), dx);
    const sourceY = f32x4.add(f32x4.add(f32x4.mul(u, f32x4.splat(yx)), f32x4.splat(y0)), dy);
    v128.store(out, sample(padded, sourceX, sourceY, height, width, paddedStride));
    r0 += 16; r1 += 16; r2 += 16; r3 += 16;
  }
}

// @ts-ignore: decorator
@inline
function blend(a: v128, b: v128, c: v128, d: v128, wa: v128, wb: v128, wc: v128, wd: v128): v128 {
  const ab = f32x4.add(f32x4.mul(a, wa), f32x4.mul(b, wb));
  return f32x4.add(ab, f32x4.add(f32x4.mul(c, wc), f32x4.mul(d, wd)));
}

/** Four places of the padded plane. One beyond its zero border is moved onto it. */
// @ts-ignore: decorator
@inline
function sample(padded: usize, atX: v128, atY: v128, height: i32, width: i32, paddedStride: i32): v128 {
  const zero = f32x4.splat(0);
  const x = f32x4.pmax(zero, f32x4.pmin(f32x4.splat(<f32>(width + 1)), atX));
  const y = f32x4.pmax(zero, f32x4.pmin(f32x4.splat(<f32>(height + 1)), atY));
  const left = f32x4.floor(x), top = f32x4.floor(y);
  const columns = i32x4.trunc_sat_f32x4_s(left), rows = i32x4.trunc_sat_f32x4_s(top);
  const places = i32x4.shl(i32x4.add(i32x4.mul(rows, i32x4.splat(paddedStride)), columns), 2);
  const down = <usize>paddedStride << 2;
  const p0 = padded + <usize>i32x4.extract_lane(places, 0), p1 = padded + <usize>i32x4.extract_lane(places, 1);
  const p2 = padded + <usize>i32x4.extract_lane(places, 2), p3 = padded + <usize>i32x4.extract_lane(places, 3);
  // Neighbours stand side by side, so each load brings the left and the right one of a place.
  const high01 = v128.load64_lane(p1, v128.load64_zero(p0), 1), high23 = v128.load64_lane(p3, v128.load64_zero(p2), 1);
  const low01 = v128.load64_lane(p1 + down, v128.load64_zero(p0 + down), 1);
  const low23 = v128.load64_lane(p3 + down, v128.load64_zero(p2 + down), 1);
  const fx = f32x4.sub(x, left), fy = f32x4.sub(y, top);
  const leftHigh = v128.shuffle<f32>(high01, high23, 0, 2, 4, 6), rightHigh = v128.shuffle<f32>(high01, high23, 1, 3, 5, 7);
  const leftLow = v128.shuffle<f32>(low01, low23, 0, 2, 4, 6), rightLow = v128.shuffle<f32>(low01, low23, 1, 3, 5, 7);
  const high = f32x4.add(leftHigh, f32x4.mul(fx, f32x4.sub(rightHigh, leftHigh)));
  const low = f32x4.add(leftLow, f32x4.mul(fx, f32x4.sub(rightLow, leftLow)));
  return f32x4.add(high, f32x4.mul(fy, f32x4.sub(low, high)));
}
