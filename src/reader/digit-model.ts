/**
 * The model that a reader reads with: a network, and what is known about its answers. On disk an Inkling model with int8
 * kernels (src/formats/safetensors.ts), beside it the facts below as JSON and ten pairs of input and output.
 */
import { InklingError } from "../base/errors.ts";
import { formatShape, sameShape, sizeOf, type NdArray } from "../base/shapes.ts";
import {
  isTensorFile,
  readModelRecord,
  readSafetensors,
  TensorFile,
  writeSafetensors,
} from "../formats/index.ts";
import { Rescaling, Sequential, type ModelRecord } from "../nn/index.ts";
import { readFacts, type DigitModelFacts } from "./digit-model-facts.ts";

export const DIGITS = 10;
/** Outputs of a network that can say that something is no digit: that is its last. */
const OUTPUTS_WITH_REJECTION = DIGITS + 1;
/** Side of the network's images, pixels. */
export const INPUT_SIDE = 28;

/** Inputs with the outputs that the network gave when the file was made. */
export interface GoldenPairs {
  /** (N, 28, 28), ink bright on black. */
  inputs: NdArray<Uint8Array>;
  /** (N, K), what goes into the softmax. */
  outputs: NdArray;
}

export interface DigitModel {
  /** What the model is called: its file's name. */
  name: string;
  /** From (N, 28, 28, 1), ink 0..1 on 0, to the logits of ten digits and perhaps of no digit. */
  network: Sequential;
  /** Whether the network ends in logits; one that ends in a softmax gives probabilities. */
  endsInLogits: boolean;
  /** Whether the network itself divides pixels by 255. */
  rescales: boolean;
  /** Left out for a network that was saved without: its probabilities are taken as they are, and nothing is rejected. */
  facts?: DigitModelFacts;
  goldens?: GoldenPairs;
}

/** Where in the file's metadata the facts are. */
const FACTS_KEY = "digits";
const INPUTS = "extra/0";
const OUTPUTS = "extra/1";

/** The bytes of a model of which everything is known; kernels are rounded to int8. */
export function writeDigitModel(
  record: ModelRecord,
  facts: DigitModelFacts,
  goldens: GoldenPairs,
): Uint8Array {
  return writeSafetensors(record, {
    int8: true,
    metadata: { [FACTS_KEY]: JSON.stringify(facts) },
    extras: [goldens.inputs, goldens.outputs],
  });
}

/**
 * Reads what `writeDigitModel` wrote, or any model of Inkling's or Keras's that tells ten digits apart.
 * @param name what errors call the file
 * @throws InklingError if it is damaged, or does something else
 */
export async function readDigitModel(bytes: Uint8Array, name: string): Promise<DigitModel> {
  const file = openDigitFile(bytes, name);
  if (file === undefined) {
    const network = Sequential.fromRecord(await readModelRecord(bytes, name), { compile: false });
    checkNetwork(network, [DIGITS], name);
    return { name, network, ...ends(network) };
  }
  const network = Sequential.fromRecord(readSafetensors(bytes, name), { compile: false });
  checkNetwork(network, [OUTPUTS_WITH_REJECTION], name);
  const goldens = { inputs: file.bytes(INPUTS), outputs: file.floats(OUTPUTS) };
  const [pairs] = goldens.inputs.shape;
  checkShape(goldens.inputs, [pairs, INPUT_SIDE, INPUT_SIDE], name);
  checkShape(goldens.outputs, [pairs, OUTPUTS_WITH_REJECTION], name);
  const facts = readFacts(file.metadata[FACTS_KEY], name);
  return { name, network, ...ends(network), facts, goldens };
}

/** The file open, if it carries the facts of a digit model. */
function openDigitFile(bytes: Uint8Array, name: string): TensorFile | undefined {
  if (!isTensorFile(bytes)) return undefined;
  const file = new TensorFile(bytes, name);
  return FACTS_KEY in file.metadata ? file : undefined;
}

/** What the network does with its input, and to its output. */
function ends({ layers }: Sequential): Pick<DigitModel, "endsInLogits" | "rescales"> {
  const last = layers.at(-1)?.serialise();
  const endsInLogits =
    (last?.config["activation"] ?? "linear") === "linear" && last?.class_name !== "Softmax";
  return { endsInLogits, rescales: layers.some((layer) => layer instanceof Rescaling) };
}

function checkNetwork({ inputShape, outputShape }: Sequential, outputs: number[], name: string): void {
  if (sizeOf(inputShape) === INPUT_SIDE * INPUT_SIDE && sameShape(outputShape, outputs)) return;
  throw new InklingError({
    what: `${name} does not read digits`,
    expected: `a model from ${formatShape([null, INPUT_SIDE, INPUT_SIDE, 1])} to ${formatShape([null, ...outputs])}`,
    received: `one from ${formatShape([null, ...inputShape])} to ${formatShape([null, ...outputShape])}`,
    mend: "Use a model that was trained on MNIST, such as inkling train --save digits.h5 makes.",
  });
}

function checkShape(array: NdArray<Uint8Array | Float32Array>, shape: number[], name: string): void {
  if (sameShape(array.shape, shape)) return;
  throw new InklingError({
    what: `${name} holds golden pairs of the wrong shape`,
    expected: formatShape(shape),
    received: formatShape(array.shape),
    mend: "It was changed or damaged; install Inkling again, or make the model again with npm run train:digits.",
  });
}
