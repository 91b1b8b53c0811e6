/** The whole path of one digit: picture, normalised image, network, calibrated probabilities, decision. */
import { exp, log } from "../base/portable-math.ts";
import type { NdArray } from "../base/shapes.ts";
import type { GrayImage } from "../image/index.ts";
import { applyTemperature } from "../metrics/index.ts";
import type { NormalisedDigit, NormaliseOptions } from "../vision/index.ts";
import { candidatesOf } from "./candidates.ts";
import { decide } from "./decide.ts";
import { DIGITS, INPUT_SIDE, type DigitModel } from "./digit-model.ts";
import type { DigitReading } from "./digit-reading.ts";

const PIXELS = INPUT_SIDE * INPUT_SIDE;
/** How much the logit of no digit takes off the energy; see `DigitReading.energy`. */
const WEIGHT_OF_NO_DIGIT = 0.75;

/**
 * Reads pictures of one digit each, of any size, light and polarity.
 *
 * ```ts
 * const reader = await loadDigitReader();
 * const { digit, probability, decision, reasons } = reader.read(await readImage("seven.png"));
 * ```
 */
export class DigitReader {
  readonly model: DigitModel;

  constructor(model: DigitModel) {
    this.model = model;
  }

  /** @throws TypeError or RangeError if `image` is not a well-formed grey image */
  read(image: GrayImage, options: NormaliseOptions = {}): DigitReading {
    return this.readMany([image], options)[0];
  }

  /**
   * Reads several pictures in one go, which is faster. Of a picture that may be taken in several ways (candidates.ts), the
   * reading that is most like a digit counts.
   * @throws as `read`
   */
  readMany(images: readonly GrayImage[], options: NormaliseOptions = {}): DigitReading[] {
    const candidates = images.map((image) => candidatesOf(image, options));
    const readings = this.readNormalised(candidates.flat());
    return candidates.map(({ length }) =>
      readings.splice(0, length).reduce((best, next) => (next.energy > best.energy ? next : best)),
    );
  }

  /** Reads what `normaliseDigit` gave. */
  readNormalised(digits: readonly NormalisedDigit[]): DigitReading[] {
    if (digits.length === 0) return [];
    const data = new Uint8Array(digits.length * PIXELS);
    digits.forEach(({ image }, n) => data.set(image.data, n * PIXELS));
    const outputs = this.predict({ data, shape: [digits.length, INPUT_SIDE, INPUT_SIDE] });
    const probabilities = this.#calibrate(outputs);
    return digits.map((normalised, n) => {
      const row = rowOf(probabilities, n);
      const ofDigits = row.slice(0, DIGITS);
      const probability = Math.max(...ofDigits);
      const facts = {
        digit: ofDigits.indexOf(probability),
        probability,
        probabilities: ofDigits,
        notADigit: row[DIGITS] ?? 0,
        energy: energyOf(rowOf(outputs, n)),
        normalised,
      };
      return { ...facts, ...decide(facts, this.model.facts?.thresholds) };
    });
  }

  /**
   * What the network says of images in its own form.
   * @param images (N, 28, 28), ink bright on black
   * @returns (N, K), logits, or probabilities if the network ends in a softmax
   */
  predict({ data, shape }: NdArray<Uint8Array>): NdArray {
    const { network, rescales } = this.model;
    return network.predict({ data, shape: [shape[0], ...network.inputShape], scale: rescales ? 1 : 1 / 255 });
  }

  #calibrate(outputs: NdArray): NdArray {
    const { endsInLogits, facts } = this.model;
    return endsInLogits ? applyTemperature(outputs, facts?.temperature ?? 1) : outputs;
  }
}

function rowOf({ data, shape: [, columns] }: NdArray, n: number): number[] {
  return Array.from(data.subarray(n * columns, (n + 1) * columns));
}

function energyOf(logits: readonly number[]): number {
  return logSumExp(logits.slice(0, DIGITS)) - WEIGHT_OF_NO_DIGIT * (logits[DIGITS] ?? 0);
}

function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + log(values.reduce((sum, value) => sum + exp(value - largest), 0));
}
