/**
 * The model that reads lines: a network that gives CTC's classes for each step, and what is known about its answers. On disk an
 * Inkling model with int8 kernels (src/formats/safetensors.ts), beside it the facts below as JSON and pairs of input and output.
 */
import { InklingError } from "../../base/errors.ts";
import { checkInteger, checkNumber } from "../../base/guards.ts";
import { formatShape, sameShape, type NdArray } from "../../base/shapes.ts";
import { readSafetensors, TensorFile, writeSafetensors } from "../../formats/index.ts";
import type { ModelRecord } from "../../nn/index.ts";
import type { GoldenCheck } from "../check-goldens.ts";
import { CLASS_COUNT } from "../grammar/symbols.ts";
import { LineNetwork } from "./line-network.ts";
import { LINE_HEIGHT } from "./prepare-line.ts";

export interface LineModelFacts {
  version: 1;
  /** What the network wants to be shown, in words. */
  input: string;
  /** Divides the logits, so that the probabilities of texts are calibrated. */
  temperature: number;
  /** The model card, Markdown: what it was trained on and how, what it reaches, what it cannot do. */
  card: string;
}

/** Lines with the outputs that the network gave when the file was made. */
export interface LineGoldens {
  /** (N, 32, W), ink bright on black. */
  inputs: NdArray<Uint8Array>;
  /** (N, T, 15), logits. */
  outputs: NdArray;
}

export interface LineModel {
  /** What the model is called: its file's name. */
  name: string;
  network: LineNetwork;
  facts: LineModelFacts;
  goldens: LineGoldens;
}

/** Where in the file's metadata the facts are. */
const FACTS_KEY = "line";
const INPUTS = "extra/0";
const OUTPUTS = "extra/1";
/** Logits differ by less where a machine rounds as it should; ours are the same to the last bit. */
const TOLERANCE = 1e-4;
const MEND =
  "It was changed or damaged; install Inkling again, or make the model again with npm run train:line.";

/** The bytes of a line model; kernels are rounded to int8. */
export function writeLineModel(record: ModelRecord, facts: LineModelFacts, goldens: LineGoldens): Uint8Array {
  return writeSafetensors(record, {
    int8: true,
    metadata: { [FACTS_KEY]: JSON.stringify(facts) },
    extras: [goldens.inputs, goldens.outputs],
  });
}

/**
 * Reads what `writeLineModel` wrote.
 * @param name what errors call the file
 * @throws InklingError if it is damaged, or does something else
 */
export function readLineModel(bytes: Uint8Array, name = "the line model"): LineModel {
  const network = new LineNetwork(readSafetensors(bytes, name), name);
  const file = new TensorFile(bytes, name);
  const facts = readFacts(file.metadata[FACTS_KEY], name);
  const goldens = { inputs: file.bytes(INPUTS), outputs: file.floats(OUTPUTS) };
  checkShapes(goldens, network, name);
  return { name, network, facts, goldens };
}

/** Runs the pairs of the file again. */
export function checkLineGoldens({ network, goldens: { inputs, outputs } }: LineModel): GoldenCheck {
  const { data } = network.predict(inputs);
  const largestDifference = data.reduce(
    (largest, logit, i) => Math.max(largest, Math.abs(logit - outputs.data[i])),
    0,
  );
  return { count: inputs.shape[0], largestDifference, passed: largestDifference <= TOLERANCE };
}

function readFacts(text: unknown, name: string): LineModelFacts {
  try {
    const facts = JSON.parse(String(text)) as LineModelFacts;
    checkInteger("its version", facts.version, 1, 1);
    checkNumber("its temperature", facts.temperature, Number.MIN_VALUE);
    if (typeof facts.input !== "string" || typeof facts.card !== "string")
      throw new TypeError("no input or no card");
    return facts;
  } catch (cause) {
    throw new InklingError({
      what: `the facts about lines in ${name} cannot be understood`,
      expected: "JSON as npm run train:line writes it",
      received: (cause as Error).message.replace(/\.$/, ""),
      mend: "The file was changed or damaged, or is newer than this Inkling: install Inkling again.",
      cause,
    });
  }
}

function checkShapes({ inputs, outputs }: LineGoldens, network: LineNetwork, name: string): void {
  const [pairs, height, width] = inputs.shape;
  const fits = inputs.shape.length === 3 && height === LINE_HEIGHT;
  if (fits && sameShape(outputs.shape, [pairs, ...network.atWidth(width).outputShape])) return;
  throw new InklingError({
    what: `${name} holds golden pairs of the wrong shape`,
    expected: `lines ${formatShape([null, LINE_HEIGHT, null])} and logits ${formatShape([null, null, CLASS_COUNT])} of as many`,
    received: `${formatShape(inputs.shape)} and ${formatShape(outputs.shape)}`,
    mend: MEND,
  });
}
