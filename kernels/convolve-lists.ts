/**
 * Convolution by lists of what is not zero. Behind a ReLU half of an image's values are zero, and behind a max-pooling
 * fifteen of sixteen deltas: these kernels multiply only the others.
 *
 * A list entry is 8 bytes: x * C + c of its place in an image row as u32, then the value as f32; pixels come in their
 * order, so the values under one row of the kernel are one run of the list. `starts` has, for every pixel of the (bordered)
 * image, where its entries begin, in bytes, and one number more for the end.
 */

/**
 * Lists the values of one example. Its pixels may be set apart and bordered on the way: pixel (y, x) goes to
 * (top + y stepY, left + x stepX) of a larger image, whose other pixels are empty.
 */
export function listPixels(
  entries: usize, starts: usize, // overwritten
  image: usize, pixel: i32, // (height, width, pixel) floats
  channels: i32, height: i32, width: i32, top: i32, left: i32, stepY: i32, stepX: i32, outHeight: i32, outWidth: i32,
): void {
  let next = entries;
  let start = starts;
  for (let y = 0; y < outHeight; y++) {
    const sourceY = y - top;
    const hasRow = sourceY >= 0 && sourceY % stepY == 0 && sourceY / stepY < height;
    let source = image + (<usize>((sourceY / stepY) * width * pixel) << 2);
    let nextX = left;
    const endX = left + width * stepX;
    for (let x = 0; x < outWidth; x++) {
      store<u32>(start, <u32>(next - entries));
      start += 4;
      if (!hasRow || x != nextX || x >= endX) continue;
      nextX += stepX;
      next = listPixel(next, source, x * channels, channels);
      source += <usize>pixel << 2;
    }
  }
  store<u32>(start, <u32>(next - entries));
}

/** Without a branch on a single value: each is written, and the list grows only where it was not zero. */
// @ts-ignore: decorator
@inline
function listPixel(next: usize, source: usize, first: i32, channels: i32): usize {
  const zero = f32x4.splat(0);
  for (let c = 0; c < channels; c += 4) {
    const four = v128.load(source + (<usize>c << 2));
    if (!v128.any_true(f32x4.ne(four, zero))) continue;
    next = append(next, first + c, f32x4.extract_lane(four, 0));
    next = append(next, first + c + 1, f32x4.extract_lane(four, 1));
    next = append(next, first + c + 2, f32x4.extract_lane(four, 2));
    next = append(next, first + c + 3, f32x4.extract_lane(four, 3));
  }
  return next;
}

// @ts-ignore: decorator
@inline
function append(next: usize, index: i32, value: f32): usize {
  store<u32>(next, index);
  store<f32>(next, value, 4);
  return next + select<usize>(8, 0, value != 0.0);
}

/**
 * Lists the entries of one example's deltas by channel, for `convolveGradientLists`: an entry's index is then the byte at
 * which its kernel's first input lies in the example's image. `channelStarts` has one number more than channels.
 */
export function listByChannel(
  channelEntries: usize, channelStarts: usize, // overwritten
  entries: usize, starts: usize, channels: i32, // of listPixels
  height: i32, width: i32, outWidth: i32, top: i32, left: i32, stepY: i32, stepX: i32, // where it put the deltas
  inputStepY: i32, inputStepX: i32, // bytes of the input
): void {
  memory.fill(channelStarts, 0, <usize>(channels + 1) << 2);
  // Count into the place behind each channel's own; the sums are then the starts.
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = starts + (<usize>((top + y * stepY) * outWidth + left + x * stepX) << 2);
      const first = (left + x * stepX) * channels;
      for (let e = load<u32>(p), end = load<u32>(p, 4); e < end; e += 8) {
        const count = channelStarts + (<usize>(load<i32>(entries + <usize>e) - first + 1) << 2);
        store<u32>(count, load<u32>(count) + 8);
      }
    }
  }
  for (let c = 1; c <= channels; c++) {
    const at = channelStarts + (<usize>c << 2);
    store<u32>(at, load<u32>(at) + load<u32>(at - 4));
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = starts + (<usize>((top + y * stepY) * outWidth + left + x * stepX) << 2);
      const first = (left + x * stepX) * channels;
      const place = y * inputStepY + x * inputStepX;
      for (let e = load<u32>(p), end = load<u32>(p, 4); e < end; e += 8) {
        const start = channelStarts + (<usize>(load<i32>(entries + <usize>e) - first) << 2);
        const target = channelEntries + <usize>load<u32>(start);
        store<u32>(target, place);
        store<f32>(target, load<f32>(entries + <usize>e, 4), 4);
        store<u32>(start, load<u32>(start) + 8);
      }
    }
  }
  // Each start has moved to its list's end, which is the next one's start.
  for (let c = channels; c > 0; c--) store<u32>(channelStarts + (<usize>c << 2), load<u32>(channelStarts + (<usize>(c - 1) << 2)));
  store<u32>(channelStarts, 0);
}

