/** What the view Train is busy with: the setup, the data, a training and its evaluation, and the worker that does it all. */
import type { ModelFormat } from "../../../src/formats/index.ts";
import { RECIPE_NAMES, type RecipeName } from "../../../src/nn/recipes/recipe.ts";
import { describeError } from "../parts/notices.svelte.ts";
import { saveModel, type StoredModel } from "../storage/models.ts";
import { loadSetting, saveSetting } from "../storage/settings.ts";
import type {
  DataChoice,
  DataFacts,
  EpochFigures,
  ModelEvaluation,
  NetworkDescription,
  NetworkPlan,
  Progress,
  SampleReading,
  TrainingEvent,
  TrainingResult,
} from "../workers/training-messages.ts";
import type { DigitPixels } from "../workers/inside-messages.ts";
import { findSetupFault, FIRST_SETUP, networkKey, planOfSetup, RECIPE_TITLES, type Setup } from "./setup.ts";
import { TrainingClient } from "./training-client.ts";

/** `ready`: nothing runs. */
export type Phase = "ready" | "loading" | "training" | "pausing" | "paused" | "stopping" | "evaluating";

/** A cell of the confusion matrix. */
export interface Cell {
  truth: number;
  predicted: number;
}

/** Where the model that was trained last is kept, so that a reload does not lose it. */
export const LAST_TRAINING = { id: "last-training", name: "Last training" };

const SETTING = "training setup";
const MOST_IMAGES = 60;

export class TrainSession {
  setup = $state.raw<Setup>(FIRST_SETUP);
  /** Files that the visitor dropped; a reload forgets them. */
  files = $state.raw<readonly File[]>([]);
  /** Whether the page's server has MNIST. */
  hasMnist = $state(true);
  data = $state.raw<DataFacts | undefined>(undefined);
  /** The layers of the recipe or the visitor's own. */
  network = $state.raw<NetworkPlan | undefined>(undefined);
  description = $state.raw<NetworkDescription | undefined>(undefined);
  phase = $state<Phase>("ready");
  progress = $state.raw<Progress | undefined>(undefined);
  imagesPerEpoch = $state(0);
  whyOneThread = $state<string | undefined>(undefined);
  /** Of the training that is shown: how many epochs it was to have. */
  epochsPlanned = $state(FIRST_SETUP.epochs);
  epochs = $state.raw<readonly EpochFigures[]>([]);
  readings = $state.raw<readonly SampleReading[]>([]);
  result = $state.raw<TrainingResult | undefined>(undefined);
  evaluation = $state.raw<ModelEvaluation | undefined>(undefined);
  cell = $state.raw<Cell | undefined>(undefined);
  cellImages = $state.raw<DigitPixels[] | undefined>(undefined);
  problem = $state.raw<{ title: string; detail?: string } | undefined>(undefined);
  /** Of the network that the worker holds; undefined while it holds none. */
  trainedKey = $state<string | undefined>(undefined);
  /** Whether a reload finds the trained model. */
  isKept = $state(false);
  /** For screen readers. */
  status = $state("");
  readonly #client = new TrainingClient((event) => this.#hear(event));
  /** Of the data that the worker holds. */
  #dataKey = "";
  #round = 0;

  readonly fault = $derived(findSetupFault(this.setup));
  readonly networkFault = $derived(
    this.description !== undefined && "fault" in this.description ? this.description.fault : undefined,
  );
  readonly isBusy = $derived(this.phase !== "ready");
  readonly canStart = $derived(
    !this.isBusy &&
      this.fault === undefined &&
      this.networkFault === undefined &&
      this.network !== undefined &&
      (this.setup.source !== "files" || this.files.length > 0),
  );
  /** Whether the worker's network is the one of the setup, so that it can be trained further. */
  readonly canGoOn = $derived(
    this.canStart && this.trainedKey === networkKey(this.setup) && this.setup.epochs > this.epochs.length,
  );

