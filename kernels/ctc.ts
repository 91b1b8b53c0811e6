/**
 * Connectionist temporal classification: -ln of the probability of a label, summed over all its alignments with the steps, and the
 * gradient with respect to the logits, which is softmax - posterior. The blank is the last class.
 * Method: Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification", ICML 2006, sections 4.1 and 4.2.
 *
 * A sum of alignments may be smaller than any double. Here each is a cell of its own: a mantissa, f64, and an exponent, i32. So
 * nothing underflows, and the recursion takes no logarithms: 25 microseconds for 42 steps, 15 classes and 12 symbols (measured).
 *
 * A label of L symbols has S = 2 L + 1 states: its symbols with a blank before, between and behind them.
 */
import { log1 } from "./math";
import { rowMax } from "./softmax";

const LOG2_E: f64 = 1.4426950408889634;
const LN2: f64 = 0.6931471805599453;
/** ln 2 in two parts; the high one has few enough bits that n * LN2_HIGH is exact. */
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
/** 1.5 * 2^52: adding it leaves a double's nearest whole number in the low bits of the sum. */
const ROUND: f64 = 6755399441055744.0;
/** A class less likely than e^-10000 times its step's likeliest counts as that, so that exponents stay far within 32 bits. */
const FLOOR: f64 = -10000.0;
/** Bytes of a cell, and where its exponent is. */
const CELL: usize = 16;
const E: usize = 8;
/** The exponent of zero, below all others. */
const NONE: i32 = -(1 << 29);
/** The bits of a double's exponent, and those of the exponent 0. */
const EXPONENT_BITS: i64 = 0x7ff0000000000000;
const EXPONENT_ZERO: i64 = 0x3ff0000000000000;

/**
 * Logits are rows of (T, K). Labels are class numbers as floats, ended by -1 where they are shorter than `labelWidth`; each must
 * fit the steps. `scratch` is a thread's own: T K + (T + 2) (2 labelWidth + 3) cells of 16 bytes, then T + K doubles.
 */
export function ctcLoss(
  delta: usize, rowLoss: usize, scratch: usize, // (N, stride), (N) f64, all overwritten
  logits: usize, labels: usize, // (N, stride), (N, labelStride)
  factor: f32, steps: i32, classes: i32, stride: i32, labelWidth: i32, labelStride: i32, from: i32, to: i32,
): void {
  const emissions = scratch;
  const rowBytes = <usize>(2 * labelWidth + 3) * CELL;
  const alpha = emissions + <usize>(steps * classes) * CELL;
  const beta = alpha + <usize>(steps + 1) * rowBytes;
  const sums = beta + rowBytes;
  const posterior = sums + (<usize>steps << 3);
  for (let n = from; n < to; n++) {
    const shift = <usize>n * <usize>stride << 2;
    const label = labels + (<usize>n * <usize>labelStride << 2);
    const states = 2 * lengthOf(label, labelWidth) + 1;
    const logSums = emit(emissions, sums, logits + shift, steps, classes);
    if (logSums != logSums) {
      for (let i = 0; i < steps * classes; i++) store<f32>(delta + shift + (<usize>i << 2), NaN);
      store<f64>(rowLoss + (<usize>n << 3), NaN);
      continue;
    }
    forward(alpha, emissions, label, steps, classes, states, rowBytes);
    // Beta's room is still free: its first cell holds the probability until the gradient has begun.
    const last = alpha + <usize>steps * rowBytes + <usize>(states + 1) * CELL;
    addCells(beta, last, last - CELL, 0, 1.0, 0);
    const mantissa = load<f64>(beta);
    const exponent = load<i32>(beta, E);
    store<f64>(rowLoss + (<usize>n << 3), logSums - log1(mantissa) - <f64>exponent * LN2);

    beginBeta(beta, states);
    for (let t = steps - 1; t >= 0; t--) {
      const step = emissions + <usize>(t * classes) * CELL;
      const alphaRow = alpha + <usize>(t + 1) * rowBytes + 2 * CELL;
      posteriors(posterior, beta, alphaRow, step, label, mantissa, exponent, classes, states);
      const sum = load<f64>(sums + (<usize>t << 3));
      const target = delta + shift + (<usize>(t * classes) << 2);
      for (let k = 0; k < classes; k++) {
        const cell = step + <usize>k * CELL;
        const likely = load<f64>(cell) * power(load<i32>(cell, E)) / sum;
        const share = likely - load<f64>(posterior + (<usize>k << 3));
        store<f32>(target + (<usize>k << 2), <f32>share * factor);
      }
      stepBack(beta, label, states);
    }
  }
}

/** e^(x - max) of each logit x as a cell, and each step's sum of them; returns the sum of the sums' logarithms. */
function emit(emissions: usize, sums: usize, logits: usize, steps: i32, classes: i32): f64 {
  let logSums: f64 = 0.0;
  for (let t = 0; t < steps; t++) {
    const row = logits + (<usize>(t * classes) << 2);
    const largest = <f64>rowMax(row, classes);
    let sum: f64 = 0.0;
    for (let k = 0; k < classes; k++) {
      const cell = emissions + <usize>(t * classes + k) * CELL;
      const x = max<f64>(<f64>load<f32>(row + (<usize>k << 2)) - largest, FLOOR);
      const shifted = x * LOG2_E + ROUND;
      const whole = shifted - ROUND;
      const mantissa = exponential(x - whole * LN2_HIGH - whole * LN2_LOW);
      const exponent = <i32>reinterpret<i64>(shifted);
      store<f64>(cell, mantissa);
      store<i32>(cell, exponent, E);
      sum += mantissa * power(exponent);
    }
    store<f64>(sums + (<usize>t << 3), sum);
    // The logarithm of a NaN would be a number.
    logSums += sum == sum ? log1(sum) : sum;
  }
  return logSums;
}

