/** What a line network makes of sets of strings: the share of strings that it reads right, by the likeliest class of each step or by a beam. */
import { ctcLogProbability } from "../../dist/reader/line/ctc-probability.js";
import { prefixBeamSearch } from "../../dist/reader/line/prefix-beam-search.js";
import { BLANK, CLASS_COUNT, SYMBOLS } from "../../dist/reader/grammar/symbols.js";

/** A beam this wide finds the same as the reader's on almost all strings, in a quarter of the time. */
const BEAM_WIDTH = 8;
/** The temperature is found to this accuracy, in [0.3, 3]. */
const TEMPERATURES = { least: 0.3, most: 3, step: 0.001 };
const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;
/** Texts less likely than that count as if they were so likely: a label may be impossible where a stroke was lost. */
const LEAST_LOG = -30;

/** Logits of each string, (T, 15). */
function predictLines(network, { images }) {
  const { data, shape } = network.predict(images);
  const size = shape[1] * shape[2];
  return Array.from({ length: shape[0] }, (_, n) => data.subarray(n * size, (n + 1) * size));
}

/** The likeliest class of each step, repetitions and blanks left out. */
function readGreedily(logits) {
  let [text, before] = ["", BLANK];
  for (let start = 0; start < logits.length; start += CLASS_COUNT) {
    const row = logits.subarray(start, start + CLASS_COUNT);
    const best = row.indexOf(Math.max(...row));
    if (best !== BLANK && best !== before) text += SYMBOLS[best];
    before = best;
  }
  return text;
}

/** ln softmax(logits / temperature), step by step. */
function toLogProbabilities(logits, temperature) {
  const logs = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += CLASS_COUNT) {
    const row = logits.subarray(start, start + CLASS_COUNT);
    const largest = Math.max(...row);
    const sum = row.reduce((total, logit) => total + Math.exp((logit - largest) / temperature), 0);
    row.forEach((logit, k) => (logs[start + k] = (logit - largest) / temperature - Math.log(sum)));
  }
  return logs;
}

/**
 * @param set { images, texts }
 * @returns shares of strings that are read right, greedily and by a beam
 */
export function measureSet(network, set, temperature = 1) {
  const all = predictLines(network, set);
  const right = (read) => all.filter((logits, n) => read(logits) === set.texts[n]).length / all.length;
  return {
    greedy: right(readGreedily),
    beam: right((logits) => {
      const found = prefixBeamSearch(toLogProbabilities(logits, temperature), { beamWidth: BEAM_WIDTH });
      return found[0]?.text;
    }),
  };
}

/** One line for the log. */
export function describeSets(network, sets) {
  const shares = Object.entries(sets).map(([name, set]) => {
    const { greedy, beam } = measureSet(network, set);
    return `${name} ${(100 * greedy).toFixed(1)} % (beam ${(100 * beam).toFixed(1)} %)`;
  });
  return shares.join(", ");
}

/** The temperature at which the texts of a set are most likely, by a golden-section search. */
export function fitLineTemperature(network, set) {
  const all = predictLines(network, set);
  const lossAt = (temperature) =>
    all.reduce((sum, logits, n) => {
      const log = ctcLogProbability(toLogProbabilities(logits, temperature), set.texts[n]);
      return sum - Math.max(LEAST_LOG, log);
    }, 0);
  let { least, most } = TEMPERATURES;
  const { step } = TEMPERATURES;
  while (most - least > step / 2) {
    const third = GOLDEN_SECTION * (most - least);
    if (lossAt(most - third) < lossAt(least + third)) most = least + third;
    else least = most - third;
  }
  // Exponentials may differ in their last bit between machines; thousandths do not.
  return Number(((least + most) / 2).toFixed(3));
}
