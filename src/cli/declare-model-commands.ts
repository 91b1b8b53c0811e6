/** Declares the commands that take a saved model, or an image, and print or draw something of it. */
import { Argument, Option, type Command } from "commander";
import type { EvaluateOptions } from "./commands/evaluate.ts";
import type { PlotOptions } from "./commands/plot.ts";
import type { ReportOptions } from "./commands/report.ts";
import type { ShowOptions } from "./commands/show.ts";
import { errorShare } from "./reading/number-options.ts";
import { outputOf, setOption, wholeNumber, withData, withExamples, withImage } from "./declare.ts";
import type { ImageSourceOptions } from "./image-source.ts";
import { PLOT_KINDS, type PlotKind } from "./plot-kinds.ts";

export function declareModelCommands(program: Command): void {
  declareEvaluate(program);
  declareSummary(program);
  declarePredict(program);
  declareReport(program);
  declarePlot(program);
  declareShow(program);
}

function declareEvaluate(program: Command): void {
  const command = program
    .command("evaluate")
    .argument("[model]", "the model's file (on a folder, default: the one that comes with Inkling)")
    .summary("measure a model on MNIST, or on images of your own")
    .description(
      "Prints a saved model's loss and accuracy on MNIST; or, of a folder of handwriting, what is read right, what is " +
        "accepted, and what of that is right. The folder holds labels.csv (file,label; a digit or a whole number, - for " +
        "neither) beside its images, a pair of IDX files, or pages.json with the numbers of whole pages.",
    )
    .addOption(new Option("--set <name>", "test or train of the data set, or a folder").default("test"))
    .option("--out <folder>", "where plots and readings.csv of a folder's digits go")
    .option("--grammar <words>", "what the numbers of a folder may be, as for inkling read")
    .option(
      "--max-error <share>",
      "the share of the accepted numbers that may be wrong, as in 1%",
      errorShare,
    );
  withExamples(
    withData(command),
    "inkling evaluate digits.h5",
    "inkling evaluate digits.h5 --set train --json",
    "inkling evaluate --set my-scans --out report",
  ).action(async (model: string | undefined, _options, self: Command) => {
    const { evaluate } = await import("./commands/evaluate.ts");
    await evaluate(model, self.optsWithGlobals<EvaluateOptions>(), outputOf(self));
  });
}

function declareSummary(program: Command): void {
  const command = modelCommand(program, "summary")
    .summary("print a saved model's layers")
    .description(
      "Prints a saved model's layers, shapes and parameters as Keras does, and its weights' SHA-256.",
    );
  withExamples(command, "inkling summary digits.h5").action(
    async (model: string, _options, self: Command) => {
      const { summary } = await import("./commands/summary.ts");
      await summary(model, outputOf(self));
    },
  );
}

function declarePredict(program: Command): void {
  const command = modelCommand(program, "predict")
    .summary("read one digit with a saved model")
    .description(
      "Reads one digit: prints the ten probabilities, which of them are above one half, and the digit. A picture may " +
        "have any size and be dark on light or light on dark; the digit is cropped and centred as MNIST's are.",
    );
  withExamples(
    withImage(command),
    "inkling predict digits.h5 my-digit.png",
    "inkling predict digits.h5 --index 15",
    "inkling predict digits.h5 scan.jpg --json",
  ).action(async (model: string, image: string | undefined, _options, self: Command) => {
    const { predict } = await import("./commands/predict.ts");
    await predict(model, image, self.optsWithGlobals<ImageSourceOptions>(), outputOf(self));
  });
}

function declareReport(program: Command): void {
  const command = modelCommand(program, "report")
    .summary("print a classification report and a confusion matrix")
    .description("Prints precision, recall and F1 of every digit, and what is taken for what.")
    .addOption(setOption("only one half of the data set (default: both)"));
  withExamples(
    withData(command),
    "inkling report digits.h5",
    "inkling report digits.h5 --set test --json",
  ).action(async (model: string, _options, self: Command) => {
    const { report } = await import("./commands/report.ts");
    await report(model, self.optsWithGlobals<ReportOptions>(), outputOf(self));
  });
}

function declarePlot(program: Command): void {
  const command = program
    .command("plot")
    .summary("draw a plot into a file")
    .description("Draws a training's history, a confusion matrix, samples or misread images.")
    .addArgument(new Argument("<kind>", "what to draw").choices(PLOT_KINDS))
    .option("--model <file>", "the model, for confusion and misread")
    .option("--history <file>", "history.csv, for history")
    .addOption(setOption("which half of the data set").default("test"))
    .option("--count <n>", "images shown, for samples and misread", wholeNumber(1))
    .option("--out <file>", "where to, .svg or .png (default: KIND.svg)");
  withExamples(
    withData(command),
    "inkling plot samples --count 50 --out samples.png",
    "inkling plot history --history seed-run/history.csv",
    "inkling plot confusion --model digits.h5 --out confusion.png",
    "inkling plot misread --model digits.h5",
  ).action(async (kind: PlotKind, _options, self: Command) => {
    const { plot } = await import("./commands/plot.ts");
    await plot(kind, self.optsWithGlobals<PlotOptions>(), outputOf(self));
  });
}

function declareShow(program: Command): void {
  const command = program
    .command("show")
    .summary("show an image in the terminal")
    .description("Shows an image of MNIST, or a picture, in the terminal.");
  withExamples(
    withImage(command.option("--normalise", "show a picture as a network sees it")),
    "inkling show --index 15",
    "inkling show my-digit.png",
    "inkling show my-digit.png --normalise",
  ).action(async (image: string | undefined, _options, self: Command) => {
    const { show } = await import("./commands/show.ts");
    await show(image, self.optsWithGlobals<ShowOptions>(), outputOf(self));
  });
}

function modelCommand(program: Command, name: string): Command {
  return program.command(name).argument("<model>", "the model's file");
}
