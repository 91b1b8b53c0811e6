/**
 * exp, log, powers and the cosine from + - * / alone, in double precision: Math.exp and its kin may differ in their last
 * bit from engine to engine, and whatever weights are trained with must not.
 * Method: argument reduction (exact, or by ln 2 in two parts), then the Taylor series of what is left.
 */

/** ln 2 in two parts; the high one has so few bits that n * LN2_HIGH is exact for every exponent n. */
const LN2_HIGH = 6.9314718036912382e-1;
const LN2_LOW = 1.9082149292705877e-10;
/** Terms of each series; |x| <= ln(2)/2, |s| <= 0.172 and |x| <= pi/4 leave less than 1e-17. */
const EXP_TERMS = 14;
const LOG_TERMS = 12;
const COSINE_TERMS = 9;

/** e^x, relative error under 1e-15. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 710) return Infinity;
  if (x < -746) return 0;
  const n = Math.round(x * Math.LOG2E);
  const rest = x - n * LN2_HIGH - n * LN2_LOW;
  let sum = 1;
  for (let k = EXP_TERMS; k >= 1; k--) sum = 1 + (rest / k) * sum;
  // In two factors, since 2^1024 and 2^-1074 alone are out of range.
  const half = Math.trunc(n / 2);
  return sum * integerPower(2, half) * integerPower(2, n - half);
}

/** ln x, absolute error under 1e-15 beside 1, relative beyond; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x === Infinity ? Infinity : NaN;
  let [mantissa, n] = [x, 0];
  for (; mantissa >= Math.SQRT2; n++) mantissa /= 2;
  for (; mantissa < Math.SQRT1_2; n--) mantissa *= 2;
  // ln m = 2 artanh((m - 1) / (m + 1)).
  const s = (mantissa - 1) / (mantissa + 1);
  let sum = 0;
  for (let k = LOG_TERMS - 1; k >= 0; k--) sum = sum * s * s + 1 / (2 * k + 1);
  return n * LN2_HIGH + (2 * s * sum + n * LN2_LOW);
}

/** base^exponent for a base of at least 0, relative error under 1e-14 where the result is between 1e-9 and 1e9. */
export function power(base: number, exponent: number): number {
  const whole = Math.floor(exponent);
  const fraction = exponent - whole;
  if (fraction === 0) return integerPower(base, whole);
  if (base === 0) return exponent > 0 ? 0 : Infinity;
  return integerPower(base, whole) * exp(fraction * log(base));
}

/** base^exponent for a whole exponent, by repeated squaring. */
export function integerPower(base: number, exponent: number): number {
  let result = 1;
  for (
    let square = base, rest = Math.abs(exponent);
    rest > 0;
    rest = Math.floor(rest / 2), square *= square
  ) {
    if (rest % 2 === 1) result *= square;
  }
  return exponent < 0 ? 1 / result : result;
}

/** cos(pi x), absolute error under 6e-16; exact where it is 0, 1 or -1. */
export function cosPi(x: number): number {
  // Every step of the reduction is exact: the remainder, and differences of numbers this near to each other.
  const turn = Math.abs(x) % 2;
  const t = turn > 1 ? 2 - turn : turn;
  if (t > 0.5) return -cosPi(1 - t);
  return t <= 0.25 ? alternatingSeries(Math.PI * t, 0) : alternatingSeries(Math.PI * (0.5 - t), 1);
}

/** cos x from `first` = 0, sin x from `first` = 1, for |x| <= pi / 4. */
function alternatingSeries(x: number, first: 0 | 1): number {
  let sum = 1;
  for (let k = COSINE_TERMS; k >= 1; k--) {
    const n = 2 * k + first;
    sum = 1 - ((x * x) / (n * (n - 1))) * sum;
  }
  return first === 0 ? sum : x * sum;
}
