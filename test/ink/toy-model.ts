/** Small models of digits whose images can be told by hand. */
import { triangleSize, type InkModel } from "../../src/ink/index.ts";

const PIXELS = 784;
const CLASSES = 10;

interface ToyOptions {
  components?: number;
  codeSize?: number;
  /** The number at each place of each digit's means. */
  mean?: (digit: number, component: number, k: number) => number;
  /** The diagonal of every factor. */
  deviation?: number;
  /** Weight from code number k to a pixel, and a pixel's bias. */
  weight?: (k: number, pixel: number) => number;
  bias?: (pixel: number) => number;
  share?: (component: number) => number;
  spread?: number;
  threshold?: number;
}

/** One layer from code to pixels. */
export function toyModel({
  components = 2,
  codeSize = 3,
  mean = (digit) => digit,
  deviation = 0,
  weight = () => 0,
  bias = () => 0,
  share = () => 1 / components,
  spread = 1,
  threshold = 0,
}: ToyOptions = {}): InkModel {
  const triangle = triangleSize(codeSize);
  const filled = (shape: number[], value: (i: number) => number) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((product, axis) => product * axis, 1) }, (_, i) =>
      value(i),
    ),
  });
  const diagonal = new Set(Array.from({ length: codeSize }, (_, i) => triangleSize(i + 1) - 1));
  return {
    mixtures: {
      shares: filled([CLASSES, components], (i) => share(i % components)),
      means: filled([CLASSES, components, codeSize], (i) =>
        mean(Math.floor(i / (components * codeSize)), Math.floor(i / codeSize) % components, i % codeSize),
      ),
      factors: filled([CLASSES, components, triangle], (i) => (diagonal.has(i % triangle) ? deviation : 0)),
    },
    decoder: [
      {
        kernel: filled([codeSize, PIXELS], (i) => weight(Math.floor(i / PIXELS), i % PIXELS)),
        bias: filled([PIXELS], bias),
      },
    ],
    spread,
    threshold,
  };
}
