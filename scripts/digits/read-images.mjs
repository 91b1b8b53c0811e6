/** Readings of images that are in MNIST's form already, as of a picture about which nothing is doubtful. */
import { DigitReader } from "../../dist/reader/index.js";
import { FIELD_PIXELS, FIELD_SIDE } from "./field.mjs";

/** As many images as are read at once. */
const BATCH = 1000;

/**
 * @param network from images to logits
 * @param facts temperature and thresholds
 * @param images { data: Uint8Array }, (N, 28, 28)
 * @returns N readings
 */
export function readImages(network, facts, { data }) {
  const reader = new DigitReader({ name: "digits", network, facts, endsInLogits: true, rescales: false });
  const readings = [];
  for (let start = 0; start < data.length; start += BATCH * FIELD_PIXELS) {
    const batch = [];
    const end = Math.min(start + BATCH * FIELD_PIXELS, data.length);
    for (let at = start; at < end; at += FIELD_PIXELS)
      batch.push(normalised(data.subarray(at, at + FIELD_PIXELS)));
    readings.push(...reader.readNormalised(batch));
  }
  return readings;
}

function normalised(data) {
  const image = { width: FIELD_SIDE, height: FIELD_SIDE, data };
  return { image, blank: false, polarityUncertain: false, touchesBorder: false };
}
