import { describe, expect, test } from "vitest";
import { Augmentation } from "../../src/data/augmentation.ts";
import { Random } from "../../src/base/random.ts";
import type { Images } from "../../src/base/shapes.ts";
import { augmentImages, type AugmentImagesOptions } from "../../src/nn/augment-images.ts";
import { Arena } from "../../src/nn/engine/arena.ts";
import { Augmenting } from "../../src/nn/engine/augmenting.ts";
import { bindKernels, createMemory, kernelModule } from "../../src/nn/engine/kernels.ts";
import { share } from "../../src/nn/engine/part.ts";

/** Seeded images with ink in the middle. */
function makeImages(count: number, height = 12, width = 10): Images {
  const random = new Random(count);
  const data = Uint8Array.from({ length: count * height * width }, () =>
    random.nextFloat() < 0.3 ? 255 - random.nextBelow(80) : 0,
  );
  return { data, shape: [count, height, width], scale: 1 / 255 };
}

describe("augmentImages", () => {
  test("gives a new set of the same shape and scale, and leaves the old one alone", () => {
    const images = makeImages(20);
    const before = images.data.slice();
    const augmented = augmentImages(images);
    expect(augmented.shape).toEqual(images.shape);
    expect(augmented.scale).toBe(images.scale);
    expect(images.data).toEqual(before);
    expect(augmented.data).not.toEqual(before);
  });

  test("one seed gives one result, another seed another", () => {
    const images = makeImages(5);
    const options = { augmentation: Augmentation.digits() };
    expect(augmentImages(images, { ...options, seed: 7 })).toEqual(augmentImages(images, { ...options, seed: 7 }));
    expect(augmentImages(images, { ...options, seed: 8 })).not.toEqual(augmentImages(images, { ...options, seed: 7 }));
  }); // prettier-ignore

  test("an augmentation that asks for nothing copies the images", () => {
    const images = makeImages(1500, 5, 7);
    const copied = augmentImages(images, { augmentation: new Augmentation() });
    expect(copied).toEqual(images);
    expect(copied.data).not.toBe(images.data);
  });

  test("an image's result does not depend on how many follow it", () => {
    const images = makeImages(2500, 6, 6);
    const all = augmentImages(images, { seed: 3 });
    for (const count of [1, 1024, 1025, 2400]) {
      const pixels = count * 36;
      const part = { ...images, data: images.data.subarray(0, pixels), shape: [count, 6, 6] };
      expect(augmentImages(part, { seed: 3 }).data).toEqual(all.data.slice(0, pixels));
    }
  });

  test("the same image comes out otherwise in every row of every batch", () => {
    const one = makeImages(1).data;
    const data = new Uint8Array(2100 * 120);
    for (let n = 0; n < 2100; n++) data.set(one, n * 120);
    const augmented = augmentImages({ data, shape: [2100, 12, 10], scale: 1 }).data;
    const seen = new Set<string>();
    for (let n = 0; n < 2100; n++) seen.add(augmented.subarray(n * 120, (n + 1) * 120).join());
    expect(seen.size).toBe(2100);
  });

  const images = makeImages(2);
  test.each([
    [{ ...images, data: new Float32Array(240) }, {}, TypeError, "of the wrong kind"],
    [null, {}, TypeError, "of the wrong kind"],
    [{ ...images, shape: [2, 120] }, {}, RangeError, "expected (N, height, width), each at least 1, received (2, 120)"],
    [{ ...images, shape: [2, 12, 11] }, {}, RangeError, "does not fit its shape"],
    [images, { seed: -1 }, RangeError, "seed is out of range"],
    [images, { augmentation: { rotate: 3 } }, TypeError, "expected an Augmentation, received an object of class Object"],
  ] as const)("refuses what it cannot augment, and says why: %#", (given, options, kind, message) => {
    const call = () => augmentImages(given as Images, options as AugmentImagesOptions);
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  }); // prettier-ignore
});

test("any number of threads, each with its share and its own room, makes the same batch", () => {
  const images = makeImages(50);
  const augmentation = Augmentation.digits();
  const augmentBatch = (threads: number): Uint8Array => {
    const arena = new Arena();
    const augmenting = new Augmenting(arena, { rows: 50, height: 12, width: 10, scale: 1, threads });
    const source = arena.allocate(50 * 120);
    const memory = createMemory(arena.seal());
    const kernels = bindKernels(kernelModule(), memory);
    new Uint8Array(memory.buffer, source, 50 * 120).set(images.data);
    augmenting.fill(memory, augmentation);
    for (let index = threads - 1; index >= 0; index--) {
      const [from, to] = share(50, 4, { index, count: threads });
      augmenting.run(kernels, source, augmenting.identity, 99, index, from, to);
    }
    return new Uint8Array(memory.buffer, augmenting.augmented.inputs, 50 * 120).slice();
  };
  const alone = augmentBatch(1);
  for (const threads of [2, 3, 8]) expect(augmentBatch(threads)).toEqual(alone);
});
