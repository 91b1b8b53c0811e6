/** The two networks that are trained, as every contender is told of them. */

/** The notebook's network. */
export const SEED = { units: [784, 32, 32, 32, 10], activation: "sigmoid", batchSize: 128 };

/** A network of 669,706 parameters. */
export const WIDE = { units: [784, 512, 512, 10], activation: "relu", batchSize: 128 };

/** The notebook's number of epochs. */
export const SEED_EPOCHS = 25;
