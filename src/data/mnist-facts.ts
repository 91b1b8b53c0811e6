/**
 * What is known of MNIST's four files, so that a wrong or damaged one is never trained on.
 * Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits" (1998).
 */
import type { Shape } from "../base/shapes.ts";

/** Names of the ten classes; the class number is the digit. */
export const DIGIT_NAMES: readonly string[] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** One of the four files, as it is when uncompressed. */
export interface MnistFile {
  name: string;
  shape: Shape;
  /** Size of the uncompressed IDX file in bytes, header included. */
  byteCount: number;
  /** SHA-256 of the uncompressed IDX file, in hexadecimal. */
  sha256: string;
}

/** The four files; the gzipped ones are called the same with `.gz`. */
export const MNIST_FILES = {
  trainImages: {
    name: "train-images-idx3-ubyte",
    shape: [60000, 28, 28],
    byteCount: 47_040_016,
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  },
  trainLabels: {
    name: "train-labels-idx1-ubyte",
    shape: [60000],
    byteCount: 60_008,
    sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  },
  testImages: {
    name: "t10k-images-idx3-ubyte",
    shape: [10000, 28, 28],
    byteCount: 7_840_016,
    sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  },
  testLabels: {
    name: "t10k-labels-idx1-ubyte",
    shape: [10000],
    byteCount: 10_008,
    sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
} as const satisfies Record<string, MnistFile>;

/** Which of the four files. */
export type MnistPart = keyof typeof MNIST_FILES;

/** Public folders that serve the four files gzipped, tried in this order. */
export const MNIST_MIRRORS: readonly string[] = [
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
];
