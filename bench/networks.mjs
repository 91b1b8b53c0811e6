/** The networks that are measured, as plain data that every contender builds its own from. */

const dense = (units, activation) => ({ kind: "dense", units, activation });
const conv2d = (filters) => ({ kind: "conv2d", filters, kernelSize: 3, activation: "relu" });

/** The notebook's network. */
export const SEED = {
  name: "seed",
  inputShape: [784],
  layers: [dense(32, "sigmoid"), dense(32, "sigmoid"), dense(32, "sigmoid"), dense(10, "softmax")],
  optimizer: "rmsprop",
  batchSize: 128,
};

/** A network of 669,706 parameters. */
export const WIDE = {
  name: "wide",
  inputShape: [784],
  layers: [dense(512, "relu"), dense(512, "relu"), dense(10, "softmax")],
  optimizer: "rmsprop",
  batchSize: 128,
};

/** The convolutional network of Keras's first example, without its dropout: 1,199,882 parameters. */
export const CNN = {
  name: "cnn",
  inputShape: [28, 28, 1],
  layers: [
    conv2d(32),
    conv2d(64),
    { kind: "maxPooling2d", poolSize: 2 },
    { kind: "flatten" },
    dense(128, "relu"),
    dense(10, "softmax"),
  ],
  optimizer: "adam",
  batchSize: 128,
};

/** The notebook's number of epochs. */
export const SEED_EPOCHS = 25;

/** Images in MNIST's training set: an epoch. */
export const EPOCH_IMAGES = 60_000;

/**
 * Shapes of a network's weights in Keras's order: convolutions (rows, columns, channels, filters), dense layers
 * (inputs, units), biases.
 */
export function weightShapes({ inputShape, layers }) {
  let shape = inputShape;
  const shapes = [];
  for (const layer of layers) {
    const [height, width, channels] = shape;
    const size = shape.reduce((product, length) => product * length, 1);
    if (layer.kind === "dense") {
      shapes.push([size, layer.units], [layer.units]);
      shape = [layer.units];
    } else if (layer.kind === "conv2d") {
      const { filters, kernelSize } = layer;
      shapes.push([kernelSize, kernelSize, channels, filters], [filters]);
      shape = [height - kernelSize + 1, width - kernelSize + 1, filters];
    } else if (layer.kind === "maxPooling2d") {
      shape = [Math.floor(height / layer.poolSize), Math.floor(width / layer.poolSize), channels];
    } else shape = [size];
  }
  return shapes;
}
