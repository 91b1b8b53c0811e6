/**
 * What a reader must know of the network's answers: the temperature that makes its probabilities come true, and the figures
 * from which on a reading is believed. All are chosen by what was held out.
 */
import { fitTemperature } from "../../dist/index.js";
import { readImages } from "./read-images.mjs";

/** Of the held-out digits at most this share is rejected; MNIST's own ambiguous ones are most of them. */
const REJECTED_DIGITS = 0.003;
/** Below this probability a reading is rejected. */
const REJECT = 0.4;
/** Of the held-out digits this share is too unlike most digits to be accepted. */
const UNLIKE_DIGITS = 0.01;
/** Of the held-out images that are no digit at most this share is accepted, and of those of digits this one and wrong. */
const ACCEPTED_OTHERS = 0.005;
const ACCEPTED_WRONG = 0.002;
const LEAST_ACCEPT = 0.95;
/** A doubtful picture's reading may leave this share of the doubt that another's may. */
const CAUTION = 1 / 3;
/** Probabilities are chosen in steps of a thousandth. */
const STEPS = 1000;

/**
 * @param network the network as it is shipped
 * @param heldOut digits, european, scanned and negatives, each { images, labels }
 * @returns temperature and thresholds
 */
export function calibrate(network, heldOut) {
  const temperature = fitTemperature(network.predict(heldOut.digits.images), heldOut.digits.labels);
  const facts = {
    temperature,
    thresholds: { energy: 0, acceptEnergy: 0, reject: 0, accept: 0, acceptCautiously: 0 },
  };
  const read = ({ images }) => readImages(network, facts, images);
  const digits = read(heldOut.digits);
  const energies = digits.map(({ energy }) => energy).sort((a, b) => a - b);
  const energy = rejectingEnergy(digits, energies);
  const acceptEnergy = energies[Math.floor(UNLIKE_DIGITS * energies.length)];
  const written = ["digits", "european", "scanned"].flatMap((name) => {
    const { labels } = heldOut[name];
    return read(heldOut[name]).map((reading, n) => ({ ...reading, wrong: reading.digit !== labels[n] }));
  });
  const accept = acceptingProbability(written, read(heldOut.negatives), acceptEnergy);
  const acceptCautiously = Math.ceil((1 - (1 - accept) * CAUTION) * STEPS) / STEPS;
  return { temperature, thresholds: { energy, acceptEnergy, reject: REJECT, accept, acceptCautiously } };
}

/** The energy below which as many digits are rejected as may be, besides those that are rejected anyway. */
function rejectingEnergy(digits, energies) {
  const anyway = digits.filter(
    ({ notADigit, probability }) => notADigit > probability || probability < REJECT,
  );
  const left = Math.max(0, Math.floor(REJECTED_DIGITS * digits.length) - anyway.length);
  return energies[left];
}

/** The least probability that keeps to the shares above. */
function acceptingProbability(written, negatives, acceptEnergy) {
  const share = (readings, isWrong) => readings.filter(isWrong).length / readings.length;
  for (let step = LEAST_ACCEPT * STEPS; step < STEPS; step++) {
    const accept = step / STEPS;
    const isAccepted = ({ probability, energy }) => probability >= accept && energy >= acceptEnergy;
    const others = share(negatives, isAccepted);
    const wrong = share(written, (reading) => reading.wrong && isAccepted(reading));
    if (others <= ACCEPTED_OTHERS && wrong <= ACCEPTED_WRONG) return accept;
  }
  throw new Error(
    "However sure a reading is, too many of them are wrong: the network has not learnt its task.",
  );
}
