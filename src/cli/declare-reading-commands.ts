/** Declares the commands that read pictures with the recogniser that comes with Inkling. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { formatCount } from "../base/format-count.ts";
import { MOST_PIXELS } from "../node/read-image.ts";
import type { ReadNumbersOptions } from "./commands/read-numbers.ts";
import type { ReadOptions } from "./commands/read.ts";
import { outputOf, wholeNumber, withExamples } from "./declare.ts";
import { errorShare, pictureRegion } from "./reading/number-options.ts";

const LAYOUTS = ["digit", "auto", "line", "column", "grid", "boxes"] as const;

/** What was typed. */
type ReadCommandOptions = ReadOptions &
  Omit<ReadNumbersOptions, "layout"> & { layout?: (typeof LAYOUTS)[number] };

export function declareRead(program: Command): void {
  const command = program
    .command("read")
    .summary("read pictures of digits and numbers")
    .description(
      "Reads pictures of one digit each with the recogniser that comes with Inkling, or with --layout whole numbers, lists, " +
        "tables, forms and pages of them, and says how sure it is: a reading is accepted, to be reviewed by somebody, or " +
        "rejected. A picture may have any size and be dark on light or light on dark. If some cannot be read, the others are, " +
        "and the exit status is 1.",
    )
    .argument("<files...>", "PNG, JPEG, WebP, TIFF, AVIF, GIF or SVG images; - is standard input")
    .addOption(
      new Option(
        "--layout <name>",
        "what is on a picture (default: digit; auto with the options for numbers)",
      ).choices(LAYOUTS),
    )
    .option("--model <file>", "another model for digits (default: the one that comes with Inkling)")
    .option("--csv", "print a table of comma-separated values")
    .option("--steps <folder>", "write every step from picture to digits as PNG images")
    .option("--max-pixels <n>", "refuse larger pictures unread (default: 64 million)", pixelCount);
  command.optionsGroup("Options for numbers:");
  command
    .option("--grammar <words>", 'what a number may be, as in "length=4..6 decimals=2 check=luhn"')
    .option(
      "--max-error <share>",
      "accept so much that this share of the accepted may be wrong, as in 1%",
      errorShare,
    )
    .option(
      "--total <value>",
      "the numbers of a column add up to this; last is its last number (with --layout column or grid)",
    )
    .option("--region <x,y,width,height>", "read only this part of the picture, in pixels", pictureRegion)
    .option("--overlay <file>", "write the picture with its readings drawn onto it, as PNG");
  withExamples(
    command,
    "inkling read my-digit.png",
    "inkling read scans/*.png --csv > readings.csv",
    "inkling read - --json < my-digit.png",
    "inkling read form.jpg --layout auto --overlay form-read.png",
    'inkling read amounts/*.png --grammar "length=3..7" --max-error 1%',
    "inkling read bill.jpg --layout column --total last",
  ).action(async (files: string[], _options, self: Command) => {
    const { layout, ...options } = self.optsWithGlobals<ReadCommandOptions>();
    const { grammar, maxError, region, total, overlay } = options;
    const saysMore = [grammar, maxError, region, total, overlay].some((value) => value !== undefined);
    if (layout === undefined ? saysMore : layout !== "digit") {
      const { readNumbers } = await import("./commands/read-numbers.ts");
      await readNumbers(files, { ...options, layout: layout === "digit" ? "auto" : layout }, outputOf(self));
      return;
    }
    const { read } = await import("./commands/read.ts");
    await read(files, options, outputOf(self));
  });
}

function pixelCount(text: string): number {
  const count = wholeNumber(1)(text);
  if (count <= MOST_PIXELS) return count;
  throw new InvalidArgumentError(`Expected at most ${formatCount(MOST_PIXELS)}.`);
}
