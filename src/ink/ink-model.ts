/**
 * The model that draws the built-in data set: for each digit a mixture of Gaussians over codes, and a decoder, a dense
 * network from a code to an image. On disk a tensor file of int8 numbers with their scales; see models/ink.md.
 */
import { InklingError, type ErrorParts } from "../base/errors.ts";
import { formatShape, sameShape, type NdArray, type Shape } from "../base/shapes.ts";
import {
  quantise,
  readQuantised,
  scaleKey,
  TensorFile,
  writeTensorFile,
  type Tensor,
} from "../formats/index.ts";

/** Mixtures of C Gaussians for each of ten digits, over codes of D numbers. */
export interface InkMixtures {
  /** Shares of the components, (10, C); each row sums to one. */
  shares: NdArray;
  /** (10, C, D). */
  means: NdArray;
  /** Lower triangles L of the covariances L Lᵗ, row by row, (10, C, D (D + 1) / 2). */
  factors: NdArray;
}

/** Weights of a dense layer: (I, O) and (O). */
interface InkLayer {
  kernel: NdArray;
  bias: NdArray;
}

export interface InkModel {
  mixtures: InkMixtures;
  /** From a code to 784 pixels: ReLU between layers, a sigmoid behind the last. */
  decoder: readonly InkLayer[];
  /** Factor of the Gaussians' deviations: above 1, rarer shapes are drawn more often than they were written. */
  spread: number;
  /** Pixels (0..1) below it become paper: a decoder never quite reaches zero. */
  threshold: number;
}

export const INK_CLASSES = 10;
export const INK_SIDE = 28;

const FORMAT = "inkling-ink";
const VERSION = "1";
const MEND = "It belongs to Inkling and was changed or damaged; install Inkling again.";

/** Numbers in the lower triangle of a square of `size`. */
export function triangleSize(size: number): number {
  return (size * (size + 1)) / 2;
}

/** The bytes of a model; numbers are rounded to 127 steps of each column's largest. */
export function writeInkModel({ mixtures, decoder, spread, threshold }: InkModel): Uint8Array {
  const { shares, means, factors } = mixtures;
  const quantised: Record<string, NdArray> = { means, factors };
  decoder.forEach(({ kernel }, i) => (quantised[`decoder/${i}/kernel`] = kernel));
  const floats: Record<string, Tensor> = { shares };
  decoder.forEach(({ bias }, i) => (floats[`decoder/${i}/bias`] = bias));
  const integers: Record<string, Tensor> = {};
  for (const [name, array] of Object.entries(quantised)) {
    const { scales, steps } = quantise(array);
    floats[scaleKey(name)] = scales;
    integers[name] = steps;
  }
  const metadata = {
    format: FORMAT,
    version: VERSION,
    layers: String(decoder.length),
    spread: String(spread),
    threshold: String(threshold),
  };
  return writeTensorFile({ metadata, tensors: { ...floats, ...integers } });
}

/**
 * Reads what `writeInkModel` wrote.
 * @param name what errors call the file
 * @throws InklingError if it is something else, or damaged
 */
export function readInkModel(bytes: Uint8Array, name: string): InkModel {
  const file = new TensorFile(bytes, name);
  const { metadata } = file;
  if (metadata["format"] !== FORMAT || metadata["version"] !== VERSION) {
    throw damaged(name, {
      what: "is not the model of the built-in digits",
      expected: `format ${FORMAT}, version ${VERSION}`,
      received: `format ${String(metadata["format"])}, version ${String(metadata["version"])}`,
    });
  }
  const shares = file.floats("shares");
  const means = restore(file, "means");
  const factors = restore(file, "factors");
  const [, components, codeSize] = means.shape;
  expectShape("means", means, [INK_CLASSES, components, codeSize], name);
  expectShape("shares", shares, [INK_CLASSES, components], name);
  expectShape("factors", factors, [INK_CLASSES, components, triangleSize(codeSize)], name);
  const decoder = readDecoder(file, codeSize, name);
  const [spread, threshold] = [Number(metadata["spread"]), Number(metadata["threshold"])];
  const arrays = [shares, means, factors, ...decoder.flatMap(({ kernel, bias }) => [kernel, bias])];
  const finite = arrays.every(({ data }) => data.every(Number.isFinite));
  if (!finite || !(spread > 0) || !(threshold >= 0 && threshold < 1)) {
    throw damaged(name, { what: "holds numbers that cannot be", expected: "finite ones" });
  }
  return { mixtures: { shares, means, factors }, decoder, spread, threshold };
}

function readDecoder(file: TensorFile, codeSize: number, name: string): InkLayer[] {
  const layers = Number(file.metadata["layers"]);
  if (!Number.isInteger(layers) || layers < 1) {
    throw damaged(name, { what: "has no decoder", expected: "at least 1 layer", received: String(layers) });
  }
  const decoder: InkLayer[] = [];
  let inputs = codeSize;
  for (let i = 0; i < layers; i++) {
    const kernel = restore(file, `decoder/${i}/kernel`);
    const bias = file.floats(`decoder/${i}/bias`);
    const outputs = i === layers - 1 ? INK_SIDE * INK_SIDE : bias.shape[0];
    expectShape(`weights of layer ${i}`, kernel, [inputs, outputs], name);
    expectShape(`biases of layer ${i}`, bias, [outputs], name);
    decoder.push({ kernel, bias });
    inputs = outputs;
  }
  return decoder;
}

function restore(file: TensorFile, key: string): NdArray {
  return readQuantised(file, key, MEND);
}

function expectShape(what: string, array: NdArray, shape: Shape, name: string): void {
  if (sameShape(array.shape, shape)) return;
  throw damaged(name, {
    what: `has ${what} of the wrong shape`,
    expected: formatShape(shape),
    received: formatShape(array.shape),
  });
}

function damaged(name: string, parts: ErrorParts): InklingError {
  return new InklingError({ ...parts, what: `${name} ${parts.what}`, mend: MEND });
}
