/**
 * The affine map of an image: shear, then scale, then rotation about the image's centre, then shift. What the warp needs
 * is its inverse, which says for each pixel of the result where in the source it comes from.
 */
import { exp1 } from "../math";
import { draw } from "./random";
import { Slot } from "./settings";

const RADIANS: f32 = 0.017453292519943295;

/** The inverse map's place among the working numbers: a 2 by 2 matrix by rows, then the shift. */
export const enum Affine {
  XX = 0,
  XY = 4,
  YX = 8,
  YY = 12,
  ShiftX = 16,
  ShiftY = 20,
  Bytes = 64,
}

/** Writes the inverse of the map that this image's draws make. */
export function drawAffine(affine: usize, settings: usize, key: u32): void { // overwritten
  const degrees = draw(settings, Slot.Rotate, key);
  const scale = draw(settings, Slot.Scale, key);
  const aspect = draw(settings, Slot.Aspect, key) * 0.5;
  const shear = draw(settings, Slot.Shear, key);
  const cosine = cosineOf(degrees), sine = sineOf(degrees);
  const overX = exp1(-(scale + aspect)), overY = exp1(aspect - scale);
  // Of rotation * diag(scale x, scale y) * [1 shear; 0 1].
  const xx = overX * cosine, xy = overX * sine;
  const yx = overY * -sine, yy = overY * cosine;
  store<f32>(affine, xx - shear * yx, Affine.XX);
  store<f32>(affine, xy - shear * yy, Affine.XY);
  store<f32>(affine, yx, Affine.YX);
  store<f32>(affine, yy, Affine.YY);
  store<f32>(affine, draw(settings, Slot.ShiftX, key), Affine.ShiftX);
  store<f32>(affine, draw(settings, Slot.ShiftY, key), Affine.ShiftY);
}

/** cos of degrees; error under 2e-7, and exact at multiples of 90. */
function cosineOf(degrees: f32): f32 {
  const quarters = nearest<f32>(degrees * <f32>(1.0 / 90.0));
  const rest = (degrees - quarters * 90.0) * RADIANS;
  switch (<i32>quarters & 3) {
    case 0: return cosineSeries(rest);
    case 1: return -sineSeries(rest);
    case 2: return -cosineSeries(rest);
    default: return sineSeries(rest);
  }
}

/** sin of degrees, likewise. */
function sineOf(degrees: f32): f32 {
  return cosineOf(degrees - 90.0);
}

/** Taylor's series for |r| <= pi / 4: the next terms are 4e-9 (cos) and 2e-9 (sin). */
function cosineSeries(r: f32): f32 {
  const s = r * r;
  return 1.0 + s * (-0.5 + s * (<f32>(1.0 / 24.0) + s * (<f32>(-1.0 / 720.0) + s * <f32>(1.0 / 40320.0))));
}

function sineSeries(r: f32): f32 {
  const s = r * r;
  return r * (1.0 + s * (<f32>(-1.0 / 6.0) + s * (<f32>(1.0 / 120.0) + s * (<f32>(-1.0 / 5040.0) + s * <f32>(1.0 / 362880.0)))));
}
