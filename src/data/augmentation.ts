/**
 * Augmentation: how far training images may be moved and roughened before the network sees them. Plain numbers; the
 * kernels in kernels/augment/ do the work, anew in every epoch.
 */
import { typeError } from "../base/errors.ts";
import { checkInteger, checkNumber, nearestName, show } from "../base/guards.ts";

/**
 * Each image draws its own values, uniformly, up to these bounds; the defaults do nothing. Ink is bright on dark, as in
 * MNIST. `shift` to `elastic` move every image, the others come to a share of them.
 */
export interface AugmentationOptions {
  /** Pixels to either side, and up or down; 0 to 1000. @default 0 */
  shift?: number;
  /** Degrees to either side, about the middle; 0 to 180. @default 0 */
  rotate?: number;
  /** Logarithm of the factor of size, up or down; 0 to 2. 0.15 is 14 % smaller to 16 % larger. @default 0 */
  scale?: number;
  /** Logarithm of width over height, up or down; 0 to 2. @default 0 */
  aspect?: number;
  /** Slant: pixels to either side for each pixel of height; 0 to 2. @default 0 */
  shear?: number;
  /** Standard deviation of the displacement at a node of a random grid, pixels; 0 to 20. @default 0 */
  elastic?: number;
  /** Nodes along a side of that grid; a whole number from 2 to 16. @default 6 */
  elasticGrid?: number;
  /** Share of the images that get what follows; 0 to 1. @default 1 */
  robustShare?: number;
  /** Thicker or thinner strokes: blend toward the brightest or darkest of 3 × 3 pixels; 0 to 1. @default 0 */
  stroke?: number;
  /** Gaussian blur's standard deviation, pixels; 0 to 2. @default 0 */
  blur?: number;
  /** The lowest factor of the ink; the highest is 1. 0 to 1. @default 1 */
  contrast?: number;
  /** Logarithm of the ink's exponent, up or down; 0 to 2. @default 0 */
  gamma?: number;
  /** Grey of the paper, 1 being the ink's white, on half of the images; 0 to 1. @default 0 */
  background?: number;
  /** Standard deviation of Gaussian noise, likewise, on another half; 0 to 1. @default 0 */
  noise?: number;
  /** Share of the pixels that turn black or white, on 30 % of the images; 0 to 1. @default 0 */
  saltAndPepper?: number;
  /** Share of the images with a stray line across them; 0 to 1. @default 0 */
  line?: number;
}

/** Shares of the roughened images that get an occasional effect. */
const BACKGROUND_SHARE = 0.5;
const NOISE_SHARE = 0.5;
const SALT_AND_PEPPER_SHARE = 0.3;

const NOTHING: Required<AugmentationOptions> = {
  shift: 0,
  rotate: 0,
  scale: 0,
  aspect: 0,
  shear: 0,
  elastic: 0,
  elasticGrid: 6,
  robustShare: 1,
  stroke: 0,
  blur: 0,
  contrast: 1,
  gamma: 0,
  background: 0,
  noise: 0,
  saltAndPepper: 0,
  line: 0,
};

const DIGITS: Required<AugmentationOptions> = {
  shift: 2,
  rotate: 12,
  scale: 0.15,
  aspect: 0.08,
  shear: 0.2,
  elastic: 1,
  elasticGrid: 6,
  robustShare: 0.5,
  stroke: 0.7,
  blur: 0.85,
  contrast: 0.7,
  gamma: 0.3,
  background: 0.3,
  noise: 0.2,
  saltAndPepper: 0.05,
  line: 0.15,
};

/** The highest value of each option; the lowest is 0, but for `elasticGrid`. */
const HIGHEST: Required<AugmentationOptions> = {
  shift: 1000,
  rotate: 180,
  scale: 2,
  aspect: 2,
  shear: 2,
  elastic: 20,
  elasticGrid: 16,
  robustShare: 1,
  stroke: 1,
  blur: 2,
  contrast: 1,
  gamma: 2,
  background: 1,
  noise: 1,
  saltAndPepper: 1,
  line: 1,
};

/**
 * Random changes of training images.
 *
 * ```ts
 * await model.fit(train.images, train.labels, { augmentation: Augmentation.digits() });
 * const milder = Augmentation.digits({ rotate: 8, scale: 0.1, shift: 1.2, robustShare: 0.35 });
 * ```
 */
export class Augmentation {
  /** All options, the defaults filled in. */
  readonly options: Readonly<Required<AugmentationOptions>>;

  /**
   * @throws TypeError if an option is unknown or not a number
   * @throws RangeError if one is out of range or NaN
   */
  constructor(options: AugmentationOptions = {}) {
    this.options = Object.freeze(checkOptions(options));
  }

  /** What suits handwritten digits of about 28 × 28 pixels; single bounds may be given. */
  static digits(options: AugmentationOptions = {}): Augmentation {
    return new Augmentation({ ...DIGITS, ...withoutUndefined(options) });
  }

  /** From what `toJSON` gave. @throws as the constructor does */
  static fromJSON(json: unknown): Augmentation {
    return new Augmentation(json as AugmentationOptions);
  }

  /** The options as plain data, which may cross to a worker or into a file. */
  toJSON(): Required<AugmentationOptions> {
    return { ...this.options };
  }

  /** The numbers as the kernel reads them; the slots are named in kernels/augment/settings.ts. */
  settings(): Float32Array {
    const { options: o } = this;
    const either = (bound: number): number[] => [-bound, bound];
    return Float32Array.of(
      ...either(o.shift), // To the right.
      ...either(o.shift), // Down.
      ...either(o.rotate),
      ...either(o.scale),
      ...either(o.aspect),
      ...either(o.shear),
      ...[0, o.elastic, o.elasticGrid],
      o.robustShare,
      ...either(o.stroke),
      ...[0, o.blur],
      ...[o.contrast, 1],
      ...either(o.gamma),
      ...[0, o.background, BACKGROUND_SHARE],
      ...[0, o.noise, NOISE_SHARE],
      ...[0, o.saltAndPepper, SALT_AND_PEPPER_SHARE],
      o.line,
    );
  }
}

/** The numbers of `Augmentation.settings()`. */
export const AUGMENTATION_SETTINGS = 34;

function checkOptions(options: AugmentationOptions): Required<AugmentationOptions> {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    const expected = "an object such as { rotate: 12, shift: 2 }";
    throw typeError({
      what: "the augmentation's options are not an object",
      expected,
      received: show(options),
    });
  }
  const given = withoutUndefined(options);
  const known = Object.keys(NOTHING);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, known);
    throw typeError({
      what: `the augmentation has no option ${show(unknown)}`,
      expected: `some of ${known.join(", ")}`,
      mend: nearest === undefined ? undefined : `Did you mean "${nearest}"?`,
    });
  }
  const checked = { ...NOTHING, ...given };
  for (const [name, value] of Object.entries(checked)) {
    const highest = HIGHEST[name as keyof AugmentationOptions];
    if (name === "elasticGrid") checkInteger(`the augmentation's ${name}`, value, 2, highest);
    else checkNumber(`the augmentation's ${name}`, value, 0, highest);
  }
  return checked;
}

/** Options that were given as undefined were not given. */
function withoutUndefined(options: AugmentationOptions): AugmentationOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
