/** Declares `inkling doctor`. */
import type { Command } from "commander";
import type { DoctorOptions } from "./commands/doctor.ts";
import { outputOf, withExamples } from "./declare.ts";

export function declareDoctor(program: Command): void {
  const command = program
    .command("doctor")
    .summary("show how a digit is read, and what would make it better")
    .description(
      "Shows every step from a picture to its digit, how the handwriting compares with MNIST's, and in plain words what " +
        "may be wrong and what would mend it. Without a picture, --model checks a model: it runs its golden pairs again " +
        "and prints its card.",
    )
    .argument("[picture]", "a picture of one digit: PNG, JPEG, WebP, TIFF, AVIF, GIF or SVG")
    .option("--model [file]", "another model (default: the one that comes with Inkling)")
    .option("--out <file>", "write a report, one .html file that needs nothing else");
  withExamples(
    command,
    "inkling doctor my-digit.png",
    "inkling doctor my-digit.png --out report.html",
    "inkling doctor my-digit.png --json",
    "inkling doctor --model",
  ).action(async (picture: string | undefined, _options, self: Command) => {
    const { doctor } = await import("./commands/doctor.ts");
    await doctor(picture, self.optsWithGlobals<DoctorOptions>(), outputOf(self));
  });
}
