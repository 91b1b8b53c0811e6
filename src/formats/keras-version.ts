/** The version of Keras whose layouts are written. */
export const KERAS_VERSION = "3.15.1";
