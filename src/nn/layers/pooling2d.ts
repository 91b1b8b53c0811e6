/** What the pooling layers with windows share: their options and shapes. */
import type { Shape } from "../../base/shapes.ts";
import { planWindow, type Padding, type Window } from "../engine/window.ts";
import type { JsonObject } from "../model-record.ts";
import { Layer, type LayerOptions } from "./layer.ts";
import { checkPadding, sizePair, type SizePair } from "./size-pair.ts";

/** Options of `AveragePooling2D`, and of `MaxPooling2D` beside its window's size. */
export interface Pooling2DOptions extends LayerOptions {
  /** Steps of the window. @default null, for its size */
  strides?: SizePair | null;
  /** "valid" leaves out windows that would leave the image; "same" cuts them off at its edges. @default "valid" */
  padding?: Padding;
}

export abstract class Pooling2D extends Layer {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;

  /**
   * @param poolSize size of the window: one number for both axes, or [vertical, horizontal]
   * @throws RangeError if a number is not a whole number of at least 1, or the padding is unknown
   */
  constructor(poolSize: SizePair, { strides = null, padding = "valid", ...options }: Pooling2DOptions = {}) {
    super(options);
    this.poolSize = sizePair("poolSize", poolSize);
    this.strides = strides === null ? this.poolSize : sizePair("strides", strides);
    this.padding = checkPadding(padding);
  }

  outputShape(inputShape: Shape): Shape {
    const { outHeight, outWidth } = this.window(inputShape);
    return [outHeight, outWidth, inputShape[2]];
  }

  protected window(inputShape: Shape): Window {
    const { poolSize: size, strides, padding } = this;
    return planWindow(this.className, inputShape, { size, strides, padding });
  }

  protected ownConfig(): JsonObject {
    return {
      pool_size: [...this.poolSize],
      padding: this.padding,
      strides: [...this.strides],
      data_format: "channels_last",
    };
  }
}
