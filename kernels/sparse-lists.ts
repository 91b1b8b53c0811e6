/**
 * Lists of the non-zero entries of a batch: an MNIST image has about 150 of 784, and after a ReLU about half of
 * the activations are zero, so walking lists beats multiplying by zeros.
 *
 * A list entry is 8 bytes: the index as u32, then the value as f32. Row n's list begins at
 * `entries + n * capacity * 8` and holds `counts[n]` entries, in rising order of index.
 */

/**
 * Fills the table that `sparsifyBytes` packs by: for each of the 256 ways in which eight bytes may be zero or not, the places of
 * those that are not, in rising order, in eight bytes.
 */
export function fillPackingTable(table: usize): void {
  for (let mask = 0; mask < 256; mask++) {
    let place = table + <usize>(mask << 3);
    store<u64>(place, 0);
    for (let i = 0; i < 8; i++) {
      if (((mask >> i) & 1) == 0) continue;
      store<u8>(place, <u8>i);
      place++;
    }
  }
}

/**
 * Writes the lists of uint8 rows, values `byte * scale`. `rows` holds the row number of each example. Blank stretches of 32
 * bytes are passed over; of the others eight bytes are taken at a time, without a branch that could be mispredicted: their mask
 * finds, in the table, the places of those that are not zero. What is written beyond them is overwritten by the next eight, or
 * never looked at.
 */
export function sparsifyBytes(
  entries: usize, counts: usize, // (N, capacity) entries and (N) i32, overwritten
  source: usize, rows: usize, scale: f32, width: i32, // (any, width) u8, (N) u32
  table: usize, capacity: i32, from: i32, to: i32,
): void {
  const whole = width & ~31, eights = width & ~7;
  const scales = f32x4.splat(scale);
  for (let n = from; n < to; n++) {
    const row = source + <usize>load<u32>(rows + (<usize>n << 2)) * <usize>width;
    const list = entries + <usize>n * <usize>capacity * 8;
    let next = list;
    let k = 0;
    for (; k < whole; k += 32) {
      if (!v128.any_true(v128.or(v128.load(row + k), v128.load(row + k, 16)))) continue;
      next = appendEight(next, row, k, table, scales);
      next = appendEight(next, row, k + 8, table, scales);
      next = appendEight(next, row, k + 16, table, scales);
      next = appendEight(next, row, k + 24, table, scales);
    }
    for (; k < eights; k += 8) next = appendEight(next, row, k, table, scales);
    for (; k < width; k++) {
      const byte = load<u8>(row + k);
      store<u32>(next, k);
      store<f32>(next, <f32>(<i32>byte) * scale, 4);
      next += select<usize>(8, 0, byte != 0);
    }
    store<i32>(counts + (<usize>n << 2), <i32>((next - list) >> 3));
  }
}

/** Appends what is not zero of eight bytes; writes eight entries. */
// @ts-ignore: decorator
@inline
function appendEight(next: usize, row: usize, k: i32, table: usize, scales: v128): usize {
  const bytes = v128.load64_zero(row + k);
  const mask = i8x16.bitmask(i8x16.ne(bytes, i8x16.splat(0)));
  const places = v128.load64_zero(table + (<usize>mask << 3));
  const values = i16x8.extend_low_i8x16_u(i8x16.swizzle(bytes, places));
  const offsets = i16x8.extend_low_i8x16_u(places), first = i32x4.splat(k);
  storeFour(next, i32x4.add(first, i32x4.extend_low_i16x8_u(offsets)), i32x4.extend_low_i16x8_u(values), scales);
  storeFour(next + 32, i32x4.add(first, i32x4.extend_high_i16x8_u(offsets)), i32x4.extend_high_i16x8_u(values), scales);
  return next + (<usize>popcnt(mask) << 3);
}

/** Four entries from their indices and whole values. */
// @ts-ignore: decorator
@inline
function storeFour(place: usize, indices: v128, values: v128, scales: v128): void {
  const floats = f32x4.mul(f32x4.convert_i32x4_s(values), scales);
  v128.store(place, v128.shuffle<i32>(indices, floats, 0, 4, 1, 5));
  v128.store(place, v128.shuffle<i32>(indices, floats, 2, 6, 3, 7), 16);
}

/** How many of `count` bytes are not zero; `count` is a multiple of 16. */
export function countNonZero(source: usize, count: i32): i32 {
  let zeros = 0;
  for (const end = source + <usize>count; source < end; source += 16) {
    zeros += popcnt(i8x16.bitmask(i8x16.eq(v128.load(source), i8x16.splat(0))));
  }
  return count - zeros;
}

/**
 * Packs uint8 rows for a whole fit. A row of c non-zero bytes becomes c indices (u16) and then c bytes, 3 c bytes in
 * all: an MNIST set takes 27 MB instead of 47, and a row comes in fewer cache lines. `starts` gets each row's
 * first byte, relative to `packed`; `first` is where the first row goes. Returns where the next row would go.
 */
