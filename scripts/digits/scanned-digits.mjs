/**
 * Digits as they come out of scans: training digits written on paper that scanners, telephones and forms have spoilt, or
 * thresholded, reduced and stretched as archives keep them, then brought into MNIST's form by the library's own
 * `normaliseDigit`. The network so learns what normalising leaves over. Equal seeds give equal bytes.
 */
import { deriveSeed, Random } from "../../dist/base/random.js";
import { resizeArea } from "../../dist/image/index.js";
import { normaliseDigit } from "../../dist/vision/index.js";
import { degrade } from "../vision/degrade.mjs";
import { cropToInk, drawPicture, FIELD_PIXELS, imageAt } from "./field.mjs";
import { pick, uniform } from "./random-draws.mjs";

/** What degrading leaves something over of. */
const SPOILT = [
  "reduced",
  "corner of a box",
  "neighbours",
  "touches border",
  "thin strokes",
  "noise",
  "all together",
];
/** Share of the digits that are spoilt; the rest are thresholded and stretched. */
const SPOILT_SHARE = 0.4;
/** Of those, the share that loses its grey levels, and the share that is stretched. */
const BINARY_SHARE = 0.8;
const STRETCHED_SHARE = 0.7;
/** Longer side of an archived digit, pixels. */
const ARCHIVED_SIDE = [12, 40];
/** Grey level, of the brightest, at which a pixel counts as ink. */
const THRESHOLD = [0.3, 0.6];
/** The most that a stretch widens a digit; beyond it a plain 1 is a block. */
const MOST_STRETCH = 2;
const PAPER_MARGIN = 2;
/** Each spoilt digit has a seed of its own. */
const SEEDS = 2_147_483_648;
const MOST_ATTEMPTS = 100;

/**
 * @param images { data: Uint8Array }, (N, 28, 28)
 * @param labels the digits, N
 * @param options count: how many are drawn; seed: a whole number
 * @returns data (count, 28, 28) and labels (count)
 */
export function drawScanned(images, labels, { count, seed }) {
  const data = new Uint8Array(count * FIELD_PIXELS);
  const drawn = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    const random = new Random(deriveSeed(seed, n));
    const { image, label } = drawOne(images, labels, random);
    data.set(image.data, n * FIELD_PIXELS);
    drawn[n] = label;
  }
  return { data, labels: drawn };
}

/** One digit, drawn again where normalising finds nothing. */
function drawOne(images, labels, random) {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const index = random.nextBelow(labels.length);
    const digit = imageAt(images, index);
    const picture =
      random.nextFloat() < SPOILT_SHARE ? spoil(digit, images, labels, random) : archive(digit, random);
    const { image, blank } = normaliseDigit(picture);
    if (!blank) return { image, label: labels[index] };
  }
  throw new Error(`No digit could be normalised in ${MOST_ATTEMPTS} attempts.`);
}

function spoil(digit, images, labels, random) {
  const other = imageAt(images, random.nextBelow(labels.length));
  return degrade(digit, other, pick(random, SPOILT), random.nextBelow(SEEDS));
}

/** Cut out tightly, perhaps stretched toward a square, reduced, and perhaps thresholded. */
function archive(digit, random) {
  const tight = cropToInk(digit);
  const side = uniform(random, ...ARCHIVED_SIDE);
  const longer = Math.max(tight.width, tight.height);
  const stretch = random.nextFloat() < STRETCHED_SHARE ? random.nextFloat() : 0;
  // From the digit's own proportion (0) to a square (1), along the ratio of its sides.
  const length = (own) => {
    const share = own / longer;
    return Math.max(2, Math.round(side * Math.min(share + (1 - share) * stretch, share * MOST_STRETCH)));
  };
  const small = resizeArea(tight, length(tight.width), length(tight.height));
  const limit = random.nextFloat() < BINARY_SHARE ? uniform(random, ...THRESHOLD) * 255 : undefined;
  const level = (value) => (limit === undefined ? value : value > limit ? 255 : 0);
  const at = (x, y) => small.data[y * small.width + x];
  const [width, height] = [small.width + 2 * PAPER_MARGIN, small.height + 2 * PAPER_MARGIN];
  return drawPicture(width, height, (x, y) => {
    const [inX, inY] = [x - PAPER_MARGIN, y - PAPER_MARGIN];
    const inside = inX >= 0 && inY >= 0 && inX < small.width && inY < small.height;
    return 255 - (inside ? level(at(inX, inY)) : 0);
  });
}
