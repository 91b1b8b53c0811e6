/**
 * The line network at every width that a prepared line may have. It is made of convolutions and poolings, so none of its weights
 * depends on the width: the same layers are built for each width when a line first has it, with the same weights.
 */
import { InklingError } from "../../base/errors.ts";
import { formatShape, type NdArray, type Shape } from "../../base/shapes.ts";
import { Sequential, type ModelRecord } from "../../nn/index.ts";
import type { Json, KerasObject } from "../../nn/model-record.ts";
import { CLASS_COUNT } from "../grammar/symbols.ts";
import { LINE_HEIGHT, LINE_WIDTHS } from "./prepare-line.ts";

export class LineNetwork {
  readonly name: string;
  readonly #record: ModelRecord;
  readonly #byWidth = new Map<number, Sequential>();

  /**
   * @param record of a network from (N, 32, W, 1), ink 0..1 on 0, to logits (N, T, 15), for any W
   * @param name what errors call it
   * @throws InklingError if it is another network, or cannot be built for other widths
   */
  constructor(record: ModelRecord, name: string) {
    this.name = name;
    this.#record = record;
    // The narrowest shows whether it can be built for other widths than the one that it was trained at.
    this.atWidth(LINE_WIDTHS[0]);
  }

  /** @throws InklingError if the network cannot take it */
  atWidth(width: number): Sequential {
    const known = this.#byWidth.get(width);
    if (known !== undefined) return known;
    const network = this.#build(width);
    this.#byWidth.set(width, network);
    return network;
  }

  /**
   * @param lines (N, 32, W), ink bright on black
   * @returns logits (N, T, 15)
   */
  predict({ data, shape }: NdArray<Uint8Array>): NdArray {
    return this.atWidth(shape[2]).predict({ data, shape: [...shape, 1], scale: 1 / 255 });
  }

  #build(width: number): Sequential {
    let shape: Shape;
    try {
      const network = Sequential.fromRecord(recordFor(this.#record, width), { compile: false });
      shape = network.outputShape;
      if (shape.length === 2 && shape[1] === CLASS_COUNT && width % shape[0] === 0) return network;
    } catch (cause) {
      throw this.#refused(width, (cause as Error).message.replace(/\.$/, ""), cause);
    }
    throw this.#refused(width, `one that gives ${formatShape([null, ...shape])}`);
  }

  #refused(width: number, received: string, cause?: unknown): InklingError {
    return new InklingError({
      what: `${this.name} does not read lines`,
      expected: `a model from ${formatShape([null, LINE_HEIGHT, width, 1])} to ${formatShape([null, null, CLASS_COUNT])}, and for any other width`,
      received,
      mend: "Use a model that npm run train:line made.",
      cause,
    });
  }
}

/** The same layers and weights behind an input of another width. */
function recordFor({ model, weights }: ModelRecord, width: number): ModelRecord {
  const shape = [null, LINE_HEIGHT, width, 1];
  const layers = (model.config["layers"] as unknown as KerasObject[]).map((layer) =>
    layer.class_name === "InputLayer" ? { ...layer, config: { ...layer.config, batch_shape: shape } } : layer,
  );
  return { model: { ...model, config: { ...model.config, layers: layers as unknown as Json[] } }, weights };
}
