/**
 * From a trained line network to the file that is shipped: folded, its kernels rounded to int8, calibrated, measured, and with
 * everything beside it that a reader must know.
 */
import { Sequential } from "../../dist/index.js";
import { readSafetensors, writeSafetensors } from "../../dist/formats/index.js";
import { writeLineModel } from "../../dist/reader/line/line-model.js";
import { LineNetwork } from "../../dist/reader/line/line-network.js";
import { foldNetwork } from "../digits/fold-network.mjs";
import { drawGoldenLines } from "./golden-lines.mjs";
import { writeLineCard } from "./line-card.mjs";
import { buildFoldedLineNetwork } from "./line-network.mjs";
import { fitLineTemperature, measureSet } from "./measure-lines.mjs";

const INPUT =
  "A grey image 32 pixels high, ink bright on black, divided by 255: a number whose digits are about 23 pixels high, as " +
  "prepareLine gives it.";

/**
 * @param trained the network as it was trained
 * @param heldOut sets to choose the temperature by
 * @param test the same of MNIST's test set, to measure alone
 * @param training facts of the training for the card: seed, epochs, strings
 * @returns the file's bytes and its card, Markdown
 */
export async function packLineModel(trained, { heldOut, test, training }) {
  const folded = foldNetwork(trained, buildFoldedLineNetwork());
  const record = readSafetensors(writeSafetensors(folded.toRecord(), { int8: true }));
  const network = Sequential.fromRecord(record);
  const temperature = fitLineTemperature(network, heldOut.all);
  const measure = (sets) =>
    Object.entries(sets).map(([name, set]) => ({ name, ...measureSet(network, set, temperature) }));
  const figures = {
    heldOut: measure(heldOut),
    test: measure(test),
    testInFloat: measureSet(folded, test.all),
  };
  const facts = { version: 1, input: INPUT, temperature };
  const card = writeLineCard({ facts, figures, training, weights: network.countParams() });
  const inputs = await drawGoldenLines();
  const outputs = new LineNetwork(record, "the line network").predict(inputs);
  return { bytes: writeLineModel(folded.toRecord(), { ...facts, card }, { inputs, outputs }), card };
}
