/** The one model: a chain of layers, with Keras's names and behaviour. */
import { InklingError, typeError } from "../base/errors.ts";
import { checkInteger, checkNumber, lookUp, show } from "../base/guards.ts";
import { sizeOf, type NdArray, type Shape } from "../base/shapes.ts";
import type { History } from "./callbacks/history.ts";
import type { PlainSet } from "./engine/examples.ts";
import { InferenceProgram } from "./engine/inference-program.ts";
import { ParameterLayout } from "./engine/parameters.ts";
import { checkFitOptions, runFit, type FitOptions } from "./fit.ts";
import { initialiseWeights } from "./initializers/initialise-weights.ts";
import { exampleShape, plainInputs, type Inputs } from "./inputs.ts";
import { buildLayers, chainShapes, nameLayers } from "./layers/build-layers.ts";
import { Dense } from "./layers/dense.ts";
import { Flatten } from "./layers/flatten.ts";
import { Layer } from "./layers/layer.ts";
import { getLoss, type LossName } from "./losses/get-loss.ts";
import { checkAccuracy, Loss } from "./losses/loss.ts";
import type { CompileConfig, KerasObject, ModelRecord } from "./model-record.ts";
import { OptimizerState } from "./optimizer-state.ts";
import { getOptimizer } from "./optimizers/get-optimizer.ts";
import { platform, providedHelpers } from "./platform.ts";
import { ProgressBar } from "./progress-bar.ts";
import type { CompileOptions, EvaluateOptions, Evaluation, SequentialOptions } from "./sequential-options.ts";
import { splitSet } from "./split-set.ts";
import { sha256OfWeights } from "./sha256-of-weights.ts";
import { layersOfConfig, sequentialConfig } from "./sequential-config.ts";
import { summaryRow } from "./summary-row.ts";
import { formatSummary } from "./summary.ts";
import { plainTargets, toOneKind, type Labels } from "./targets.ts";

/** What `compile` made. */
interface Compiled {
  loss: Loss;
  lossConfig: CompileConfig["loss"];
  state: OptimizerState;
  metrics: readonly string[];
}

/** What `build` made. */
interface Built {
  inputShape: Shape;
  shapes: Shape[];
  home: InferenceProgram;
}

/** Rows of the batches that Keras's `evaluate` counts its steps in. */
const EVALUATION_BATCH = 32;

export class Sequential {
  readonly name: string;
  readonly seed: number;
  /** Set to true, by a callback, to stop `fit` after the epoch that runs. */
  stopTraining = false;
  readonly #layers: Layer[] = [];
  #built: Built | undefined;
  #compiled: Compiled | undefined;
  #fitting = false;
  /** Aborted by `dispose`. */
  readonly #disposed = new AbortController();

  /** @throws TypeError if something that is not a layer is in the list */
  constructor(layers: readonly Layer[] = [], { name = "sequential", seed = 0 }: SequentialOptions = {}) {
    this.name = name;
    this.seed = checkInteger("seed", seed, 0);
    for (const layer of layers) this.#append(layer);
    this.#buildIfPossible();
  }

  /** Appends a layer; the model is built anew, so add layers before training. */
  add(layer: Layer): void {
    this.#append(layer);
    this.#built?.home.close();
    this.#built = undefined;
    this.#buildIfPossible();
  }

  get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** Shape of one example, without the batch axis. @throws InklingError if the model is not built */
  get inputShape(): Shape {
    return this.#requireBuilt("inputShape").inputShape;
  }

  /** Shape of one prediction, without the batch axis. @throws InklingError if the model is not built */
  get outputShape(): Shape {
    return this.#requireBuilt("outputShape").shapes.at(-1) as Shape;
  }