export function packRows(
  packed: usize, starts: usize, // (3 entries + 3 width) u8 and (rows) u32, overwritten from `first`
  source: usize, width: i32, rows: i32, first: i32, // (rows, width) u8
): i32 {
  let start = packed + <usize>first;
  for (let n = 0; n < rows; n++) {
    const row = source + <usize>n * <usize>width;
    store<u32>(starts + (<usize>n << 2), <u32>(start - packed));
    // The bytes wait behind the longest possible run of indices, then move up to the end of the real one.
    let index = start;
    let byte = start + (<usize>width << 1);
    const bytes = byte;
    for (let k = 0; k < width; k++) {
      const value = load<u8>(row + k);
      store<u16>(index, k);
      store<u8>(byte, value);
      const used = select<usize>(1, 0, value != 0);
      index += used << 1;
      byte += used;
    }
    memory.copy(index, bytes, byte - bytes);
    start = index + (byte - bytes);
  }
  return <i32>(start - packed);
}

/** Writes the lists of packed rows, values `byte * scale`; `starts` has one more entry than there are rows. */
export function unpackRows(
  entries: usize, counts: usize, // (N, capacity) entries and (N) i32, overwritten
  packed: usize, starts: usize, rows: usize, scale: f32, // from packRows; (N) u32
  capacity: i32, from: i32, to: i32,
): void {
  fetchRows(packed, starts, rows, from, to);
  const scales = f32x4.splat(scale);
  for (let n = from; n < to; n++) {
    const start = starts + (<usize>load<u32>(rows + (<usize>n << 2)) << 2);
    let index = packed + <usize>load<u32>(start);
    const count = (packed + <usize>load<u32>(start, 4) - index) / 3;
    let byte = index + (count << 1);
    const end = byte;
    let next = entries + <usize>n * <usize>capacity * 8;
    store<i32>(counts + (<usize>n << 2), <i32>count);
    // Four at a time; what the last turn reads and writes beyond the end is never looked at.
    for (; index < end; index += 8) {
      const indices = v128.load_ext<u16>(index);
      const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(byte)));
      storeFour(next, indices, wide, scales);
      next += 32;
      byte += 4;
    }
  }
}

/**
 * Touches every cache line of a shuffled batch: independent loads wait for memory side by side, where unpacking
 * alone would wait row by row: 11 ms for 60,000 shuffled images against 21 (measured).
 */
// @ts-ignore: decorator
@inline
function fetchRows(packed: usize, starts: usize, rows: usize, from: i32, to: i32): void {
  let touched: u32 = 0;
  for (let n = from; n < to; n++) {
    const start = starts + (<usize>load<u32>(rows + (<usize>n << 2)) << 2);
    const end = packed + <usize>load<u32>(start, 4);
    for (let at = packed + <usize>load<u32>(start); at < end; at += 64) touched |= load<u8>(at);
  }
  // An effect, so that the compiler keeps the loads; the count is overwritten at once.
  if (touched > 255) unreachable();
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
    // Without a branch: every value is written, and the list grows only where it was not zero. With a third of the
    // values not zero that is 5 times as fast as testing each (measured).
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
 * Turns lists by row into lists by column for a range of columns. Column k's list names the rows that have an entry in k, in
 * rising order. The lists of a range lie without gaps from `outEntries + from * rows * 8` on; column k's begins and ends at
 * the bytes that its two words in `places` say. (In rooms of their own, the lists of 9216 columns lay so far apart that
 * filling them took three times as long (measured).)
 */
export function transposeSparse(
  outEntries: usize, places: usize, // entries, and (columns, 2) u32, overwritten in the range
  entries: usize, counts: usize, // (N, capacity) entries and (N) i32
  capacity: i32, rows: i32, from: i32, to: i32, // range of columns
): void {
  memory.fill(places + (<usize>from << 3), 0, <usize>(to - from) << 3);
  for (let n = 0; n < rows; n++) {
    let entry = firstFrom(entries, counts, capacity, n, from);
    for (const end = listEnd(entries, counts, capacity, n); entry < end; entry += 8) {
      const k = load<i32>(entry);
      if (k >= to) break;
      const size = places + (<usize>k << 3);
      store<u32>(size, load<u32>(size, 4) + 8, 4);
    }
  }
  let next = <u32>(from * rows) << 3;
  for (let k = from; k < to; k++) {
    const place = places + (<usize>k << 3);
    const size = load<u32>(place, 4);
    store<u32>(place, next);
    store<u32>(place, next, 4);
    next += size;
  }
  for (let n = 0; n < rows; n++) {
    let entry = firstFrom(entries, counts, capacity, n, from);
    for (const end = listEnd(entries, counts, capacity, n); entry < end; entry += 8) {
      const k = load<i32>(entry);
      if (k >= to) break;
      const place = places + (<usize>k << 3);
      const listed = load<u32>(place, 4);
      store<u32>(outEntries + <usize>listed, n);
      store<f32>(outEntries + <usize>listed, load<f32>(entry, 4), 4);
      store<u32>(place, listed + 8, 4);
    }
  }
}

// @ts-ignore: decorator
@inline
function listEnd(entries: usize, counts: usize, capacity: i32, n: i32): usize {
  return entries + <usize>n * <usize>capacity * 8 + (<usize>load<i32>(counts + (<usize>n << 2)) << 3);
}

/** The first entry of a row's list whose index is not under `from`. */
// @ts-ignore: decorator
@inline
function firstFrom(entries: usize, counts: usize, capacity: i32, n: i32, from: i32): usize {
  const end = listEnd(entries, counts, capacity, n);
  let entry = entries + <usize>n * <usize>capacity * 8;
  while (entry < end && load<i32>(entry) < from) entry += 8;
  return entry;
}
