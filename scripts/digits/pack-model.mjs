/**
 * From a trained digit network to the file that is shipped: folded, its kernels rounded to int8, calibrated, measured, and
 * with everything beside it that a reader must know.
 */
import { Sequential } from "../../dist/index.js";
import { readSafetensors, writeSafetensors } from "../../dist/formats/index.js";
import { writeDigitModel } from "../../dist/reader/index.js";
import { calibrate } from "./calibrate.mjs";
import { foldNetwork } from "./fold-network.mjs";
import { drawGoldenDigits } from "./golden-digits.mjs";
import { measureDigits, measureOthers, measureSeparation } from "./measure-model.mjs";
import { writeCard } from "./model-card.mjs";

const INPUT =
  "A grey image of 28 × 28 pixels, ink bright on black, divided by 255: the digit scaled into 20 × 20 keeping its aspect " +
  "ratio, its centre of mass at (14, 14), as normaliseDigit gives it.";

/**
 * @param trained the network as it was trained
 * @param heldOut digits, european, scanned and negatives, each { images, labels }, to choose temperature and thresholds by
 * @param test MNIST's test set, to measure alone
 * @param training facts of the training for the card: epochs, minutes, seed
 * @returns the file's bytes and its card, Markdown
 */
export async function packModel(trained, { heldOut, test, training }) {
  const folded = foldNetwork(trained);
  const network = Sequential.fromRecord(readSafetensors(writeSafetensors(folded.toRecord(), { int8: true })));
  const facts = { version: 1, input: INPUT, ...calibrate(network, heldOut) };
  const figures = {
    test: measureDigits(network, facts, test),
    testInFloat: measureDigits(folded, facts, test),
    digits: measureDigits(network, facts, heldOut.digits),
    european: measureDigits(network, facts, heldOut.european),
    scanned: measureDigits(network, facts, heldOut.scanned),
    negatives: measureOthers(network, facts, heldOut.negatives),
    separation: measureSeparation(network, facts, heldOut.digits),
  };
  const card = writeCard({ facts, figures, training, weights: network.countParams() });
  const inputs = await drawGoldenDigits();
  const outputs = network.predict({ ...inputs, shape: [...inputs.shape, 1], scale: 1 / 255 });
  return { bytes: writeDigitModel(folded.toRecord(), { ...facts, card }, { inputs, outputs }), card };
}
