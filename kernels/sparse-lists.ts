/**
 * Lists of the non-zero entries of a batch: an MNIST image has about 150 of 784, and after a ReLU about half of
 * the activations are zero, so walking lists beats multiplying by zeros.
 *
 * A list entry is 8 bytes: the index as u32, then the value as f32. Row n's list begins at
 * `entries + n * capacity * 8` and holds `counts[n]` entries, in rising order of index.
 */

/** Writes the lists of uint8 rows, values `byte * scale`. `rows` holds the row number of each example. */
export function sparsifyBytes(
  entries: usize, counts: usize, // (N, capacity) entries and (N) i32, overwritten
  source: usize, rows: usize, scale: f32, width: i32, // (any, width) u8, (N) u32
  capacity: i32, from: i32, to: i32,
): void {
  const whole = width & ~15;
  for (let n = from; n < to; n++) {
    const row = source + <usize>load<u32>(rows + (<usize>n << 2)) * <usize>width;
    const list = entries + <usize>n * <usize>capacity * 8;
    let next = list;
    for (let i = 0; i < whole; i += 16) {
      const zero = i8x16.eq(v128.load(row + i), i8x16.splat(0));
      let mask = i8x16.bitmask(zero) ^ 0xffff;
      while (mask != 0) {
        const k = i + ctz(mask);
        mask &= mask - 1;
        store<u32>(next, k);
        store<f32>(next, <f32>(<i32>load<u8>(row + k)) * scale, 4);
        next += 8;
      }
    }
    for (let k = whole; k < width; k++) {
      const byte = load<u8>(row + k);
      if (byte != 0) {
        store<u32>(next, k);
        store<f32>(next, <f32>(<i32>byte) * scale, 4);
        next += 8;
      }
    }
    store<i32>(counts + (<usize>n << 2), <i32>((next - list) >> 3));
  }
}

/** Writes the lists of the rows of a float matrix. */
export function sparsifyFloats(
  entries: usize, counts: usize, // (N, capacity) entries and (N) i32, overwritten
  source: usize, // (N, stride)
  stride: i32, capacity: i32, from: i32, to: i32,
): void {
  for (let n = from; n < to; n++) {
    const row = source + <usize>n * <usize>stride * 4;
    const list = entries + <usize>n * <usize>capacity * 8;
    let next = list;
    // Without a branch: every value is written, and the list grows only where it was not zero (measured: on
    // half-empty rows 2.5 times as fast as testing each).
    for (let k = 0; k < stride; k++) {
      const value = load<f32>(row + (<usize>k << 2));
      store<u32>(next, k);
      store<f32>(next, value, 4);
      next += select<usize>(8, 0, value != 0.0);
    }
    store<i32>(counts + (<usize>n << 2), <i32>((next - list) >> 3));
  }
}

/**
 * Turns lists by row into lists by column: column k's list begins at `outEntries + k * outCapacity * 8` and names
 * the rows that have an entry in k, in rising order. Needs all rows, so it is not cut into ranges.
 */
export function transposeSparse(
  outEntries: usize, outCounts: usize, // (columns, outCapacity) entries and (columns) i32, overwritten
  entries: usize, counts: usize, // (N, capacity) entries and (N) i32
  capacity: i32, outCapacity: i32, rows: i32, columns: i32,
): void {
  memory.fill(outCounts, 0, <usize>columns << 2);
  for (let n = 0; n < rows; n++) {
    let entry = entries + <usize>n * <usize>capacity * 8;
    const end = entry + (<usize>load<i32>(counts + (<usize>n << 2)) << 3);
    while (entry < end) {
      const k = <usize>load<u32>(entry);
      const count = outCounts + (k << 2);
      const used = load<u32>(count);
      const target = outEntries + (k * <usize>outCapacity + <usize>used) * 8;
      store<u32>(target, n);
      store<f32>(target, load<f32>(entry, 4), 4);
      store<u32>(count, used + 1);
      entry += 8;
    }
  }
}
