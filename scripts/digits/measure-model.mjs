/** What a digit model is worth, for its card. Nothing is chosen by the test set's figures. */
import { calibrationError, falsePositiveRateAt, rocAuc } from "../../dist/index.js";
import { exp, log } from "../../dist/base/portable-math.js";
import { NOT_A_DIGIT, OUTPUTS } from "./digit-network.mjs";
import { DOUBTFUL_LABELS } from "./doubtful-labels.mjs";
import { drawPrintedLetters } from "./printed-letters.mjs";
import { readImages } from "./read-images.mjs";

/** Shares of digits that are read right, accepted, right of the accepted, and rejected, and the calibration error. */
export function measureDigits(network, facts, { images, labels }) {
  const readings = readImages(network, facts, images).map((reading, n) => ({
    ...reading,
    right: reading.digit === labels[n],
  }));
  const decided = (decision) => readings.filter((reading) => reading.decision === decision);
  const confidences = readings.map(({ probability }) => Math.min(1, probability));
  return {
    right: shareRight(readings),
    rightOfClear: shareRight(readings.filter((_, n) => !DOUBTFUL_LABELS.includes(n))),
    calibrationError: calibrationError(
      confidences,
      readings.map(({ right }) => right),
    ).error,
    accepted: decided("accept").length / readings.length,
    rightOfAccepted: shareRight(decided("accept")),
    rejected: decided("reject").length / readings.length,
  };
}

/** The share of images that are accepted and the share that are rejected. */
export function measureOthers(network, facts, { images }) {
  const readings = readImages(network, facts, images);
  const share = (decision) =>
    readings.filter((reading) => reading.decision === decision).length / readings.length;
  return { accepted: share("accept"), rejected: share("reject") };
}

/** How well scores tell digits from printed letters: area under the ROC curve, and false positive rate at 95 % of the digits. */
export function measureSeparation(network, facts, digits) {
  const letters = drawPrintedLetters();
  const [positives, negatives] = [digits, letters].map(({ images }) => scoresOf(network, facts, images));
  return Object.keys(positives).map((name) => ({
    name,
    auroc: rocAuc(positives[name], negatives[name]),
    fpr95: falsePositiveRateAt(positives[name], negatives[name]),
  }));
}

function scoresOf(network, facts, images) {
  const { data } = network.predict(images);
  const readings = readImages(network, facts, images);
  const logits = readings.map((_, n) => Array.from(data.subarray(n * OUTPUTS, (n + 1) * OUTPUTS)));
  const energies = logits.map((row) => log(row.slice(0, NOT_A_DIGIT).reduce((sum, z) => sum + exp(z), 0)));
  return {
    "energy of the ten digits": energies,
    "log-odds of a digit": energies.map((energy, n) => energy - logits[n][NOT_A_DIGIT]),
    "between the two": readings.map(({ energy }) => energy),
  };
}

function shareRight(readings) {
  return readings.filter(({ right }) => right).length / readings.length;
}
