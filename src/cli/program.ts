/**
 * Declares every command: its arguments, options and examples. What a command does is in `commands/`, loaded when it
 * is called, so that `--help` and `--version` answer at once.
 */
import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import type { DataOptions } from "./load-data.ts";
import type { DataInkOptions } from "./commands/data-ink.ts";
import type { NotebookOptions } from "./commands/notebook.ts";
import type { TrainOptions } from "./commands/train.ts";
import { declareDoctor } from "./declare-doctor.ts";
import { declareModelCommands } from "./declare-model-commands.ts";
import { declareRead } from "./declare-reading-commands.ts";
import { declareStudio } from "./declare-studio.ts";
import { outputOf, wholeNumber, withData, withExamples, withMnist, withResume } from "./declare.ts";
import { RECIPE_NAMES } from "../nn/recipes/recipe.ts";

const RECIPES_HELP = `Recipes:
  ann       784-256-128-10, ReLU, on images and moved copies of them: about 98.7 % of the test set
  ann-best  784-1024-512-10, on images bent anew in every epoch: about 99.4 %, in minutes
  seed      784-32-32-32-10, sigmoid, as in the notebook: about 96.2 %
  sprint    three convolutions, two epochs: about 99.2 %, in seconds
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
    "inkling read my-digit.png                 read it with the network that comes along",
  );
  declareNotebook(program);
  declareTrain(program);
  declareModelCommands(program);
  declareRead(program);
  declareDoctor(program);
  declareStudio(program);
  declareData(program);
  return program;
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function declareNotebook(program: Command): void {
  const command = program
    .command("notebook")
    .summary("do every step of the notebook on MNIST")
    .description(
      "Does every step of the notebook on MNIST: looks at the data, trains 784-32-32-32-10 with RMSprop for 25 " +
        "epochs, tests, plots, saves, loads the model back and reads digits with it. Where MNIST cannot be had it " +
        "takes digits that Inkling draws itself, and says so.",
    )
    .option("--out <folder>", "where the model, the plots and report.json go", "inkling-out")
    .option("--epochs <n>", "how often to go through the training set (default: 25)", wholeNumber(1))
    .option("--seed <n>", "of weights and shuffling", wholeNumber(0), 1)
    .option("--image <file>", "a picture of a digit of your own to read at the end");
  withExamples(
    withData(withResume(command)),
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
    .option("--save <file>", "save the model (.keras, .h5 or .safetensors)")
    .option("--out <folder>", "save the model, its history and its plots in a folder");
  withExamples(
    withData(withResume(command)),
    "inkling train --save digits.h5",
    "inkling train --recipe seed --epochs 25 --out seed-run",
    "inkling train --save digits.h5 --resume backup",
    "inkling train --json | tail -n 1",
  )
    .addHelpText("after", RECIPES_HELP)
    .action(async (_options, self: Command) => {
      const { train } = await import("./commands/train.ts");
      await train(self.optsWithGlobals<TrainOptions>(), outputOf(self));
    });
}

function declareData(program: Command): void {
  const data = program
    .command("data")
    .summary("fetch MNIST, print what is in it, or draw digits")
    .description("Fetches MNIST, prints what is in it, or draws digits of Inkling's own.")
    .helpCommand(false);
  withExamples(
    data,
    "inkling data fetch",
    "inkling data info --data ~/mnist",
    "inkling data ink --grid ink.png",
  );
  const fetch = data
    .command("fetch")
    .summary("find MNIST, or download it")
    .description("Finds MNIST, or downloads it into the cache, and checks every file's SHA-256.");
  withExamples(withMnist(fetch), "inkling data fetch").action(async (_options, self: Command) => {
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
  declareDataInk(data);
}

function declareDataInk(data: Command): void {
  const ink = data
    .command("ink")
    .summary("draw digits of Inkling's own")
    .description(
      "Draws handwritten-looking digits with a model that comes with Inkling and was trained on MNIST: for machines that " +
        "have neither MNIST nor a network. They are no substitute for MNIST in a paper.",
    )
    .option("--count <n>", "how many", wholeNumber(1), 60_000)
    .option("--seed <n>", "equal seeds draw equal digits", wholeNumber(0), 1)
    .option("--grid <file>", "draw the first hundred of them into a plot, .svg or .png")
    .option("--out <folder>", "write all of them as IDX files, images and labels");
  withExamples(
    ink,
    "inkling data ink --grid ink.png",
    "inkling data ink --count 10000000 --out digits",
    "inkling train --dataset ink",
  ).action(async (_options, self: Command) => {
    const { dataInk } = await import("./commands/data-ink.ts");
    await dataInk(self.optsWithGlobals<DataInkOptions>(), outputOf(self));
  });
}
