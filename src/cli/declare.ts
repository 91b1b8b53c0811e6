/** Pieces that several commands' declarations share. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { DATASET_NAMES } from "./dataset-name.ts";
import { createOutput, type Output } from "./output.ts";

/** A parser of whole numbers, whose refusal is a usage error. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
  };
}

/** Adds the options of `DataOptions`. */
export function withData(command: Command): Command {
  const dataset = new Option(
    "--dataset <name>",
    "MNIST, or digits that Inkling draws itself (default: mnist)",
  );
  return withMnist(command.addOption(dataset.choices(DATASET_NAMES)));
}

/** Adds those of `DataOptions` that say where MNIST is. */
export function withMnist(command: Command): Command {
  return command
    .option("--data <folder>", "a folder with MNIST's files (default: INKLING_DATA, caches, a download)")
    .option("--no-download", "do not fetch MNIST where it is not on this machine");
}

/** Adds the option of `backupIn`. */
export function withResume(command: Command): Command {
  return command.option(
    "--resume <folder>",
    "back the training up in a folder after every epoch, and go on from there if it was interrupted",
  );
}

/** Adds the image and the options of `ImageSourceOptions`. */
export function withImage(command: Command): Command {
  withData(
    command
      .argument("[image]", "a picture of a digit: PNG, JPEG, WebP, TIFF, AVIF, GIF or SVG")
      .option("--index <n>", "instead of a picture, image n of the data set, from 0", wholeNumber(0))
      .addOption(setOption("which half of the data set").default("test")),
  );
  return command;
}

export function setOption(description: string): Option {
  return new Option("--set <name>", description).choices(["train", "test"]);
}

/** Adds examples below a command's help. */
export function withExamples(command: Command, ...examples: string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${examples.map((line) => `  $ ${line}\n`).join("")}`);
}

/** The output that a command's options ask for. */
export function outputOf(command: Command): Output {
  const { json = false } = command.optsWithGlobals<{ json?: boolean }>();
  return createOutput({ json });
}
