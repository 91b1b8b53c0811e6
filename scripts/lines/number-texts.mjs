/** What people write as numbers: counts, amounts with points and commas, negative numbers, fractions and dates. */
import { chance, pick, wholeBetween } from "../digits/random-draws.mjs";

/** Forms and the shares of strings that have them. */
const FORMS = [
  [0.5, plain],
  [0.1, long],
  [0.12, decimal],
  [0.13, grouped],
  [0.05, negative],
  [0.04, fraction],
  [0.06, date],
];
const LONGEST = 8;
/** Digits of long ones, as of telephones and accounts. */
const LONG = [9, 12];
/** Strings that end in zeros, as amounts do, and digits that repeat the one before. */
const ROUND_SHARE = 0.15;
const REPEATED_SHARE = 0.12;

/** A number as text, of the symbols 0 to 9, point, comma, minus and slash, and of spaces, which are gaps. */
export function drawText(random) {
  let left = random.nextFloat();
  return (FORMS.find(([share]) => (left -= share) < 0) ?? FORMS[0])[1](random);
}

function digits(random, count) {
  let text = "";
  for (let i = 0; i < count; i++) {
    const repeats = i > 0 && chance(random, REPEATED_SHARE);
    text += repeats ? text.at(-1) : String(random.nextBelow(10));
  }
  return text;
}

function plain(random) {
  const count = wholeBetween(random, 1, LONGEST);
  if (count < 2 || !chance(random, ROUND_SHARE)) return digits(random, count);
  const zeros = wholeBetween(random, 1, Math.min(4, count - 1));
  return digits(random, count - zeros) + "0".repeat(zeros);
}

function long(random) {
  return digits(random, wholeBetween(random, ...LONG));
}

function decimal(random) {
  const places = pick(random, [1, 2, 2, 2, 3]);
  return digits(random, wholeBetween(random, 1, 4)) + pick(random, ".,") + digits(random, places);
}

/** Groups of three, and perhaps two places. */
function grouped(random) {
  const sign = pick(random, "..,, ");
  const groups = chance(random, 0.15) ? 2 : 1;
  let text = digits(random, wholeBetween(random, 1, groups === 2 ? 1 : 3));
  for (let i = 0; i < groups; i++) text += sign + (chance(random, 0.3) ? "000" : digits(random, 3));
  return groups === 1 && chance(random, 0.2) ? text + (sign === "," ? "." : ",") + digits(random, 2) : text;
}

function negative(random) {
  const text = pick(random, [plain, decimal])(random);
  return "-" + text.slice(0, LONGEST - 1).replace(/[.,]$/, "");
}

function fraction(random) {
  return digits(random, wholeBetween(random, 1, 3)) + "/" + digits(random, wholeBetween(random, 1, 3));
}

function date(random) {
  const sign = pick(random, "/-.");
  const part = (most) => String(wholeBetween(random, 1, most)).padStart(wholeBetween(random, 1, 2), "0");
  const year = String(wholeBetween(random, 1950, 2039)).slice(pick(random, [0, 2, 2]));
  return [part(31), part(12), year].slice(0, pick(random, [2, 3, 3])).join(sign);
}
