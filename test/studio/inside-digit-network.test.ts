/** What the worker of Look inside makes of networks of every kind that reads digits. */
import { describe, expect, test } from "vitest";
import { Random } from "../../src/base/random.ts";
import { Dense, Flatten, Rescaling, Sequential, type Layer } from "../../src/nn/index.ts";
import { readDigitModel, type DigitModel } from "../../src/reader/index.ts";
import { writeModelRecord } from "../../src/formats/index.ts";
import { DigitNetwork } from "../../web/src/workers/digit-network.ts";

const random = new Random(4);
const PIXELS = Uint8Array.from({ length: 784 }, () =>
  random.nextFloat() < 0.2 ? 255 * random.nextFloat() : 0,
);
const TOP = [new Dense(12, { activation: "relu" }), new Dense(10, { activation: "softmax" })];

async function modelOf(layers: Layer[], weights?: Sequential): Promise<DigitModel> {
  const model = new Sequential(layers, { seed: 2 });
  if (weights !== undefined) model.setWeights(weights.getWeights());
  return await readDigitModel(await writeModelRecord(model.toRecord(), "safetensors"), "test");
}

describe("DigitNetwork", () => {
  test("a network that divides by 255 itself is looked into as one that does not", async () => {
    const plain = await modelOf([new Flatten({ inputShape: [28, 28] }), ...TOP]);
    const own = await modelOf(
      [
        new Rescaling(1 / 255, { inputShape: [28, 28] }),
        new Flatten(),
        new Dense(12, { activation: "relu" }),
        new Dense(10, { activation: "softmax" }),
      ],
      plain.network,
    );
    const [a, b] = [new DigitNetwork(plain), new DigitNetwork(own)];
    const [lookA, lookB] = [a.look(PIXELS), b.look(PIXELS)];
    expect(lookB.digit).toBe(lookA.digit);
    expect(lookB.layers.map(({ className }) => className)).toEqual([
      "Rescaling",
      "Flatten",
      "Dense",
      "Dense",
    ]);
    lookA.gradients.forEach((row, k) => {
      expect(Array.from(lookB.gradients[k])).toEqual(Array.from(row, (value) => expect.closeTo(value, 4)));
    });
    const [flipA, flipB] = [a.flip(PIXELS), b.flip(PIXELS)];
    expect(flipA?.to).not.toBe(lookA.digit);
    expect(flipB?.to).toBe(flipA?.to);
    expect(flipB?.norm).toBeCloseTo(flipA?.norm ?? NaN, 2);
  });

  test("the probabilities are what predict gives, and the nearest digit is the digit itself", async () => {
    const model = await modelOf([new Flatten({ inputShape: [28, 28] }), ...TOP]);
    const network = new DigitNetwork(model);
    const { data } = model.network.predict({ data: PIXELS, shape: [1, 28, 28], scale: 1 / 255 });
    expect(network.look(PIXELS).probabilities).toEqual(Array.from(data));
    const images = new Uint8Array(3 * 784);
    images.set(PIXELS.toReversed(), 0);
    images.set(PIXELS, 784);
    const heap = { source: "ink" as const, count: 3, images, labels: [4, 5, 6] };
    const { found, searched } = network.nearest(PIXELS, heap, 2);
    expect(searched).toBe(3);
    expect(found[0]).toMatchObject({ label: 5, pixels: PIXELS });
    expect(found[0].distance).toBeCloseTo(0, 5);
  });

  test("a network of one layer compares pixels", async () => {
    const model = await modelOf([new Flatten({ inputShape: [28, 28] }), new Dense(10)]);
    const heap = { source: "ink" as const, count: 1, images: PIXELS, labels: [3] };
    expect(new DigitNetwork(model).nearest(PIXELS, heap, 1).found[0].distance).toBeCloseTo(0, 5);
  });
});