/** As `convolve`, of one example whose (bordered) image is given as lists. Rows of weights have 32, 64 or 128 bytes. */
export function convolveLists(
  out: usize, outPixel: i32, // (outHeight, outWidth, columns), overwritten; floats
  entries: usize, starts: usize, channels: i32, width: i32, // lists of an image of this width
  weights: usize, weightRow: i32, weightPanel: i32, start: usize, // bytes; (columns) or 0 for zeros
  blanks: usize, // (outHeight, outWidth) u8, or 0
  kernelHeight: i32, kernelWidth: i32, strideY: i32, strideX: i32, outHeight: i32, outWidth: i32, columns: i32,
): void {
  for (let column = 0; column < columns; column += 16) {
    const panel = weights + <usize>(column >> 4) * <usize>weightPanel;
    const first: usize = start == 0 ? 0 : start + (<usize>column << 2);
    const target = out + (<usize>column << 2);
    const narrow = columns - column == 8;
    if (weightRow == 64) panelOf(target, outPixel, entries, starts, channels, width, panel, 6, first, blanks, narrow, kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth);
    else if (weightRow == 128) panelOf(target, outPixel, entries, starts, channels, width, panel, 7, first, blanks, narrow, kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth);
    else panelOf(target, outPixel, entries, starts, channels, width, panel, 5, first, blanks, true, kernelHeight, kernelWidth, strideY, strideX, outHeight, outWidth);
  }
}

// @ts-ignore: decorator
@inline
function panelOf(
  out: usize, outPixel: i32, entries: usize, starts: usize, channels: i32, width: i32, weights: usize, shift: i32, start: usize,
  blanks: usize, narrow: bool, kernelHeight: i32, kernelWidth: i32, strideY: i32, strideX: i32, outHeight: i32, outWidth: i32,
): void {
  const kernelRow = <usize>(kernelWidth * channels) << shift;
  const step = <usize>(strideX * channels) << shift;
  let blankPlace: usize = 0;
  for (let y = 0; y < outHeight; y++) {
    // An entry's index counts from the image row's start; the kernel's rows count from its own first pixel.
    let base = weights;
    let run = starts + (<usize>(y * strideY * width) << 2);
    for (let x = 0; x < outWidth; x++) {
      const blank = blanks != 0 && load<u8>(blanks++) != 0;
      if (blank && blankPlace != 0) memory.copy(out, blankPlace, narrow ? 32 : 64);
      else if (narrow) pixel8(out, entries, run, width, base, shift, kernelRow, start, kernelHeight, kernelWidth);
      else pixel16(out, entries, run, width, base, shift, kernelRow, start, kernelHeight, kernelWidth);
      if (blank) blankPlace = out;
      out += <usize>outPixel << 2;
      run += <usize>strideX << 2;
      base -= step;
    }
  }
}

// @ts-ignore: decorator
@inline
function pixel16(
  out: usize, entries: usize, run: usize, width: i32, base: usize, shift: i32, kernelRow: usize, start: usize,
  kernelHeight: i32, kernelWidth: i32,
): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
  if (start != 0) {
    a0 = v128.load(start); a1 = v128.load(start, 16); a2 = v128.load(start, 32); a3 = v128.load(start, 48);
  }
  for (let ky = 0; ky < kernelHeight; ky++) {
    let list = entries + <usize>load<u32>(run);
    const end = entries + <usize>load<u32>(run + (<usize>kernelWidth << 2));
    // Two entries a turn, added one after the other, as in sparse-multiply.ts.
    for (const last = end - 8; list < last; list += 16) {
      const row = base + (<usize>load<u32>(list) << shift), next = base + (<usize>load<u32>(list, 8) << shift);
      const x = v128.load_splat<f32>(list, 4), y = v128.load_splat<f32>(list, 12);
      a0 = f32x4.add(f32x4.add(a0, f32x4.mul(x, v128.load(row))), f32x4.mul(y, v128.load(next)));
      a1 = f32x4.add(f32x4.add(a1, f32x4.mul(x, v128.load(row, 16))), f32x4.mul(y, v128.load(next, 16)));
      a2 = f32x4.add(f32x4.add(a2, f32x4.mul(x, v128.load(row, 32))), f32x4.mul(y, v128.load(next, 32)));
      a3 = f32x4.add(f32x4.add(a3, f32x4.mul(x, v128.load(row, 48))), f32x4.mul(y, v128.load(next, 48)));
    }
    if (list < end) {
      const row = base + (<usize>load<u32>(list) << shift);
      const x = v128.load_splat<f32>(list, 4);
      a0 = f32x4.add(a0, f32x4.mul(x, v128.load(row)));
      a1 = f32x4.add(a1, f32x4.mul(x, v128.load(row, 16)));
      a2 = f32x4.add(a2, f32x4.mul(x, v128.load(row, 32)));
      a3 = f32x4.add(a3, f32x4.mul(x, v128.load(row, 48)));
    }
    run += <usize>width << 2;
    base += kernelRow;
  }
  v128.store(out, a0); v128.store(out, a1, 16); v128.store(out, a2, 32); v128.store(out, a3, 48);
}

