/**
 * How much work a call of a kernel is, by the names of its parameters: float operations (a comparison, a root and a
 * division count as one each), and bytes that must be read and written at least once each. What is not zero is counted in
 * the memory itself, since a list's length is the work of the kernels that walk it.
 *
 * A new kernel is one entry. Kernels without an entry are timed, and have no share of a limit.
 */

const FLOAT = 4;
/** An entry of a list: index and value. */
const ENTRY = 8;

/** Operations of exp4 in kernels/math.ts. */
const EXP = 24;

/** So many operations on each number, of which `reads` are read and `writes` written: elementwise kernels. */
const elementwise = (flops, reads, writes) => (call) => {
  const count = call.count ?? (call.to - call.from) * call.stride;
  return { flops: flops * count, read: reads * FLOAT * count, written: writes * FLOAT * count };
};

/** Kernels that only move or sort numbers: bytes, and no operation. */
const moves = (read, written) => (call, buffer) => ({
  read: read(call, buffer),
  written: written(call, buffer),
});

export const KERNEL_WORK = {
  gemm({ from, to, columns, depth }) {
    const rows = to - from;
    return {
      flops: 2 * rows * columns * depth,
      read: FLOAT * (rows + columns) * depth,
      written: FLOAT * rows * columns,
    };
  },

  sparseMultiply({ from, to, columns, ...lists }, buffer) {
    const { entries, rows } = measureLists(lists, from, to, buffer);
    return {
      flops: 2 * entries * columns,
      read: ENTRY * entries + FLOAT * rows * columns,
      written: FLOAT * (to - from) * columns,
    };
  },

  sparseOuter({ from, to, rows, columns, splits, part, parts }, buffer) {
    const bytes = integers(buffer, splits, rows * (parts + 1));
    let entries = 0;
    for (let n = 0; n < rows; n++) {
      const at = n * (parts + 1) + part;
      entries += (bytes[at + 1] - bytes[at]) / ENTRY;
    }
    return {
      flops: 2 * entries * columns,
      read: ENTRY * entries + FLOAT * rows * columns,
      written: FLOAT * (to - from) * columns,
    };
  },

  maskedMultiply({ from, to, stride, outStride, ...lists }, buffer) {
    const { entries, rows } = measureLists(lists, from, to, buffer);
    return {
      flops: 2 * entries * stride,
      read: ENTRY * entries + FLOAT * stride * (rows + to - from),
      written: FLOAT * (to - from) * outStride,
    };
  },

  convolve(call, buffer) {
    const { from, to, channels, kernelHeight, kernelWidth, outHeight, outWidth, columns } = call;
    const depth = kernelHeight * kernelWidth * channels;
    const pixels = (to - from) * outHeight * outWidth;
    const computed = pixels - countCopied(buffer, call.blanks, [from, to], outHeight * outWidth);
    return {
      flops: 2 * computed * depth * columns,
      read: FLOAT * ((to - from) * call.inStride + depth * columns),
      written: FLOAT * pixels * columns,
    };
  },

  convolveGradient(call) {
    const { from, to, images, columns, outHeight, outWidth, inStride, outStride } = call;
    return {
      flops: 2 * images * outHeight * outWidth * (to - from) * columns,
      read: FLOAT * images * (inStride + outStride),
      written: FLOAT * (to - from) * columns,
    };
  },

  winograd(call, buffer) {
    const { from, to, channels, outHeight, outWidth, columns } = call;
    const pixels = outHeight * outWidth;
    return {
      flops: tileFlops(countTiles(buffer, call.blanks, [from, to], call), channels, columns),
      read: FLOAT * ((to - from) * call.inStride + 16 * channels * columns),
      written: FLOAT * (to - from) * pixels * columns,
    };
  },

  winogradGradient({ from, to, images, columns, outHeight, outWidth, inStride, outStride }) {
    const tiles = images * Math.ceil(outHeight / 2) * Math.ceil(outWidth / 2);
    return {
      flops: tileFlops(tiles, to - from, columns),
      read: FLOAT * images * (inStride + outStride),
      written: FLOAT * 9 * (to - from) * columns,
    };
  },

  convolveLists(call, buffer) {
    const { outHeight, outWidth, columns, kernelHeight, kernelWidth, channels, starts } = call;
    const depth = kernelHeight * kernelWidth * channels;
    const last = ((outHeight - 1) * call.strideY + kernelHeight) * call.width;
    return {
      flops: 2 * entriesUnderWindows(call, buffer) * columns,
      read: integers(buffer, starts + FLOAT * last, 1)[0] + FLOAT * depth * columns,
      written: FLOAT * outHeight * outWidth * columns,
    };
  },

  convolveGradientLists({ channelStarts, columns, images, inStride, from, to }, buffer) {
    let bytes = 0;
    const starts = integers(buffer, channelStarts, images * (columns + 1));
    for (let n = 0; n < images; n++) bytes += starts[n * (columns + 1) + columns];
    return {
      flops: 2 * (bytes / ENTRY) * (to - from),
      read: bytes + FLOAT * images * inStride,
      written: FLOAT * columns * (to - from),
    };
  },

  channelSums({ from, to, pixel, pixels }) {
    const count = (to - from) * pixels * pixel;
    return { flops: count, read: FLOAT * count, written: FLOAT * (to - from) * pixel };
  },

  columnSums({ rows, from, to }) {
    return { flops: rows * (to - from), read: FLOAT * rows * (to - from), written: FLOAT * (to - from) };
  },

  maxPool: poolWork(3),
  maxPoolBackward: poolWork(4),

  softmax: ({ width, ...call }) => elementwise(EXP + 4, 1, 1)({ ...call, stride: width }),
  softmaxCrossEntropy: ({ width, ...call }) => elementwise(EXP + 5, 1, 1)({ ...call, stride: width }),
  sigmoid: elementwise(EXP + 3, 1, 1),
  sigmoidBackward: elementwise(3, 2, 1),
  relu: elementwise(1, 1, 1),
  reluBackward: elementwise(1, 2, 1),
  rectify: elementwise(2, 1, 1),
  rectifyBackward: elementwise(3, 2, 1),
  rmsprop: elementwise(10, 3, 2),
  adam: elementwise(12, 4, 3),
  sgd: elementwise(2, 2, 1),

  unpackRows: moves(
    ({ from, to, ...lists }, buffer) => 3 * measureLists(lists, from, to, buffer).entries,
    ({ from, to, ...lists }, buffer) => ENTRY * measureLists(lists, from, to, buffer).entries,
  ),
  sparsifyFloats: moves(
    ({ from, to, stride }) => FLOAT * (to - from) * stride,
    ({ from, to, ...lists }, buffer) => ENTRY * measureLists(lists, from, to, buffer).entries,
  ),
  transposeSparse: moves(listedBytes, listedBytes),
  listPixels: moves(
    ({ height, width, channels }) => FLOAT * height * width * channels,
    ({ starts, outHeight, outWidth }, buffer) =>
      integers(buffer, starts, outHeight * outWidth + 1).at(-1) + FLOAT * outHeight * outWidth,
  ),
  listByChannel: moves(
    ({ channelStarts, channels }, buffer) => integers(buffer, channelStarts, channels + 1).at(-1),
    ({ channelStarts, channels }, buffer) => integers(buffer, channelStarts, channels + 1).at(-1),
  ),
  transpose: moves(squareBytes, squareBytes),
  packPanels: moves(rowBytes, rowBytes),
  unpackPanels: moves(rowBytes, rowBytes),
  flipKernel: moves(squareBytes, squareBytes),
  gatherBytes: moves(
    ({ from, to, width }) => (to - from) * width,
    ({ from, to, width }) => FLOAT * (to - from) * width,
  ),
};

