/** The layers that can be put together here, under Keras's names, and what can be set of each. */
import type { Json, KerasObject } from "../../../src/nn/model-record.ts";

export interface LayerField {
  /** As in Keras's configuration. */
  key: string;
  label: string;
  /** `pair` is one number for both axes. */
  kind: "count" | "pair" | "number" | "choice" | "switch";
  least?: number;
  most?: number;
  choices?: readonly string[];
}

export interface LayerKind {
  className: string;
  fields: readonly LayerField[];
  /** What a new layer of this kind has. */
  config: Readonly<Record<string, Json>>;
}

const ACTIVATIONS = [
  "linear",
  "relu",
  "leaky_relu",
  "relu6",
  "elu",
  "gelu",
  "silu",
  "sigmoid",
  "softmax",
  "tanh",
];
const activation: LayerField = {
  key: "activation",
  label: "Activation",
  kind: "choice",
  choices: ACTIVATIONS,
};
const padding: LayerField = { key: "padding", label: "Padding", kind: "choice", choices: ["valid", "same"] };
const useBias: LayerField = { key: "use_bias", label: "Bias", kind: "switch" };
const kernelSize: LayerField = { key: "kernel_size", label: "Kernel", kind: "pair", least: 1, most: 28 };
const strides: LayerField = { key: "strides", label: "Stride", kind: "pair", least: 1, most: 28 };
const poolSize: LayerField = { key: "pool_size", label: "Pool", kind: "pair", least: 1, most: 28 };
const pooling = {
  fields: [poolSize, strides, padding],
  config: { pool_size: [2, 2], strides: [2, 2], padding: "valid" },
};

export const LAYER_KINDS: readonly LayerKind[] = [
  {
    className: "Dense",
    fields: [{ key: "units", label: "Units", kind: "count", least: 1, most: 8192 }, activation, useBias],
    config: { units: 32, activation: "relu", use_bias: true },
  },
  {
    className: "Conv2D",
    fields: [
      { key: "filters", label: "Filters", kind: "count", least: 1, most: 1024 },
      kernelSize,
      strides,
      padding,
      activation,
      useBias,
    ],
    config: {
      filters: 16,
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: "same",
      activation: "relu",
      use_bias: true,
    },
  },
  {
    className: "DepthwiseConv2D",
    fields: [kernelSize, strides, padding, activation, useBias],
    config: { kernel_size: [3, 3], strides: [1, 1], padding: "same", activation: "relu", use_bias: true },
  },
  { className: "MaxPooling2D", ...pooling },
  { className: "AveragePooling2D", ...pooling },
  { className: "GlobalAveragePooling2D", fields: [], config: {} },
  { className: "Flatten", fields: [], config: {} },
  {
    className: "Dropout",
    fields: [{ key: "rate", label: "Rate", kind: "number", least: 0, most: 0.95 }],
    config: { rate: 0.2 },
  },
  {
    className: "BatchNormalization",
    fields: [
      { key: "momentum", label: "Momentum", kind: "number", least: 0, most: 1 },
      { key: "epsilon", label: "Epsilon", kind: "number", least: 0, most: 1 },
    ],
    config: { momentum: 0.99, epsilon: 0.001 },
  },
  { className: "Activation", fields: [activation], config: { activation: "relu" } },
  { className: "ReLU", fields: [], config: {} },
  {
    className: "LeakyReLU",
    fields: [{ key: "negative_slope", label: "Slope", kind: "number", least: 0, most: 1 }],
    config: { negative_slope: 0.3 },
  },
  { className: "Softmax", fields: [], config: {} },
];

/** The two forms in which a network takes a digit. */
export const INPUT_SHAPES = {
  row: { label: "784 numbers, the pixels in a row", shape: [null, 784] },
  picture: { label: "28 × 28 × 1, a picture", shape: [null, 28, 28, 1] },
} as const;

export type InputKind = keyof typeof INPUT_SHAPES;

/** @returns undefined for a layer that can be kept, but not edited here */
export function kindOf(layer: KerasObject): LayerKind | undefined {
  return LAYER_KINDS.find(({ className }) => className === layer.class_name);
}

export function newLayer({ className, config }: LayerKind): KerasObject {
  return { module: "keras.layers", class_name: className, config: { ...config }, registered_name: null };
}

export function inputLayer(kind: InputKind): KerasObject {
  return {
    module: "keras.layers",
    class_name: "InputLayer",
    config: { batch_shape: [...INPUT_SHAPES[kind].shape] },
    registered_name: null,
  };
}

export function inputKindOf({ config }: KerasObject): InputKind {
  return (config["batch_shape"] as unknown[]).length === 2 ? "row" : "picture";
}

/** What a field shows: one number where both axes have the same. */
export function valueOf({ config }: KerasObject, { key, kind }: LayerField): string | number | boolean {
  const value = config[key];
  if (kind === "pair" && Array.isArray(value)) return Number(value[0]);
  return value as string | number | boolean;
}

export function withValue(
  layer: KerasObject,
  { key, kind }: LayerField,
  value: string | number | boolean,
): KerasObject {
  const stored: Json = kind === "pair" ? [value, value] : value;
  return { ...layer, config: { ...layer.config, [key]: stored } };
}
