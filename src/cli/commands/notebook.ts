/** `inkling notebook`: every step of the notebook that Inkling starts from, in order, on real data. */
import { wilsonInterval } from "../../metrics/index.ts";
import type { BackupAndRestore, History, Sequential } from "../../nn/index.ts";
import { writeFileAtomic, type Mnist } from "../../node/index.ts";
import { historyPlot } from "../../plots/index.ts";
import { formatAccuracy, formatSeconds } from "../format.ts";
import { abortOnInterrupt } from "../interrupt.ts";
import { loadDataOrInk, type DataOptions, type Sets } from "../load-data.ts";
import { predictSet } from "../../nn/recipes/measure.ts";
import { drawConfusion, drawMisreads, drawSamples } from "../model-plots.ts";
import { Files } from "../notebook/files.ts";
import { describeData, describePreprocessing, showFirst } from "../notebook/look-at-data.ts";
import { PREDICTED_INDEX, readPicture, readTestImage, writeOwnPicture } from "../notebook/read-digits.ts";
import { describePredictions, printConfusion, printScores } from "../notebook/report-on-model.ts";
import { Steps } from "../notebook/steps.ts";
import { loadBack, testModel, trainModel } from "../notebook/train-model.ts";
import type { Output } from "../output.ts";
import { readDigit } from "../read-digit.ts";
import { seed as recipe } from "../../nn/recipes/seed.ts";
import { backupIn, resumedFact, resumeHint } from "../resume.ts";

/** Options of `inkling notebook`. */
export interface NotebookOptions extends DataOptions {
  /** Folder for all files. */
  out: string;
  /** Undefined leaves it to the recipe. */
  epochs?: number;
  seed: number;
  /** A picture of a digit of the user's own. */
  image?: string;
  /** Folder for a backup after every epoch, to go on from. */
  resume?: string;
}

/** What all parts of the notebook work with. */
interface Notebook {
  options: NotebookOptions;
  output: Output;
  signal: AbortSignal;
  steps: Steps;
  files: Files;
  backup: BackupAndRestore | undefined;
}

export async function notebook(options: NotebookOptions, output: Output): Promise<void> {
  const hint = resumeHint(options.resume);
  const signal = abortOnInterrupt(`the notebook stopped; files of finished steps are whole${hint}`);
  const files = await Files.open(options.out, output);
  // A picture that cannot be read is better known now than after the training.
  if (options.image !== undefined) await readDigit(options.image);
  const backup = await backupIn(options.resume);
  const book: Notebook = { options, output, signal, files, backup, steps: new Steps(output, signal) };
  const mnist = await lookAtData(book);
  const { model, trained } = await trainAndTest(book, mnist);
  const { loaded, path } = await saveAndLoad(book, mnist, model);
  await report(book, mnist, loaded);
  const read = await readDigits(book, mnist, loaded);
  const { accuracy } = trained;
  const count = mnist.test.labels.length;
  const reportPath = files.add("report.json");
  const result = {
    dataset: mnist.dataset,
    ...trained,
    accuracyInterval: wilsonInterval(Math.round(accuracy * count), count),
    weightsSha256: await loaded.weightsSha256(),
    model: path,
    ...read,
    files: files.paths,
    // Last, so that it counts everything.
    seconds: Math.round(process.uptime() * 1000) / 1000,
  };
  await writeFileAtomic(reportPath, `${JSON.stringify(result, null, 2)}\n`);
  await backup?.remove();
  output.print(output.colours.bold("Done"));
  output.printFacts([
    ["Data", mnist.test.name],
    ["Test accuracy", formatAccuracy(accuracy, count)],
    ["Time", formatSeconds(result.seconds)],
    ["Weights' hash", result.weightsSha256],
    ...resumedFact(backup),
    ["Files", `${files.paths.length} in ${options.out}, every figure in ${reportPath}`],
  ]);
  output.emit({ event: "done", ...result });
}

async function lookAtData({ options, output, signal, files, steps }: Notebook): Promise<Sets> {
  const mnist = await steps.run("Load the data", async () => {
    const loaded = await loadDataOrInk(options, output, signal);
    describeData(loaded, output);
    return loaded;
  });
  await steps.run("Look at samples", async () => {
    showFirst(mnist.train, output);
    await files.savePlot("samples", drawSamples(mnist.train));
  });
  await steps.run("Preprocess: flatten, scale, one-hot", () => describePreprocessing(mnist, output));
  return mnist;
}

async function trainAndTest({ options, output, signal, files, steps, backup }: Notebook, mnist: Mnist) {
  const { seed, epochs = recipe.epochs } = options;
  const { batchSize } = recipe;
  const model = await steps.run("Build and compile the network", () => {
    const steps = epochs * Math.ceil(mnist.train.labels.length / batchSize);
    const built = recipe.build(seed, steps);
    output.print(recipe.description, "");
    if (!output.json) built.summary();
    output.print("Optimizer RMSprop, loss categorical_crossentropy, metric accuracy.");
    return built;
  });
  const title = `Train: ${epochs} ${epochs === 1 ? "epoch" : "epochs"}, batches of ${batchSize}, seed ${seed}`;
  const { history, epochSeconds } = await steps.run(title, () =>
    trainModel(model, mnist, { epochs, batchSize, seed, signal, backup }, output),
  );
  const { accuracy, loss } = await steps.run("Evaluate on the test set", () =>
    testModel(model, mnist.test, output),
  );
  await steps.run("Plot the history", () => plotHistory(files, history));
  return { model, trained: { accuracy, loss, epochs, batchSize, seed, epochSeconds, history } };
}

async function plotHistory(files: Files, history: History["history"]): Promise<void> {
  await files.savePlot("history", (document) => historyPlot(history, { document }));
}

async function saveAndLoad({ output, files, steps }: Notebook, { test }: Mnist, model: Sequential) {
  const path = files.add("MNIST-ANN.h5");
  await steps.run("Save the model", async () => {
    await model.save(path);
    output.print(`Saved ${path}, with optimizer state: Keras opens it too.`);
  });
  const loaded = await steps.run("Load it back", () => loadBack(path, test, predictSet(model, test), output));
  return { loaded, path };
}

async function report({ output, files, steps }: Notebook, { train, test }: Mnist, model: Sequential) {
  const [ofTrain, ofTest] = await steps.run("Predict both sets", () => {
    const predicted = [train, test].map((set) => ({ set, probabilities: predictSet(model, set) }));
    describePredictions(predicted[1], output);
    return predicted;
  });
  await steps.run("Classification reports", () => printScores([ofTrain, ofTest], output));
  await steps.run("Confusion matrices", async () => {
    printConfusion([ofTrain, ofTest], output);
    await files.savePlot("confusion-train", drawConfusion(train, ofTrain.probabilities));
    await files.savePlot("confusion-test", drawConfusion(test, ofTest.probabilities));
  });
  await steps.run("Misread test images", () =>
    files.savePlot("misread", drawMisreads(test, ofTest.probabilities)),
  );
}

async function readDigits({ options, output, files, steps }: Notebook, { test }: Mnist, model: Sequential) {
  const prediction = await steps.run(`Predict test image ${PREDICTED_INDEX}`, () =>
    readTestImage(model, test, PREDICTED_INDEX, output),
  );
  const ownImage = await steps.run("Read a picture", async () => {
    const file = options.image ?? files.add("own-digit.png");
    if (options.image === undefined) await writeOwnPicture(file, test, output);
    return { file, ...(await readPicture(model, file, output)) };
  });
  return { prediction: { index: PREDICTED_INDEX, ...prediction }, ownImage };
}