/** Of lists by column: `places` has the first and last byte of each. */
function listedBytes({ places, from, to }, buffer) {
  const ends = integers(buffer, places, 2 * to);
  let bytes = 0;
  for (let k = from; k < to; k++) bytes += ends[2 * k + 1] - ends[2 * k];
  return bytes;
}

function squareBytes({ columns, from, to }) {
  return FLOAT * (to - from) * columns;
}

function rowBytes({ stride, from, to }) {
  return FLOAT * (to - from) * stride;
}

/** Comparisons for each output, and everything read and written once. */
function poolWork(flops) {
  return ({ from, to, pixel, inHeight, inWidth, outHeight, outWidth }) => {
    const [inputs, outputs] = [inHeight * inWidth, outHeight * outWidth].map((n) => (to - from) * n * pixel);
    return { flops: flops * outputs, read: FLOAT * inputs, written: FLOAT * outputs };
  };
}

/**
 * Entries in the lists of rows `from` to `to`, and how many rows of a matrix they reach. Lists by row have their counts,
 * each at `capacity` entries from the last; lists by column (capacity 0) have their first and last byte.
 */
function measureLists({ entries, counts, capacity }, from, to, buffer) {
  const ranges = capacity === 0 ? integers(buffer, counts, 2 * to) : integers(buffer, counts, to);
  const words = new Int32Array(buffer);
  let [total, rows] = [0, 0];
  for (let n = from; n < to; n++) {
    const first = capacity === 0 ? ranges[2 * n] / ENTRY : n * capacity;
    const end = capacity === 0 ? ranges[2 * n + 1] / ENTRY : first + ranges[n];
    total += end - first;
    if (end > first) rows = Math.max(rows, words[(entries + (end - 1) * ENTRY) / 4] + 1);
  }
  return { entries: total, rows };
}

