/**
 * Where each weight lies in the contiguous parameters. A weight of shape (..., O) is a matrix of padded rows, a wide
 * one in panels of 16 columns, so that what the kernels read together lies together: the
 * padding holds zeros, gets zero gradients and so stays zero. Gradients and optimizer slots are parallel buffers
 * of the same layout.
 */
import { rangeError } from "../../base/errors.ts";
import { formatShape, sameShape, sizeOf, type NdArray, type Shape } from "../../base/shapes.ts";
import type { Layer, WeightSpec } from "../layers/layer.ts";
import { strideOf, weightPanels } from "./arena.ts";

/** One weight and its place. */
export interface ParameterView extends WeightSpec {
  /** Index of its layer in the model. */
  layer: number;
  /** Floats from the start of the parameters. */
  offset: number;
  /** Floats that it takes, padding included; a multiple of 16. */
  floats: number;
}

/** The layout of all weights of a chain of layers. */
export class ParameterLayout {
  readonly views: readonly ParameterView[];
  /** Floats of the whole, padding included; a multiple of 16. */
  readonly floats: number;

  /** @param inputShapes the shape of one example before each layer */
  constructor(layers: readonly Layer[], inputShapes: readonly Shape[]) {
    const views: ParameterView[] = [];
    let offset = 0;
    layers.forEach((layer, index) => {
      for (const spec of layer.weightSpecs(inputShapes[index])) {
        const { rows, columns } = asMatrix(spec.shape);
        const floats = Math.ceil((paddedRowCount(spec.shape, rows) * strideOf(columns)) / 16) * 16;
        views.push({ ...spec, layer: index, offset, floats });
        offset += floats;
      }
    });
    this.views = views;
    this.floats = offset;
  }

  /** Numbers of all weights, without padding: Keras's `count_params()`. */
  get count(): number {
    return this.views.reduce((sum, view) => sum + sizeOf(view.shape), 0);
  }

  /** The weights that the optimizer changes. */
  get trainableViews(): readonly ParameterView[] {
    return this.views.filter((view) => view.trainable !== false);
  }

  /** Numbers of the weights that the optimizer changes. */
  get trainableCount(): number {
    return this.trainableViews.reduce((sum, view) => sum + sizeOf(view.shape), 0);
  }

  /** The weight that a float of the parameters belongs to. @param offset floats from their start */
  viewAt(offset: number): ParameterView {
    return this.views.findLast((view) => view.offset <= offset) as ParameterView;
  }

  /** Copies of all weights. */
  readAll(parameters: Float32Array): NdArray[] {
    return this.views.map((view) => ({ data: this.read(parameters, view), shape: view.shape }));
  }

  /** @throws RangeError, before anything is written, if the weights do not fit */
  writeAll(parameters: Float32Array, weights: readonly NdArray[]): void {
    checkWeights(this.views, weights);
    this.views.forEach((view, i) => this.write(parameters, view, weights[i].data));
  }

  /** A weight without its padding, row-major. */
  read(parameters: Float32Array, view: ParameterView): Float32Array {
    const data = new Float32Array(sizeOf(view.shape));
    forEachRun(view, (place, start, count) => data.set(parameters.subarray(place, place + count), start));
    return data;
  }

  /** Puts a weight in its place; the padding is left alone. */
  write(parameters: Float32Array, view: ParameterView, data: Float32Array): void {
    forEachRun(view, (place, start, count) => parameters.set(data.subarray(start, start + count), place));
  }
}

/** Visits a weight in runs that lie together both in the parameters (from `place`) and row-major (from `start`). */
function forEachRun(view: ParameterView, visit: (place: number, start: number, count: number) => void): void {
  const { rows, columns } = asMatrix(view.shape);
  const { rowBytes, panelBytes } = weightPanels(0, paddedRowCount(view.shape, rows), strideOf(columns));
  const width = rowBytes / 4;
  for (let column = 0; column < columns; column += width) {
    const panel = view.offset + (column / width) * (panelBytes / 4);
    const count = Math.min(width, columns - column);
    for (let row = 0; row < rows; row++) visit(panel + row * width, row * columns + column, count);
  }
}

/** @throws RangeError if there are not as many arrays as weights, or a shape differs */
function checkWeights(views: readonly ParameterView[], weights: readonly NdArray[]): void {
  if (weights.length !== views.length) {
    throw rangeError({
      what: "the weights do not fit the model",
      expected: `${views.length} arrays`,
      received: String(weights.length),
    });
  }
  views.forEach((view, i) => {
    const { data, shape } = weights[i];
    if (sameShape(shape, view.shape) && data.length === sizeOf(shape)) return;
    throw rangeError({
      what: `weight ${i} (${view.name} of layer ${view.layer}) does not fit the model`,
      expected: `shape ${formatShape(view.shape)}`,
      received: `${formatShape(shape)} with ${data.length} numbers`,
    });
  });
}

function asMatrix(shape: Shape): { rows: number; columns: number } {
  const columns = shape.at(-1) ?? 1;
  return { rows: sizeOf(shape) / columns, columns };
}

/** A kernel's rows are its input's features, padded as the input is; a bias has one row. */
function paddedRowCount(shape: Shape, rows: number): number {
  return shape.length === 1 ? 1 : strideOf(rows);
}
