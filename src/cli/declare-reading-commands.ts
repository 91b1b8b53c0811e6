/** Declares the commands that read pictures with the recogniser that comes with Inkling. */
import { InvalidArgumentError, type Command } from "commander";
import { formatCount } from "../base/format-count.ts";
import { MOST_PIXELS } from "../node/read-image.ts";
import type { ReadOptions } from "./commands/read.ts";
import { outputOf, wholeNumber, withExamples } from "./declare.ts";

export function declareRead(program: Command): void {
  const command = program
    .command("read")
    .summary("read pictures of one digit each")
    .description(
      "Reads pictures of one digit each with the recogniser that comes with Inkling, and says how sure it is: a " +
        "reading is accepted, to be reviewed by somebody, or rejected. A picture may have any size and be dark on light " +
        "or light on dark. If some cannot be read, the others are, and the exit status is 1.",
    )
    .argument("<files...>", "PNG, JPEG, WebP, TIFF, AVIF, GIF or SVG images; - is standard input")
    .option("--model <file>", "another model (default: the one that comes with Inkling)")
    .option("--csv", "print a table of comma-separated values, all probabilities in it")
    .option("--steps <folder>", "write every step from picture to digit as PNG images")
    .option("--max-pixels <n>", "refuse larger pictures unread (default: 64 million)", pixelCount);
  withExamples(
    command,
    "inkling read my-digit.png",
    "inkling read scans/*.png",
    "inkling read scans/*.png --csv > readings.csv",
    "inkling read my-digit.png --steps steps",
    "inkling read - --json < my-digit.png",
  ).action(async (files: string[], _options, self: Command) => {
    const { read } = await import("./commands/read.ts");
    await read(files, self.optsWithGlobals<ReadOptions>(), outputOf(self));
  });
}

function pixelCount(text: string): number {
  const count = wholeNumber(1)(text);
  if (count <= MOST_PIXELS) return count;
  throw new InvalidArgumentError(`Expected at most ${formatCount(MOST_PIXELS)}.`);
}
