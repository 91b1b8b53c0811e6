/** A network of digits as it is looked into: from 784 pixels 0..1 to the scores of ten digits and perhaps of no digit. */
import { sizeOf } from "../../../src/base/shapes.ts";
import { applyTemperature } from "../../../src/metrics/index.ts";
import {
  hiddenModel,
  LookThroughProgram,
  nearestRows,
  Rescaling,
  Sequential,
  smallestFlip,
} from "../../../src/nn/index.ts";
import { buildLayers } from "../../../src/nn/layers/build-layers.ts";
import { DigitReader, type DigitModel } from "../../../src/reader/index.ts";
import { digitAt, type DigitHeap } from "./inside-data.ts";
import type { DigitPixels, FlipPicture, Look, Neighbours } from "./inside-messages.ts";

const DIGITS = 10;
const SIDE = 28;

export class DigitNetwork {
  readonly model: DigitModel;
  readonly #reader: DigitReader;
  readonly #program: LookThroughProgram;
  /** Whether a layer was put in front. */
  readonly #extraLayers: number;
  readonly #hidden: Sequential | undefined;
  /** What the hidden layers make of a heap of digits. */
  #features: { heap: DigitHeap; data: Float32Array; width: number } | undefined;

  constructor(model: DigitModel) {
    this.model = model;
    this.#reader = new DigitReader(model);
    const network = model.rescales ? takesShares(model.network) : model.network;
    this.#extraLayers = network.layers.length - model.network.layers.length;
    this.#program = new LookThroughProgram(network);
    this.#hidden = hasHiddenLayer(network) ? hiddenModel(network) : undefined;
  }

  look(pixels: DigitPixels): Look {
    const example = shares(pixels);
    const { activations } = this.#program.look(example);
    const { gradients } = this.#program.scoresAndGradients(example);
    const probabilities = this.#probabilitiesOf(pixels);
    const digit = probabilities.indexOf(Math.max(...probabilities));
    const layers = activations.slice(this.#extraLayers).map(({ name, className, values }) => ({
      name,
      className,
      shape: [...values.shape],
      values: values.data,
    }));
    return { digit, probabilities, layers, gradients: gradients.slice(0, DIGITS) };
  }

  flip(pixels: DigitPixels): FlipPicture | undefined {
    return smallestFlip(this.#program, shares(pixels), { classes: DIGITS });
  }

  /** By what the last hidden layer makes of them; by their pixels where there is none. */
  nearest(pixels: DigitPixels, heap: DigitHeap, count: number): Neighbours {
    const { data, width } = this.#featuresOf(heap);
    const query = this.#hide(pixels, 1).data;
    const found = nearestRows(query, { data, shape: [heap.count, width] }, { count });
    return {
      source: heap.source,
      searched: heap.count,
      found: found.map(({ row, distance }) => ({ ...digitAt(heap, row), distance })),
    };
  }

  /** How many of a heap are read right. */
  countRight({ images, labels, count }: DigitHeap): number {
    const { data, shape } = this.#reader.predict({ data: images, shape: [count, SIDE, SIDE] });
    let right = 0;
    for (let n = 0; n < count; n++) {
      const digits = data.subarray(n * shape[1], n * shape[1] + DIGITS);
      if (digits.indexOf(Math.max(...digits)) === labels[n]) right++;
    }
    return right;
  }

  #probabilitiesOf(pixels: DigitPixels): number[] {
    const outputs = this.#reader.predict({ data: pixels, shape: [1, SIDE, SIDE] });
    const { endsInLogits, facts } = this.model;
    const { data } = endsInLogits ? applyTemperature(outputs, facts?.temperature ?? 1) : outputs;
    return Array.from(data.subarray(0, DIGITS));
  }

  #featuresOf(heap: DigitHeap): { data: Float32Array; width: number } {
    if (this.#features?.heap !== heap) {
      const { data } = this.#hide(heap.images, heap.count);
      this.#features = { heap, data, width: data.length / heap.count };
    }
    return this.#features;
  }

  #hide(pixels: Uint8Array, count: number): { data: Float32Array } {
    if (this.#hidden === undefined) return { data: shares(pixels) };
    const shape = [count, ...this.#program.inputShape];
    return this.#hidden.predict({ data: pixels, shape, scale: 1 / 255 });
  }
}

/** Pixels as shares of full ink, 0..1. */
function shares(pixels: Uint8Array): Float32Array {
  return Float32Array.from(pixels, (value) => value / 255);
}

/** The network with a layer in front that undoes its own division by 255, so that all networks take 0..1. */
function takesShares(network: Sequential): Sequential {
  const layers = buildLayers(network.layers.map((layer) => layer.serialise()));
  const whole = new Sequential([new Rescaling(255, { inputShape: network.inputShape }), ...layers]);
  whole.setWeights(network.getWeights());
  return whole;
}

function hasHiddenLayer(network: Sequential): boolean {
  const weights = network.toRecord().weights.filter((layer) => layer.weights.length > 0);
  return weights.length > 1 && sizeOf(network.inputShape) === SIDE * SIDE;
}
