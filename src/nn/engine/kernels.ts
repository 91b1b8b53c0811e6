/** The compiled kernels: `kernels/*.ts`, built to WebAssembly and embedded as text by the build. */
import { kernelsPlain, kernelsShared } from "./kernels.generated.ts";

const KERNEL_NAMES = [
  "barrier",
  "repackChannels",
  "markBlankPixels",
  "markBlankWindows",
  "convolve",
  "convolveGradient",
  "flipKernel",
  "spreadImages",
  "channelSums",
  "winograd",
  "winogradKernel",
  "winogradGradient",
  "listPixels",
  "listByChannel",
  "convolveLists",
  "convolveGradientLists",
  "sparsifyBytes",
  "fillPackingTable",
  "sparsifyFloats",
  "countNonZero",
  "packRows",
  "unpackRows",
  "transposeSparse",
  "sparseMultiply",
  "sparseOuter",
  "splitLists",
  "maskedMultiply",
  "gemm",
  "packPanels",
  "unpackPanels",
  "transpose",
  "sigmoid",
  "sigmoidBackward",
  "tanh",
  "tanhBackward",
  "relu",
  "reluBackward",
  "silu",
  "siluBackward",
  "gelu",
  "geluBackward",
  "elu",
  "eluBackward",
  "rectify",
  "rectifyBackward",
  "softmax",
  "softmaxBackward",
  "maxPool",
  "maxPoolBackward",
  "averagePool",
  "averagePoolBackward",
  "globalAverage",
  "globalAverageBackward",
  "channelMoments",
  "batchMoments",
  "moveMoments",
  "foldNormalisation",
  "scaleColumns",
  "foldBias",
  "scaleChannels",
  "channelProducts",
  "exactColumnSums",
  "normalisationSlopes",
  "normaliseBackward",
  "normalisationGradients",
  "depthwise",
  "depthwiseScatter",
  "depthwiseGradient",
  "packDepthwise",
  "unpackDepthwise",
  "repeatChannels",
  "sumRepeated",
  "gatherBytes",
  "gatherFloats",
  "rescale",
  "clearPadding",
  "columnSums",
  "softmaxCrossEntropy",
  "softmaxCrossEntropyRows",
  "crossEntropyRows",
  "sigmoidBinaryCrossEntropy",
  "binaryCrossEntropy",
  "meanSquaredError",
  "ctcLoss",
  "classHits",
  "rowHits",
  "binaryHits",
  "dropout",
  "augment",
  "sgd",
  "rmsprop",
  "adam",
  "decayWeights",
  "averageWeights",
  "addScaled",
  "sumOfSquares",
] as const;

/**
 * Every kernel by its name; arguments are pointers (byte addresses) and sizes, see kernels/index.ts. Only countNonZero
 * and packRows return something.
 */
export type Kernels = Record<(typeof KERNEL_NAMES)[number], (...args: number[]) => number>;

/** Whether this platform lets threads share memory (a web page must be cross-origin isolated). */
export const canShareMemory =
  typeof SharedArrayBuffer === "function" &&
  (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;

const PAGE_BYTES = 65536;
let compiled: WebAssembly.Module | undefined;

/** The compiled module, once a thread; a worker is given the main thread's. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(decodeBase64(canShareMemory ? kernelsShared : kernelsPlain));
  return compiled;
}

/** A linear memory of at least `bytes`, shared between threads where the platform allows it. It never grows. */
export function createMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: canShareMemory });
}

/** The kernels working on one memory. */
export function bindKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as Kernels;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
