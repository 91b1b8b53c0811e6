/** A network of networks.mjs as a model of Inkling's. */
import { Conv2D, Dense, Flatten, MaxPooling2D, Sequential } from "inkling";

const LAYERS = {
  dense: ({ units, activation }, options) => new Dense(units, { activation, ...options }),
  conv2d: ({ filters, kernelSize, activation }, options) =>
    new Conv2D(filters, kernelSize, { activation, ...options }),
  maxPooling2d: ({ poolSize }) => new MaxPooling2D({ poolSize }),
  flatten: () => new Flatten(),
};

/** A compiled model with new weights. */
export function createModel({ inputShape, layers, optimizer }) {
  const model = new Sequential(
    layers.map((layer, i) => LAYERS[layer.kind](layer, i === 0 ? { inputShape } : {})),
    { seed: 1 },
  );
  model.compile({ optimizer, loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  return model;
}