// @ts-ignore: decorator
@inline
function pixel8(
  out: usize, entries: usize, run: usize, width: i32, base: usize, shift: i32, kernelRow: usize, start: usize,
  kernelHeight: i32, kernelWidth: i32,
): void {
  let a0 = f32x4.splat(0), a1 = a0;
  if (start != 0) {
    a0 = v128.load(start); a1 = v128.load(start, 16);
  }
  for (let ky = 0; ky < kernelHeight; ky++) {
    let list = entries + <usize>load<u32>(run);
    const end = entries + <usize>load<u32>(run + (<usize>kernelWidth << 2));
    for (; list < end; list += 8) {
      const row = base + (<usize>load<u32>(list) << shift);
      const x = v128.load_splat<f32>(list, 4);
      a0 = f32x4.add(a0, f32x4.mul(x, v128.load(row)));
      a1 = f32x4.add(a1, f32x4.mul(x, v128.load(row, 16)));
    }
    run += <usize>width << 2;
    base += kernelRow;
  }
  v128.store(out, a0); v128.store(out, a1, 16);
}

/**
 * As `convolveGradient`, from lists of the deltas by channel; the result is transposed, (O, rows). Input pixels lie without
 * gaps, so that a row of the kernel is one run of `kernelWidth * channels` floats, a multiple of 8. `from` and `to` are rows
 * (ky, kx, c), multiples of 8.
 */
export function convolveGradientLists(
  gradient: usize, gradientStride: i32, // (O, gradientStride), columns `from` to `to` overwritten; floats
  channelEntries: usize, channelStarts: usize, capacity: i32, // of each example; capacity in entries
  input: usize, inRow: i32, inStride: i32, // floats
  run: i32, columns: i32, images: i32, from: i32, to: i32,
): void {
  for (let n = 0; n < images; n++) {
    const image = input + (<usize>n * <usize>inStride << 2);
    const entries = channelEntries + <usize>n * <usize>capacity * 8;
    const starts = channelStarts + (<usize>(n * (columns + 1)) << 2);
    let row = from;
    while (row < to) {
      const within = row % run;
      const source = image + (<usize>((row / run) * inRow + within) << 2);
      const wide = min(run - within, to - row) >= 16;
      for (let o = 0; o < columns; o++) {
        const list = entries + <usize>load<u32>(starts + (<usize>o << 2));
        const end = entries + <usize>load<u32>(starts + (<usize>o << 2), 4);
        const place = gradient + (<usize>(o * gradientStride + row) << 2);
        if (wide) gradient16(place, n == 0, list, end, source);
        else gradient8(place, n == 0, list, end, source);
      }
      row += wide ? 16 : 8;
    }
  }
}

// @ts-ignore: decorator
@inline
function gradient16(out: usize, fresh: bool, list: usize, end: usize, source: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
  if (!fresh) {
    a0 = v128.load(out); a1 = v128.load(out, 16); a2 = v128.load(out, 32); a3 = v128.load(out, 48);
  }
  for (const last = end - 8; list < last; list += 16) {
    const row = source + <usize>load<u32>(list), next = source + <usize>load<u32>(list, 8);
    const x = v128.load_splat<f32>(list, 4), y = v128.load_splat<f32>(list, 12);
    a0 = f32x4.add(f32x4.add(a0, f32x4.mul(x, v128.load(row))), f32x4.mul(y, v128.load(next)));
    a1 = f32x4.add(f32x4.add(a1, f32x4.mul(x, v128.load(row, 16))), f32x4.mul(y, v128.load(next, 16)));
    a2 = f32x4.add(f32x4.add(a2, f32x4.mul(x, v128.load(row, 32))), f32x4.mul(y, v128.load(next, 32)));
    a3 = f32x4.add(f32x4.add(a3, f32x4.mul(x, v128.load(row, 48))), f32x4.mul(y, v128.load(next, 48)));
  }
  if (list < end) {
    const row = source + <usize>load<u32>(list);
    const x = v128.load_splat<f32>(list, 4);
    a0 = f32x4.add(a0, f32x4.mul(x, v128.load(row)));
    a1 = f32x4.add(a1, f32x4.mul(x, v128.load(row, 16)));
    a2 = f32x4.add(a2, f32x4.mul(x, v128.load(row, 32)));
    a3 = f32x4.add(a3, f32x4.mul(x, v128.load(row, 48)));
  }
  v128.store(out, a0); v128.store(out, a1, 16); v128.store(out, a2, 32); v128.store(out, a3, 48);
}

// @ts-ignore: decorator
@inline
function gradient8(out: usize, fresh: bool, list: usize, end: usize, source: usize): void {
  let a0 = f32x4.splat(0), a1 = a0;
  if (!fresh) {
    a0 = v128.load(out); a1 = v128.load(out, 16);
  }
  for (; list < end; list += 8) {
    const row = source + <usize>load<u32>(list);
    const x = v128.load_splat<f32>(list, 4);
    a0 = f32x4.add(a0, f32x4.mul(x, v128.load(row)));
    a1 = f32x4.add(a1, f32x4.mul(x, v128.load(row, 16)));
  }
  v128.store(out, a0); v128.store(out, a1, 16);
}
