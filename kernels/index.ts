/**
 * The engine's kernels: AssemblyScript, compiled to WebAssembly with SIMD128 by `npm run build`.
 *
 * Conventions, in every family:
 * - Arguments come in this order: output, inputs, sizes, ranges. All pointers are byte addresses into the one
 *   linear memory; the caller allocates. No kernel keeps state and none owns memory.
 * - Matrices are row-major float32. `stride` is the length of a row in floats: 8 or a multiple of 16, at
 *   least the true width; the padding holds zeros and stays zero. So no kernel has a scalar tail. Wide weights lie in
 *   panels of 16 columns instead, each with all its rows.
 * - N rows (examples of the batch), I inputs, O outputs. Ranges are half open: `from <= row < to`.
 * - Every number of the result is summed in one fixed order, whatever the range: that is what makes training
 *   bit-identical however the work is cut.
 */
export { sparsifyBytes, fillPackingTable, sparsifyFloats, countNonZero, packRows, unpackRows, transposeSparse } from "./sparse-lists";
export { markBlankPixels, markBlankWindows } from "./blanks";
export { channelSums, convolve, convolveGradient, flipKernel, spreadImages } from "./convolve";
export { convolveGradientLists, convolveLists, listByChannel, listPixels } from "./convolve-lists";
export { winograd, winogradKernel } from "./winograd";
export { winogradGradient } from "./winograd-gradient";
export { repackChannels } from "./repack";
export { barrier } from "./barrier";
export { sparseMultiply } from "./sparse-multiply";
export { sparseOuter, splitLists } from "./sparse-outer";
export { maskedMultiply } from "./masked-multiply";
export { gemm, packPanels, transpose, unpackPanels } from "./gemm";
export { sigmoid, sigmoidBackward, tanh, tanhBackward, relu, reluBackward } from "./activations";
export { silu, siluBackward, gelu, geluBackward, elu, eluBackward } from "./smooth-activations";
export { rectify, rectifyBackward } from "./rectifiers";
export { softmax, softmaxBackward } from "./softmax";
export { maxPool, maxPoolBackward } from "./max-pooling";
export { averagePool, averagePoolBackward, globalAverage, globalAverageBackward } from "./average-pooling";
export { channelMoments, batchMoments, moveMoments, foldBias, foldNormalisation, scaleChannels, scaleColumns } from "./batch-normalization";
export { channelProducts, exactColumnSums, normalisationSlopes, normaliseBackward, normalisationGradients } from "./batch-normalization";
export { depthwise, depthwiseScatter, depthwiseGradient } from "./depthwise";
export { packDepthwise, unpackDepthwise, repeatChannels, sumRepeated } from "./depthwise-layout";
export { gatherBytes, gatherFloats, rescale, clearPadding, columnSums } from "./rows";
export { softmaxCrossEntropy, softmaxCrossEntropyRows, crossEntropyRows } from "./cross-entropy";
export { sigmoidBinaryCrossEntropy, binaryCrossEntropy, meanSquaredError } from "./elementwise-losses";
export { ctcLoss } from "./ctc";
export { classHits, rowHits, binaryHits } from "./hits";
export { dropout } from "./dropout";
export { augment } from "./augment/augment";
export { sgd, rmsprop, adam, decayWeights, averageWeights } from "./optimizers";
export { addScaled, sumOfSquares } from "./regularizers";
