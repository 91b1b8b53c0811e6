/** Augmented copies of images, to be looked at: what `fit` does to its batches, on the caller's thread. */
import { rangeError, typeError } from "../base/errors.ts";
import { checkInteger, show } from "../base/guards.ts";
import { deriveSeed } from "../base/random.ts";
import { checkNdArray, formatShape, type Images } from "../base/shapes.ts";
import { Augmentation } from "../data/augmentation.ts";
import { Arena } from "./engine/arena.ts";
import { Augmenting } from "./engine/augmenting.ts";
import { bindKernels, createMemory, kernelModule } from "./engine/kernels.ts";

/** Options of `augmentImages`. */
export interface AugmentImagesOptions {
  /** @default Augmentation.digits() */
  augmentation?: Augmentation;
  /** Equal seeds give equal images; a whole number. @default 0 */
  seed?: number;
}

/** Images augmented at a time, each such batch with a key of its own. */
const BATCH_ROWS = 1024;

/**
 * A new set of the same images, each changed at random within the bounds.
 *
 * ```ts
 * const shown = augmentImages(train.images, { augmentation: new Augmentation({ rotate: 15 }), seed: 1 });
 * ```
 * @param images (N, height, width)
 * @throws TypeError if the images are not bytes, RangeError if they have another shape
 */
export function augmentImages(images: Images, options: AugmentImagesOptions = {}): Images {
  const { augmentation = Augmentation.digits(), seed = 0 } = options;
  checkArguments(images, augmentation, seed);
  const [count, height, width] = images.shape;
  const pixels = height * width;
  const rows = Math.min(count, BATCH_ROWS);
  const arena = new Arena();
  const augmenting = new Augmenting(arena, { rows, height, width, scale: images.scale, threads: 1 });
  const source = arena.allocate(rows * pixels);
  const memory = createMemory(arena.seal());
  const kernels = bindKernels(kernelModule(), memory);
  augmenting.fill(memory, augmentation);
  const data = new Uint8Array(count * pixels);
  for (let first = 0; first < count; first += rows) {
    const batch = images.data.subarray(first * pixels, (first + rows) * pixels);
    const key = deriveSeed(seed, first / rows) | 0;
    new Uint8Array(memory.buffer, source, batch.length).set(batch);
    augmenting.run(kernels, source, augmenting.identity, key, 0, 0, batch.length / pixels);
    data.set(new Uint8Array(memory.buffer, augmenting.augmented.inputs, batch.length), first * pixels);
  }
  return { data, shape: [count, height, width], scale: images.scale };
}

function checkArguments(images: Images, augmentation: Augmentation, seed: number): void {
  if (!(images?.data instanceof Uint8Array) || !Array.isArray(images.shape)) {
    throw typeError({
      what: "the images to augment are of the wrong kind",
      expected: "{ data: Uint8Array, shape: [N, height, width], scale }",
      received: show(images?.data ?? images),
    });
  }
  const { shape } = images;
  if (shape.length !== 3 || shape.some((axis) => !Number.isInteger(axis) || axis < 1)) {
    throw rangeError({
      what: "the images to augment have the wrong shape",
      expected: "(N, height, width), each at least 1",
      received: formatShape(shape),
    });
  }
  checkNdArray(images, "the array of images to augment");
  checkInteger("seed", seed, 0);
  if (augmentation instanceof Augmentation) return;
  throw typeError({
    what: "the augmentation is of the wrong kind",
    expected: "an Augmentation",
    received: show(augmentation),
    mend: "Say new Augmentation({ … }) or Augmentation.digits().",
  });
}