  /**
   * Creates the weights for examples of a shape (without the batch axis). Happens by itself if the first layer
   * has an inputShape, or at the first `fit`.
   */
  build(inputShape: Shape): void {
    this.#disposed.signal.throwIfAborted();
    this.#built?.home.close();
    nameLayers(this.#layers);
    const shapes = chainShapes(this.#layers, inputShape);
    const layout = new ParameterLayout(this.#layers, shapes);
    const home = new InferenceProgram(this.#layers, layout, inputShape);
    initialiseWeights(layout, home.parameters, this.seed);
    this.#built = { inputShape, shapes, home };
    this.#compiled?.state.reset();
  }

  /**
   * Chooses how to train.
   * @throws RangeError if a name is unknown; it lists the known ones; or if the loss has no accuracy
   */
  compile({ optimizer = "rmsprop", loss, metrics = [] }: CompileOptions): void {
    for (const metric of metrics) lookUp("metric", metric, { accuracy: true });
    const made = getLoss(loss);
    if (metrics.length > 0) checkAccuracy(made);
    this.#compiled = {
      loss: made,
      lossConfig: loss instanceof Loss ? loss.serialise() : made.name,
      state: new OptimizerState(getOptimizer(optimizer)),
      metrics: [...metrics, "loss"],
    };
  }

  /** The next step's learning rate. @throws InklingError if not compiled; TypeError if set under a schedule */
  get learningRate(): number {
    return this.#requireCompiled("learningRate").state.learningRate;
  }

  set learningRate(rate: number) {
    // Keras keeps it as a float32 variable.
    this.#requireCompiled("learningRate").state.learningRate = Math.fround(
      checkNumber("learningRate", rate, 0),
    );
  }

  /**
   * Trains. Callbacks run between epochs; the caller's event loop stays free.
   * @param x examples, (N, ...inputShape)
   * @param y class numbers (N) for `sparse_categorical_crossentropy`, sequences (N, L) for `ctc`, else rows (N, outputs)
   * @throws RangeError, TypeError for arguments that do not fit the model or each other
   * @throws InklingError if the model is not compiled, or is already training
   */
  async fit(x: Inputs, y: Labels, options: FitOptions = {}): Promise<History> {
    const compiled = this.#requireCompiled("fit");
    checkFitOptions(options);
    if (this.#built === undefined) this.build(exampleShape(x));
    const built = this.#requireBuilt("fit");
    if (this.#fitting) {
      throw new InklingError({ what: "this model is already training", mend: "Wait for its fit to end." });
    }
    const all = this.#plainSet(x, y, built, compiled.loss);
    const given = options.validationData;
    // As in Keras, a split is not made where validation data are given.
    const { training, held } = splitSet(all, given === undefined ? (options.validationSplit ?? 0) : 0);
    const validation = given === undefined ? held : this.#plainSet(given[0], given[1], built, compiled.loss);
    if (validation !== undefined) toOneKind(training, validation, sizeOf(built.shapes.at(-1) as Shape));
    this.#fitting = true;
    try {
      return await runFit(
        {
          model: this,
          home: built.home,
          state: compiled.state,
          job: {
            layers: this.#serialisedLayers(),
            inputShape: built.inputShape,
            compile: this.#compileConfig(compiled),
          },
          metrics: compiled.metrics,
          listsFirst: this.#layers.find((layer) => !(layer instanceof Flatten)) instanceof Dense,
          training,
          validation,
          exampleShape: exampleShape(x),
          seed: options.seed ?? this.seed,
        },
        { ...options, signal: this.#signalOf(options) },
      );
    } finally {
      this.#fitting = false;
    }
  }

  /**
   * Mean loss and accuracy; this is NaN for the loss `ctc`, which has none.
   * @throws InklingError if the model is not compiled or built
   */
  async evaluate(x: Inputs, y: Labels, { verbose = 1 }: EvaluateOptions = {}): Promise<Evaluation> {
    const { loss, metrics } = this.#requireCompiled("evaluate");
    const built = this.#requireBuilt("evaluate");
    const { inputs, targets } = this.#plainSet(x, y, built, loss);
    const bar = new ProgressBar(Math.ceil(inputs.count / EVALUATION_BATCH), verbose);
    const result = built.home.evaluate(inputs, targets, loss, providedHelpers());
    bar.finish(Object.fromEntries(metrics.map((name) => [name, result[name as keyof Evaluation]])));
    return Promise.resolve(result);
  }

  /**
   * Outputs of the network, (N, ...outputShape); at once, since it takes microseconds.
   * @param x examples, (N, ...inputShape)
   */
  predict(x: Inputs): NdArray {
    const { home, inputShape } = this.#requireBuilt("predict");
    return home.predict(plainInputs(x, inputShape), providedHelpers());
  }

  /**
   * Ends the model's threads and lets go of its memory: a running `fit` rejects, and the model cannot be used again. A model
   * that is not disposed of ends its threads by itself, when its fit has ended or it has had nothing to predict for a while.
   */
  dispose(): void {
    this.#disposed.abort(
      new InklingError({ what: "the model has been disposed of", mend: "Make or load another model." }),
    );
    this.#built?.home.close();
    this.#built = undefined;
    this.#compiled = undefined;
  }

  /** Prints Keras's table of layers and parameters. */
  summary(): void {
    const here = platform();
    here.print(this.formatSummary(here.columns));
  }

  /** The table that `summary()` prints. @param columns width of the terminal @default 80 */
  formatSummary(columns = 80): string {
    nameLayers(this.#layers);
    const built = this.#built;
    const rows = this.#layers.map((layer, i) => summaryRow(layer, built?.shapes[i], built?.shapes[i + 1]));
    const state = this.#compiled?.state;
    const trained = built !== undefined && state !== undefined && state.iterations > 0;
    const optimizer = trained ? state.countParams(built.home.layout) : undefined;
    const { count = 0, trainableCount: trainable = 0 } = built?.home.layout ?? {};
    const totals = { trainable, nonTrainable: count - trainable, optimizer };
    return formatSummary(rows, totals, { name: this.name, columns });
  }

  /** Number of all weights. */
  countParams(): number {
    return this.#requireBuilt("countParams").home.layout.count;
  }

  /** Copies of all weights, in Keras's order. */
  getWeights(): NdArray[] {
    const { layout, parameters } = this.#requireBuilt("getWeights").home;
    return layout.readAll(parameters);
  }

  /** @throws RangeError if there are not as many arrays as weights, or a shape differs */
  setWeights(weights: readonly NdArray[]): void {
    const { home } = this.#requireBuilt("setWeights");
    home.layout.writeAll(home.parameters, weights);
    home.parametersChanged();
  }

  /** SHA-256, in hexadecimal, of all weights as little-endian float32 in Keras's order: a training's fingerprint. */
  weightsSha256(): Promise<string> {
    return sha256OfWeights(this.getWeights());
  }

  /** Keras 3's `model.to_json()` as an object, so that `JSON.stringify(model)` gives it. */
  toJSON(): KerasObject {
    nameLayers(this.#layers);
    return sequentialConfig(this.name, this.#serialisedLayers(), this.#built?.inputShape);
  }

  /**
   * A model of the same architecture, with new weights, from `toJSON()` or Keras 3's `model.to_json()` parsed.
   * @throws InklingError if it is not a Sequential model, or has a layer that Inkling does not know
   */
  static fromConfig(object: KerasObject, { seed = 0 }: { seed?: number } = {}): Sequential {
    const { name, layers } = layersOfConfig(object);
    return new Sequential(buildLayers(layers), { name, seed });
  }

  /** The whole model as plain data, for file formats and threads. */
  toRecord(): ModelRecord {
    const { home } = this.#requireBuilt("save");
    const { layout, parameters } = home;
    const weights = this.#layers.map((layer, index) => ({
      layer: layer.name as string,
      weights: layout.views
        .filter((view) => view.layer === index)
        .map((view) => ({ name: view.name, shape: view.shape, data: layout.read(parameters, view) })),
    }));
    const record: ModelRecord = { model: this.toJSON(), weights };
    if (this.#compiled !== undefined) {
      record.compile = this.#compileConfig(this.#compiled);
      const optimizer = this.#compiled.state.toRecord(layout);
      if (optimizer !== undefined) record.optimizer = optimizer;
    }
    return record;
  }

  /**
   * A model from plain data.
   * @throws InklingError if the parts do not fit each other
   */
  static fromRecord(record: ModelRecord, { compile = true }: { compile?: boolean } = {}): Sequential {
    const model = Sequential.fromConfig(record.model);
    const first = record.weights.find((entry) => entry.weights.length > 0)?.weights[0];
    if (model.#built === undefined && first !== undefined) model.build(first.shape.slice(0, -1));
    const weights = model.#layers.flatMap(
      (layer) => record.weights.find((w) => w.layer === layer.name)?.weights ?? [],
    );
    try {
      model.setWeights(weights);
    } catch (cause) {
      throw new InklingError({
        what: `the weights do not fit the architecture: ${(cause as Error).message.replace(/\.$/, "")}`,
        mend: "The file is damaged or was put together from two models.",
        cause,
      });
    }
    if (compile && record.compile !== undefined) model.#restoreCompile(record.compile, record);
    return model;
  }

  /**
   * Saves architecture, weights, compile configuration and optimizer state; the path's extension names the format.
   * The old file stays whole until the new one is.
   * @throws InklingError if the file cannot be written, or there is no platform with files
   */
  async save(path: string): Promise<void> {
    await platform().saveModel(this.toRecord(), path);
  }

  #append(layer: Layer): void {
    if (!(layer instanceof Layer)) {
      throw typeError({
        what: `layer ${this.#layers.length} of the model is not a layer`,
        expected: "new Dense(…), new Flatten() or another layer",
        received: show(layer),
      });
    }
    this.#layers.push(layer);
  }

  #buildIfPossible(): void {
    const shape = this.#layers[0]?.inputShape;
    if (shape !== undefined) this.build(shape);
  }

  #plainSet(x: Inputs, y: Labels, { inputShape, shapes }: Built, loss: Loss): PlainSet {
    const fused = loss.fusedActivation !== null && this.#lastActivation() === loss.fusedActivation;
    const inputs = plainInputs(x, inputShape);
    return { inputs, targets: plainTargets(y, inputs.count, shapes.at(-1) as Shape, loss, fused) };
  }