/** alpha, T + 1 rows of two zeros and S cells: of all beginnings that are in a state after so many steps, the probability. */
function forward(
  alpha: usize, emissions: usize, label: usize, steps: i32, classes: i32, states: i32, rowBytes: usize,
): void {
  for (let s = 0; s < states + 2; s++) put(alpha + <usize>s * CELL, 0.0, 0);
  // Before the first step an alignment is as if in the first blank, from which the first symbol can be reached too.
  put(alpha + 2 * CELL, 1.0, 0);
  for (let t = 0; t < steps; t++) {
    const before = alpha + <usize>t * rowBytes;
    const row = before + rowBytes;
    const step = emissions + <usize>(t * classes) * CELL;
    put(row, 0.0, 0);
    put(row + CELL, 0.0, 0);
    for (let s = 0; s < states; s++) {
      const at = <usize>(s + 2) * CELL;
      const emission = step + <usize>classOf(label, s, classes) * CELL;
      const skipped = maySkip(label, s) ? before + at - 2 * CELL : 0;
      addCells(row + at, before + at, before + at - CELL, skipped, load<f64>(emission), load<i32>(emission, E));
    }
  }
}

/** beta behind the last step: an alignment ends in the last blank or in the last symbol. Two zeros stand behind. */
function beginBeta(beta: usize, states: i32): void {
  for (let s = 0; s < states + 2; s++) {
    put(beta + <usize>s * CELL, s == states - 1 || s == states - 2 ? 1.0 : 0.0, 0);
  }
}

/** What share of the alignments has each class at a step, K doubles; and beta takes the step's emissions in. */
function posteriors(
  posterior: usize, beta: usize, alphaRow: usize, step: usize, label: usize,
  mantissa: f64, exponent: i32, classes: i32, states: i32,
): void {
  memory.fill(posterior, 0, <usize>classes << 3);
  for (let s = 0; s < states; s++) {
    const own = classOf(label, s, classes);
    const cell = beta + <usize>s * CELL;
    const m = load<f64>(cell);
    const e = load<i32>(cell, E);
    const both = m * load<f64>(alphaRow + <usize>s * CELL);
    if (both != 0.0) {
      const at = posterior + (<usize>own << 3);
      const share = both / mantissa * power(e + load<i32>(alphaRow + <usize>s * CELL, E) - exponent);
      store<f64>(at, load<f64>(at) + share);
    }
    const emission = step + <usize>own * CELL;
    put(cell, m * load<f64>(emission), e + load<i32>(emission, E));
  }
}

/** beta one step earlier: each state goes on to itself, to the next, or past a blank. Ascending, so that it may be in place. */
function stepBack(beta: usize, label: usize, states: i32): void {
  for (let s = 0; s < states; s++) {
    const cell = beta + <usize>s * CELL;
    const skipped = s + 2 < states && maySkip(label, s + 2) ? cell + 2 * CELL : 0;
    addCells(cell, cell, cell + CELL, skipped, 1.0, 0);
  }
}

/** out = (a + b + c) m 2^e; c may be 0, for none. */
// @ts-ignore: decorator
@inline
function addCells(out: usize, a: usize, b: usize, c: usize, m: f64, e: i32): void {
  const ea = load<i32>(a, E);
  const eb = load<i32>(b, E);
  let largest = ea > eb ? ea : eb;
  if (c == 0) {
    put(out, (load<f64>(a) * power(ea - largest) + load<f64>(b) * power(eb - largest)) * m, largest + e);
    return;
  }
  const ec = load<i32>(c, E);
  if (ec > largest) largest = ec;
  const both = load<f64>(a) * power(ea - largest) + load<f64>(b) * power(eb - largest);
  put(out, (both + load<f64>(c) * power(ec - largest)) * m, largest + e);
}

/** Writes m 2^e, m >= 0, with a mantissa in [1, 2) or as zero. */
// @ts-ignore: decorator
@inline
function put(cell: usize, m: f64, e: i32): void {
  const bits = reinterpret<i64>(m);
  const zero = m == 0.0;
  store<f64>(cell, zero ? 0.0 : reinterpret<f64>((bits & ~EXPONENT_BITS) | EXPONENT_ZERO));
  store<i32>(cell, zero ? NONE : e + <i32>(bits >> 52) - 1023, E);
}

/** 2^n of n up to 1023; zero where that is no normal number. */
// @ts-ignore: decorator
@inline
function power(n: i32): f64 {
  return n < -1022 ? 0.0 : reinterpret<f64>(<i64>(n + 1023) << 52);
}

/** e^r by its series up to r^13; |r| <= ln(2)/2 leaves an error of 5e-18. */
// @ts-ignore: decorator
@inline
function exponential(r: f64): f64 {
  let p: f64 = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  return p * r + 1.0;
}

function lengthOf(label: usize, width: i32): i32 {
  let length = 0;
  while (length < width && load<f32>(label + (<usize>length << 2)) >= 0.0) length++;
  return length;
}

/** The class of a state: odd ones are symbols. */
// @ts-ignore: decorator
@inline
function classOf(label: usize, s: i32, classes: i32): i32 {
  return (s & 1) == 0 ? classes - 1 : <i32>load<f32>(label + (<usize>(s >> 1) << 2));
}

/** Whether a state can be reached past the blank in front of it: from a different symbol. */
// @ts-ignore: decorator
@inline
function maySkip(label: usize, s: i32): bool {
  if ((s & 1) == 0 || s < 3) return false;
  const at = label + (<usize>(s >> 1) << 2);
  return load<f32>(at) != load<f32>(at - 4);
}
