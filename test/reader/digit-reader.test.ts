import { describe, expect, test } from "vitest";
import { createGrayImage, type GrayImage } from "../../src/image/index.ts";
import { DigitReader } from "../../src/reader/index.ts";
import { normaliseDigit } from "../../src/vision/index.ts";
import { constantNetwork, FACTS, modelOf, rowNetwork } from "./known-model.ts";

/** A dark bar on light paper. */
function barPicture(width = 60, height = 80): GrayImage {
  const image = createGrayImage(width, height);
  image.data.fill(230);
  for (let y = 15; y < height - 15; y++) image.data.fill(20, y * width + 26, y * width + 33);
  return image;
}

const LOGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 4];

describe("DigitReader", () => {
  test("gives the softmax of the logits over the temperature, digits and no digit summing to one", () => {
    const { digit, probability, probabilities, notADigit } = new DigitReader(
      modelOf(constantNetwork(LOGITS), FACTS),
    ).read(barPicture());
    const exponentials = LOGITS.map((logit) => Math.exp(logit / 2));
    const sum = exponentials.reduce((total, value) => total + value, 0);
    expect(digit).toBe(9);
    expect(probabilities).toHaveLength(10);
    probabilities.forEach((value, i) => expect(value).toBeCloseTo(exponentials[i] / sum, 6));
    expect(probability).toBe(probabilities[9]);
    expect(notADigit).toBeCloseTo(exponentials[10] / sum, 6);
  });

  test("gives the digits' energy less three quarters of the logit of no digit as its energy", () => {
    const { energy } = new DigitReader(modelOf(constantNetwork(LOGITS), FACTS)).read(barPicture());
    const ofDigits = Math.log(LOGITS.slice(0, 10).reduce((sum, logit) => sum + Math.exp(logit), 0));
    expect(energy).toBeCloseTo(ofDigits - 0.75 * LOGITS[10], 5);
  });

  test("takes the probabilities of a network that ends in a softmax as they are", () => {
    const network = constantNetwork(
      Array.from({ length: 10 }, (_, digit) => (digit === 3 ? 2 : 0)),
      "softmax",
    );
    const reading = new DigitReader({ ...modelOf(network), endsInLogits: false }).read(barPicture());
    expect(reading.probability).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 9), 6);
    expect(reading).toMatchObject({ digit: 3, notADigit: 0, decision: "accept" });
  });

  test("reads several pictures as it reads each", () => {
    const reader = new DigitReader(modelOf(rowNetwork([8, 10, 12, 14, 16, 18, 20, 9, 11, 13, 2], 9), FACTS));
    const pictures = [barPicture(), barPicture(70, 60), createGrayImage(30, 30)];
    expect(reader.readMany(pictures)).toEqual(pictures.map((picture) => reader.read(picture)));
    expect(reader.readMany([])).toEqual([]);
  });

  test("keeps the steps only where they are asked for", () => {
    const reader = new DigitReader(modelOf(constantNetwork(LOGITS), FACTS));
    expect(reader.read(barPicture()).normalised.steps).toBeUndefined();
    const names = reader.read(barPicture(), { steps: true }).normalised.steps?.map(({ name }) => name);
    expect(names?.at(-1)).toBe("digit");
  });

  test("refuses a picture whose size and pixels do not fit", () => {
    const reader = new DigitReader(modelOf(constantNetwork(LOGITS), FACTS));
    expect(() => reader.read({ width: 4, height: 4, data: new Uint8Array(3) })).toThrow(/expected|received/);
  });
});

describe("a picture that may be taken in several ways", () => {
  test("of 28 × 28, bright on black, is read as it is where that is more like a digit", () => {
    // One output looks at row 2, which is ink in the picture and none once it is normalised: the ink is scaled into rows 4 to 23.
    const reader = new DigitReader(modelOf(rowNetwork([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 40), FACTS));
    const image = createGrayImage(28, 28);
    for (let y = 2; y < 26; y++) image.data.fill(255, y * 28 + 12, y * 28 + 16);
    expect(
      normaliseDigit(image)
        .image.data.subarray(2 * 28, 3 * 28)
        .every((level) => level === 0),
    ).toBe(true);
    expect(reader.read(image).normalised.image.data).toEqual(image.data);
    // As dark ink on light paper it is not in the network's form.
    const inverted = { ...image, data: image.data.map((level) => 255 - level) };
    expect(reader.read(inverted).normalised.image.data).toEqual(normaliseDigit(inverted).image.data);
  });

  test("of uncertain polarity is read both ways", () => {
    // Left half dark, right half light: each may be the ink.
    const image = createGrayImage(40, 40);
    for (let y = 0; y < 40; y++) image.data.fill(255, y * 40 + 20, (y + 1) * 40);
    const first = normaliseDigit(image);
    expect(first.polarityUncertain).toBe(true);
    const opposite = first.polarity === "dark-on-light" ? "light-on-dark" : "dark-on-light";
    const other = normaliseDigit(image, { polarity: opposite });
    expect(other.polarity).toBe(opposite);
    // Equal energies leave the picture's own polarity; a forced one is kept.
    const reader = new DigitReader(modelOf(constantNetwork(LOGITS), FACTS));
    expect(reader.read(image).normalised.polarity).toBe(first.polarity);
    expect(reader.read(image, { polarity: opposite }).normalised.polarity).toBe(opposite);
  });
});