  /** Aborted by the caller's own signal or by `dispose`. */
  #signalOf({ signal }: FitOptions): AbortSignal {
    return signal === undefined ? this.#disposed.signal : AbortSignal.any([signal, this.#disposed.signal]);
  }

  #lastActivation(): string {
    return this.#layers.at(-1)?.outputActivation?.name ?? "linear";
  }

  #serialisedLayers(): KerasObject[] {
    return this.#layers.map((layer, i) => layer.serialise(this.#built?.shapes[i]));
  }

  #compileConfig({ lossConfig, state, metrics }: Compiled): CompileConfig {
    const names = metrics.filter((name) => name !== "loss");
    return { optimizer: state.optimizer.serialise(), loss: lossConfig, metrics: names };
  }

  #restoreCompile({ optimizer, loss, metrics }: CompileConfig, { optimizer: saved }: ModelRecord): void {
    const known = metrics.filter((name): name is "accuracy" => name === "accuracy");
    const restored = typeof loss === "string" ? (loss as LossName) : getLoss(loss);
    this.compile({ optimizer: getOptimizer(optimizer), loss: restored, metrics: known });
    if (saved !== undefined) {
      this.#requireCompiled("loading").state.restore(saved, this.#requireBuilt("loading").home.layout);
    }
  }

  #requireBuilt(what: string): Built {
    this.#disposed.signal.throwIfAborted();
    if (this.#built !== undefined) return this.#built;
    throw new InklingError({
      what: `${what} needs the model's weights, which do not exist yet`,
      mend: "Give the first layer an inputShape, call model.build(inputShape), or fit the model.",
    });
  }

  #requireCompiled(what: string): Compiled {
    this.#disposed.signal.throwIfAborted();
    if (this.#compiled !== undefined) return this.#compiled;
    throw new InklingError({
      what: `${what} needs a loss and an optimizer, and the model is not compiled`,
      mend: 'Call model.compile({ optimizer: "rmsprop", loss: "categorical_crossentropy" }) first.',
    });
  }
}
