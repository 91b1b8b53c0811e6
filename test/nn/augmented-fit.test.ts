/** Augmentation inside a fit: one seed, one result. */
import { describe, expect, test } from "vitest";
import { Augmentation } from "../../src/data/augmentation.ts";
import type { Images } from "../../src/base/shapes.ts";
import { Conv2D, Dense, Flatten, Sequential } from "../../src/nn/index.ts";
import { scribbles } from "../kernels/augment-bench.ts";

const COUNT = 90;
const images: Images = {
  data: Uint8Array.from(scribbles(1, COUNT, 9, 11).flat(2)),
  shape: [COUNT, 9, 11],
  scale: 1 / 255,
};
const labels = Uint8Array.from({ length: COUNT }, (_, n) => n % 3);

const NETWORKS = {
  dense: () => new Sequential([new Flatten({ inputShape: [9, 11] }), new Dense(8, { activation: "relu" }), new Dense(3, { activation: "softmax" })], { seed: 1 }),
  convolutional: () => new Sequential([new Conv2D(4, 3, { inputShape: [9, 11, 1], activation: "relu" }), new Flatten(), new Dense(3, { activation: "softmax" })], { seed: 1 }),
}; // prettier-ignore

describe.each(Object.entries(NETWORKS))("a %s network", (kind, make) => {
  const x = kind === "dense" ? images : { ...images, shape: [COUNT, 9, 11, 1] };
  const fingerprint = async (augmentation: Augmentation | undefined, threads = 1, seed = 5) => {
    const model = make();
    model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
    // Batches of 32: the last has 26 rows, which no number of threads shares evenly.
    await model.fit(x, labels, { epochs: 2, batchSize: 32, verbose: 0, seed, threads, augmentation });
    return model.weightsSha256();
  };

  test("has the same weights for 1, 2 and 3 threads", async () => {
    const alone = await fingerprint(Augmentation.digits());
    for (const threads of [2, 3]) expect(await fingerprint(Augmentation.digits(), threads)).toBe(alone);
  });

  test("has its usual weights where nothing is asked for, others where something is", async () => {
    const usual = await fingerprint(undefined);
    expect(await fingerprint(new Augmentation())).toBe(usual);
    expect(await fingerprint(new Augmentation({ shift: 1 }))).not.toBe(usual);
    expect(await fingerprint(new Augmentation({ shift: 1 }), 1, 6)).not.toBe(
      await fingerprint(new Augmentation({ shift: 1 })),
    );
  });
});