  async start(): Promise<void> {
    const kept = await loadSetting<Partial<Setup>>(SETTING, {});
    this.setup = { ...FIRST_SETUP, ...kept };
    await this.#guard(async () => {
      const { isThere } = await this.#client.ask("find mnist", { base: document.baseURI });
      this.hasMnist = isThere;
    });
    const wanted = this.setup.source;
    // Of files nothing could be kept.
    if (wanted === "files" || (wanted === "mnist" && !this.hasMnist))
      this.setup = { ...this.setup, source: this.hasMnist ? "mnist" : "ink" };
    this.epochsPlanned = this.setup.epochs;
    const { recipe, network } = this.setup;
    if (recipe === undefined && network !== undefined) await this.setNetwork(network);
    else await this.chooseRecipe(recipe ?? "seed", true);
  }

  change(changes: Partial<Setup>): void {
    this.setup = { ...this.setup, ...changes };
    if (this.epochs.length === 0) this.epochsPlanned = this.setup.epochs;
    void saveSetting(SETTING, this.setup);
  }

  /** @param keep leaves epochs and batch as they are */
  async chooseRecipe(name: RecipeName, keep = false): Promise<void> {
    const recipe = RECIPE_NAMES.includes(name) ? name : "seed";
    await this.#guard(async () => {
      const { network, epochs, batchSize } = await this.#client.ask("recipe network", { recipe });
      this.change({ recipe, network: undefined, ...(keep ? {} : { epochs, batchSize }) });
      await this.#describe(network);
    });
  }

  /** Takes layers of the visitor's own. */
  async setNetwork(network: NetworkPlan): Promise<void> {
    this.change({ recipe: undefined, network });
    await this.#describe(network);
  }

  async train(goOn: boolean): Promise<void> {
    const plan = planOfSetup(this.setup);
    if (plan === undefined || this.isBusy) return;
    this.evaluation = undefined;
    this.cell = undefined;
    this.result = undefined;
    this.isKept = false;
    if (!goOn) this.#forgetTraining();
    await this.#occupy(async () => {
      await this.#loadData();
      const key = networkKey(this.setup);
      this.trainedKey = undefined;
      this.phase = "training";
      this.epochsPlanned = plan.epochs;
      this.status = "The training has begun.";
      this.result = await this.#client.ask("train", { plan, goOn });
      this.trainedKey = key;
      this.progress = undefined;
      await this.#evaluate();
      await this.#keepLast();
    });
  }

  async pause(): Promise<void> {
    this.phase = "pausing";
    await this.#client.ask("pause", {});
  }

  async resume(): Promise<void> {
    this.phase = "training";
    this.status = "The training goes on.";
    await this.#client.ask("resume", {});
  }

  async stop(): Promise<void> {
    this.phase = "stopping";
    await this.#client.ask("stop", {});
  }

  async openFile(file: File): Promise<void> {
    await this.#occupy(async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const { network, described } = await this.#client.ask("open", { name: file.name, bytes });
      this.change({ recipe: undefined, network });
      this.network = network;
      this.description = described;
      this.#forgetTraining();
      this.evaluation = undefined;
      this.cell = undefined;
      this.result = undefined;
      this.isKept = false;
      this.trainedKey = networkKey(this.setup);
      await this.#loadData();
      await this.#evaluate();
    });
  }

  async showCell(truth: number, predicted: number): Promise<void> {
    this.cell = { truth, predicted };
    this.cellImages = undefined;
    await this.#guard(async () => {
      const { images } = await this.#client.ask("confused images", { truth, predicted, most: MOST_IMAGES });
      if (this.cell?.truth === truth && this.cell.predicted === predicted) this.cellImages = images;
    });
  }

  /** @returns the model as a file, or undefined if that failed */
  async modelFile(format: ModelFormat): Promise<Uint8Array | undefined> {
    let file: Uint8Array | undefined;
    await this.#guard(async () => {
      file = (await this.#client.ask("save", { format })).bytes;
    });
    return file;
  }

  /** What is kept of the model beside its name: where it comes from, and its share of MNIST's test set. */
  describeModel(): Pick<StoredModel, "origin" | "accuracy"> {
    const { recipe, source } = this.setup;
    const kind = recipe === undefined ? "own layers" : RECIPE_TITLES[recipe].toLowerCase();
    const count = this.epochs.length;
    return {
      origin: `trained here, ${kind}, ${count} ${count === 1 ? "epoch" : "epochs"}`,
      accuracy: source === "mnist" ? this.evaluation?.accuracy : undefined,
    };
  }

  async #keepLast(): Promise<void> {
    const { bytes } = await this.#client.ask("save", { format: "safetensors" });
    await saveModel({ ...LAST_TRAINING, bytes, ...this.describeModel() });
    this.isKept = true;
  }

  async #describe(network: NetworkPlan): Promise<void> {
    const round = ++this.#round;
    this.network = network;
    const description = await this.#client.ask("describe", { network });
    if (round === this.#round) this.description = description;
  }

  async #loadData(): Promise<void> {
    const { source, inkCount } = this.setup;
    const key = `${source} ${source === "ink" ? inkCount : ""} ${source === "files" ? fileKey(this.files) : ""}`;
    if (key === this.#dataKey) return;
    this.phase = "loading";
    this.status = "The images are being loaded.";
    this.data = undefined;
    this.#dataKey = "";
    this.data = await this.#client.ask("load data", { choice: await this.#choice() });
    this.#dataKey = key;
  }

  async #choice(): Promise<DataChoice> {
    const { source, inkCount } = this.setup;
    if (source === "mnist") return { kind: "mnist", base: document.baseURI };
    if (source === "ink") return { kind: "ink", count: inkCount };
    const files = this.files.map(async (file) => ({
      name: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    }));
    return { kind: "files", files: await Promise.all(files) };
  }

  async #evaluate(): Promise<void> {
    this.phase = "evaluating";
    this.evaluation = await this.#client.ask("evaluate", {});
    const percent = (100 * this.evaluation.accuracy).toFixed(2);
    this.status = `Done: ${percent} % of the test images are read right.`;
  }

  #hear(event: TrainingEvent): void {
    if (event.kind === "begin") {
      this.imagesPerEpoch = event.imagesPerEpoch;
      this.whyOneThread = event.whyOneThread;
    } else if (event.kind === "progress") this.progress = event.progress;
    else if (event.kind === "epoch") {
      this.epochs = [...this.epochs, event.figures];
      this.readings = event.figures.samples;
    } else {
      this.phase = "paused";
      this.status = "The training rests.";
    }
  }

  #forgetTraining(): void {
    this.epochs = [];
    this.readings = [];
    this.progress = undefined;
    this.trainedKey = undefined;
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      this.problem = undefined;
      await work();
    } catch (error) {
      this.problem = describeError(error);
      this.status = this.problem.title;
    }
  }

  /** What keeps other things from beginning until it is over. */
  async #occupy(work: () => Promise<void>): Promise<void> {
    await this.#guard(work);
    this.phase = "ready";
  }
}

function fileKey(files: readonly File[]): string {
  return files.map(({ name, size, lastModified }) => `${name} ${size} ${lastModified}`).join(", ");
}
