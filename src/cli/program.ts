/**
 * Declares every command: its arguments, options and examples. What a command does is in `commands/`, loaded when it
 * is called, so that `--help` and `--version` answer at once.
 */
import { readFileSync } from "node:fs";
import { Argument, Command, Option } from "commander";
import type { DataOptions } from "./load-data.ts";
import type { EvaluateOptions } from "./commands/evaluate.ts";
import type { NotebookOptions } from "./commands/notebook.ts";
import type { PlotOptions } from "./commands/plot.ts";
import type { ReportOptions } from "./commands/report.ts";
import type { ShowOptions } from "./commands/show.ts";
import type { TrainOptions } from "./commands/train.ts";
import { setOption, wholeNumber, withData, withExamples, withImage } from "./declare.ts";
import type { ImageSourceOptions } from "./image-source.ts";
import { createOutput, type Output } from "./output.ts";
import { PLOT_KINDS, type PlotKind } from "./plot-kinds.ts";
import { RECIPE_NAMES } from "./recipes/recipe.ts";

const RECIPES_HELP = `Recipes:
  ann   784-256-128-10, ReLU, on images and moved copies of them: about 98.7 % of the test set
  seed  784-32-32-32-10, sigmoid, as in the notebook: about 96.3 %
`;

/** The whole command line, ready to parse. Help, version and usage errors are thrown, not exited with. */
export function createProgram(): Command {
  const program = new Command("inkling")
    .description("Trains networks that read handwritten digits, and reads digits with them.")
    .version(packageVersion(), "-V, --version", "print the version")
    .option("--json", "print JSON lines, and nothing else, on standard output")
    .option("--debug", "print an error's stack and causes")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("Add --help for usage and examples.")
    .exitOverride();
  withExamples(
    program,
    "inkling notebook                          every step from the data to a digit read",
    "inkling train --save digits.h5            a better network, in seconds",
    "inkling predict digits.h5 my-digit.png    read a picture with it",
  );
  for (const declare of [declareNotebook, declareTrain, declareEvaluate, declareSummary, declarePredict]) {
    declare(program);
  }
  for (const declare of [declareReport, declarePlot, declareShow, declareData]) declare(program);
  return program;
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function outputOf(command: Command): Output {
  const { json = false } = command.optsWithGlobals<{ json?: boolean }>();
  return createOutput({ json });
}

function declareNotebook(program: Command): void {
  const command = program
    .command("notebook")
    .summary("do every step of the notebook on MNIST")
    .description(
      "Does every step of the notebook on MNIST: looks at the data, trains 784-32-32-32-10 with RMSprop for 25 " +
        "epochs, tests, plots, saves, loads the model back and reads digits with it.",
    )
    .option("--out <folder>", "where the model, the plots and report.json go", "inkling-out")
    .option("--epochs <n>", "how often to go through the training set (default: 25)", wholeNumber(1))
    .option("--seed <n>", "of weights and shuffling", wholeNumber(0), 1)
    .option("--image <file>", "a picture of a digit of your own to read at the end");
  withExamples(
    withData(command),
    "inkling notebook",
    "inkling notebook --epochs 3 --image my-digit.png --out /tmp/notebook",
  ).action(async (_options, self: Command) => {
    const { notebook } = await import("./commands/notebook.ts");
    await notebook(self.optsWithGlobals<NotebookOptions>(), outputOf(self));
  });
}

function declareTrain(program: Command): void {
  const command = program
    .command("train")
    .summary("train a network on MNIST and test it")
    .description("Trains a network on MNIST, tests it once at the end, and prints its weights' SHA-256.")
    .addOption(new Option("--recipe <name>", "network and training").choices(RECIPE_NAMES).default("ann"))
    .option(
      "--epochs <n>",
      "how often to go through the training set (default: the recipe's)",
      wholeNumber(1),
    )
    .option("--batch-size <n>", "images of one step (default: the recipe's)", wholeNumber(1))
    .option("--seed <n>", "of weights, shuffling and all else that is random", wholeNumber(0), 1)
    .addOption(
      new Option(
        "--verbose <level>",
        "0 no epochs, 1 a bar, 2 a line an epoch (default: 1, in a pipe 2)",
      ).choices(["0", "1", "2"]),
    )
    .option("--save <file>", "save the model (.h5 or .safetensors)")
    .option("--out <folder>", "save the model, its history and its plots in a folder");
  withExamples(
    withData(command),
    "inkling train --save digits.h5",
    "inkling train --recipe seed --epochs 25 --out seed-run",
    "inkling train --json | tail -n 1",
  )
    .addHelpText("after", RECIPES_HELP)
    .action(async (_options, self: Command) => {
      const { train } = await import("./commands/train.ts");
      await train(self.optsWithGlobals<TrainOptions>(), outputOf(self));
    });
}

function declareEvaluate(program: Command): void {
  const command = modelCommand(program, "evaluate")
    .summary("measure a saved model on MNIST")
    .description("Prints a saved model's loss and accuracy on MNIST.")
    .addOption(setOption("which half of MNIST").default("test"));
  withExamples(
    withData(command),
    "inkling evaluate digits.h5",
    "inkling evaluate digits.h5 --set train --json",
  ).action(async (model: string, _options, self: Command) => {
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
    .addOption(setOption("only one half of MNIST (default: both)"));
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
    .addOption(setOption("which half of MNIST").default("test"))
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

function declareData(program: Command): void {
  const data = program
    .command("data")
    .summary("fetch MNIST, or print what is in it")
    .description("Fetches MNIST, or prints what is in it.")
    .helpCommand(false);
  withExamples(data, "inkling data fetch", "inkling data info --data ~/mnist");
  const fetch = data
    .command("fetch")
    .summary("find MNIST, or download it")
    .description("Finds MNIST, or downloads it into the cache, and checks every file's SHA-256.");
  withExamples(withData(fetch), "inkling data fetch").action(async (_options, self: Command) => {
    const { dataFetch } = await import("./commands/data.ts");
    await dataFetch(self.optsWithGlobals<DataOptions>(), outputOf(self));
  });
  const info = data
    .command("info")
    .summary("print where it is, counts and statistics")
    .description("Prints where MNIST is, its counts and its statistics.");
  withExamples(withData(info), "inkling data info", "inkling data info --json").action(
    async (_options, self: Command) => {
      const { dataInfo } = await import("./commands/data.ts");
      await dataInfo(self.optsWithGlobals<DataOptions>(), outputOf(self));
    },
  );
}

function modelCommand(program: Command, name: string): Command {
  return program.command(name).argument("<model>", "the model's file");
}