/** Entries under all windows that are computed: each is multiplied once for each window that it lies under. */
function entriesUnderWindows(call, buffer) {
  const { starts, width, blanks, kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth } = call;
  const height = (outHeight - 1) * strideY + kernelHeight;
  const places = integers(buffer, starts, height * width + 1);
  const blank = blanks === 0 ? undefined : new Uint8Array(buffer, blanks, outHeight * outWidth);
  let bytes = 0;
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      if (blank?.[y * outWidth + x] === 1) continue;
      for (let ky = 0; ky < kernelHeight; ky++) {
        const at = (y * strideY + ky) * width + x * strideX;
        bytes += places[at + kernelWidth] - places[at];
      }
    }
  }
  return bytes / ENTRY;
}

/** Multiplications at a tile's sixteen places, and the additions of their sums; those before and after are not counted. */
function tileFlops(tiles, channels, columns) {
  return 2 * 16 * tiles * channels * columns;
}

/** Tiles of 2 by 2 that are not all blank. */
function countTiles(buffer, blanks, [from, to], { outHeight, outWidth }) {
  const [rows, columns] = [Math.ceil(outHeight / 2), Math.ceil(outWidth / 2)];
  if (blanks === 0) return (to - from) * rows * columns;
  let tiles = 0;
  for (let n = from; n < to; n++) {
    const marks = new Uint8Array(buffer, blanks + n * outHeight * outWidth, outHeight * outWidth);
    const drawn = new Set();
    marks.forEach((mark, p) => {
      if (mark === 0) drawn.add((Math.floor(p / outWidth) >> 1) * columns + ((p % outWidth) >> 1));
    });
    tiles += drawn.size;
  }
  return tiles;
}

/** Blank pixels but one of each example, of which the others are copies. */
function countCopied(buffer, blanks, [from, to], pixels) {
  if (blanks === 0) return 0;
  let copied = 0;
  for (let n = from; n < to; n++) {
    const marks = new Uint8Array(buffer, blanks + n * pixels, pixels);
    copied += Math.max(0, marks.reduce((sum, mark) => sum + mark, 0) - 1);
  }
  return copied;
}

function integers(buffer, address, count) {
  return new Int32Array(buffer, address, count);
}
