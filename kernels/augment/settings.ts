/**
 * The block of settings that the kernel reads: float32 numbers, one a slot. Where a parameter is drawn for each image,
 * its slot holds the lowest value and the next slot the highest. src/data/augmentation.ts writes the same slots.
 *
 * A slot's number is also the index of its draw among the image's random numbers: new slots go to the end, so that the
 * old ones keep their draws.
 */
export const enum Slot {
  /** Pixels to the right, and down. */
  ShiftX = 0,
  ShiftY = 2,
  /** Degrees, clockwise where y points down. */
  Rotate = 4,
  /** Logarithm of the factor of size; of width over height; and x gained for each y. */
  Scale = 6,
  Aspect = 8,
  Shear = 10,
  /** Standard deviation of the elastic displacement, pixels; nodes along a side of its grid, 2 to 16. */
  Elastic = 12,
  ElasticGrid = 14,
  /** Share of the images that get any of what follows. */
  RobustShare = 15,
  /** Blend toward the brightest neighbour, or, below 0, toward the darkest. */
  Stroke = 16,
  /** Standard deviation in pixels, up to 2. */
  Blur = 18,
  /** Factor of the ink. */
  Contrast = 20,
  /** Logarithm of the exponent of the ink. */
  Gamma = 22,
  /** Level of the paper, 0..1, on a share of the images. */
  Background = 24,
  BackgroundShare = 26,
  /** Standard deviation, 1 being white to black, on a share of the images. */
  Noise = 27,
  NoiseShare = 29,
  /** Share of the pixels, on a share of the images. */
  SaltAndPepper = 30,
  SaltAndPepperShare = 32,
  /** Share of the images. */
  LineShare = 33,
}
