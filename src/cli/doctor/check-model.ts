/** `inkling doctor --model`: whether a model still says what it said when it was made, and its card. */
import { InklingError } from "../../base/errors.ts";
import { loadDigitReader } from "../../node/load-digit-reader.ts";
import { checkGoldens } from "../../reader/index.ts";
import type { Output } from "../output.ts";

/**
 * Runs the golden pairs of a model again and prints its card.
 * @throws InklingError if it has none, or says something else now
 */
export async function checkModel(path: string | undefined, output: Output): Promise<void> {
  const { model } = await loadDigitReader(path);
  const { name, facts } = model;
  if (facts === undefined) throw withoutGoldens(name);
  const { count, largestDifference, passed } = checkGoldens(model);
  const { input, temperature, thresholds, card } = facts;
  const { energy, acceptEnergy, reject, accept, acceptCautiously } = thresholds;
  output.print(output.colours.bold(name), "");
  output.printFacts([
    ["Input", input],
    ["Temperature", temperature.toFixed(4)],
    ["Accepts from", `${accept} (in doubt ${acceptCautiously}), and an energy of ${acceptEnergy.toFixed(2)}`],
    ["Rejects below", `${reject}, or an energy of ${energy.toFixed(2)}`],
    ["Golden pairs", `${count}, largest difference ${formatDifference(largestDifference)}`],
    ["Passed", passed ? output.colours.green("yes") : output.colours.red("no")],
  ]);
  output.print("", card.trimEnd());
  output.emit({
    event: "model",
    name,
    input,
    temperature,
    thresholds,
    count,
    largestDifference,
    passed,
    card,
  });
  if (!passed) throw differs(name, largestDifference);
}

function formatDifference(difference: number): string {
  return difference === 0 ? "0" : difference.toExponential(1);
}

function withoutGoldens(name: string): InklingError {
  return new InklingError({
    what: `${name} cannot be checked`,
    expected: "a digit model with its card and golden pairs, as models/digits.safetensors is",
    received: "a network alone",
    mend: "It can still read: inkling doctor my-digit.png --model FILE.",
  });
}

function differs(name: string, difference: number): InklingError {
  return new InklingError({
    what: `${name} does not say what it said when it was made`,
    expected: "the outputs of its golden pairs",
    received: `outputs that differ by up to ${formatDifference(difference)}`,
    mend: "Install Inkling again, or make the model again with npm run train:digits.",
  });
}
