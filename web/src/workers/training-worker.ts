/** Trains networks beside the page, so that the page never waits. It holds the data, the model and its evaluation. */
import { InklingError } from "../../../src/base/errors.ts";
import { formatShape, sizeOf } from "../../../src/base/shapes.ts";
import { Augmentation } from "../../../src/data/index.ts";
import { readModelRecord, writeModelRecord } from "../../../src/formats/index.ts";
import { Sequential } from "../../../src/nn/index.ts";
import { getRecipe } from "../../../src/nn/recipes/get-recipe.ts";
import { provideWebPlatform } from "../../../src/web/web-platform.ts";
import { Evaluated } from "./evaluate-model.ts";
import { serverHasMnist } from "./fetch-mnist.ts";
import { buildNetwork, compileFor, describeNetwork, planOf } from "./network-plan.ts";
import { factsOf, loadTrainingData, type TrainingData } from "./training-data.ts";
import type {
  DataFacts,
  TrainingPlan,
  TrainingRequest,
  TrainingResults,
  TrainingWishes,
} from "./training-messages.ts";
import { serveRequests, tellPage } from "./serve-requests.ts";
import { TrainingRun } from "./training-run.ts";

type OwnPlan = Exclude<TrainingPlan, { recipe: unknown }>;
type Result = TrainingResults[keyof TrainingResults];

const DIGITS = 10;
const PIXELS = 784;

const platform = provideWebPlatform();

let data: { sets: TrainingData; facts: DataFacts } | undefined;
let model: Sequential | undefined;
/** Epochs that the model has behind it. */
let epochsDone = 0;
/** What the model was compiled with here. */
let compiledWith = "";
let run: TrainingRun | undefined;
let evaluated: Evaluated | undefined;

serveRequests(answer);

async function answer(request: TrainingRequest): Promise<Result> {
  switch (request.kind) {
    case "find mnist":
      return { isThere: await serverHasMnist(request.base) };
    case "load data":
      return await load(request);
    case "describe":
      return describeNetwork(request.network);
    case "recipe network": {
      const recipe = getRecipe(request.recipe);
      const { epochs, batchSize } = recipe;
      return { network: planOf(recipe.build(0, 1)), epochs, batchSize };
    }
    case "train":
      return await train(request);
    case "pause":
      run?.pause();
      return {};
    case "resume":
      run?.resume();
      return {};
    case "stop":
      run?.stop();
      return {};
    case "evaluate":
      evaluated = await Evaluated.of(requireModel(), requireData().sets.test);
      return evaluated.evaluation;
    case "confused images":
      return { images: evaluated?.confused(request.truth, request.predicted, request.most) ?? [] };
    case "save":
      return { bytes: await writeModelRecord(requireModel().toRecord(), request.format) };
    default:
      return await open(request);
  }
}

async function load({ choice }: TrainingWishes["load data"]): Promise<DataFacts> {
  const sets = await loadTrainingData(choice);
  data = { sets, facts: factsOf(sets) };
  evaluated = undefined;
  return data.facts;
}

async function train({ plan, goOn }: TrainingWishes["train"]): Promise<TrainingResults["train"]> {
  const { sets, facts } = requireData();
  const built = goOn ? { model: requireModel(), recipe: recipeOf(plan) } : buildAnew(plan, sets);
  if (!goOn) epochsDone = 0;
  model = built.model;
  evaluated = undefined;
  if (goOn && !("recipe" in plan)) compileIfChanged(model, plan);
  const augments = "recipe" in plan ? undefined : plan.augment;
  run = new TrainingRun(
    {
      ...built,
      plan,
      augmentation: built.recipe?.augmentation ?? (augments === true ? Augmentation.digits() : undefined),
      data: sets,
      samples: facts.samples,
      epochsDone,
      whyOneThread: platform.whyOneThread,
    },
    (event) => tellPage(event),
  );
  try {
    return await run.run();
  } finally {
    ({ epochsDone } = run);
    run = undefined;
  }
}

function buildAnew(plan: TrainingPlan, sets: TrainingData): ReturnType<typeof buildNetwork> {
  model?.dispose();
  model = undefined;
  compiledWith = optimizerKey(plan);
  return buildNetwork(plan, sets.train.labels.length);
}

/** Another optimizer begins without a memory; the same one goes on with its own. */
function compileIfChanged(network: Sequential, plan: OwnPlan): void {
  const key = optimizerKey(plan);
  if (key !== compiledWith) compileFor(network, plan);
  compiledWith = key;
}

function optimizerKey(plan: TrainingPlan): string {
  return "recipe" in plan ? plan.recipe : `${plan.optimizer} ${plan.learningRate}`;
}

function recipeOf(plan: TrainingPlan): ReturnType<typeof getRecipe> | undefined {
  return "recipe" in plan ? getRecipe(plan.recipe) : undefined;
}

/** @throws InklingError if the file holds no network of ten digits */
async function open({ name, bytes }: TrainingWishes["open"]): Promise<TrainingResults["open"]> {
  const opened = Sequential.fromRecord(await readModelRecord(bytes, name));
  const { inputShape, outputShape } = opened;
  if (sizeOf(inputShape) !== PIXELS || outputShape.length !== 1 || outputShape[0] !== DIGITS) {
    throw new InklingError({
      what: `${name} cannot be trained here`,
      expected: `a network from ${formatShape([null, PIXELS])} or ${formatShape([null, 28, 28, 1])} to ${formatShape([null, DIGITS])}`,
      received: `one from ${formatShape([null, ...inputShape])} to ${formatShape([null, ...outputShape])}`,
      mend: "Open a network that reads digits of 28 × 28 pixels.",
    });
  }
  model?.dispose();
  model = opened;
  epochsDone = 0;
  compiledWith = "";
  evaluated = undefined;
  const network = planOf(opened);
  return { network, described: describeNetwork(network) };
}

function requireData(): NonNullable<typeof data> {
  if (data !== undefined) return data;
  throw new InklingError({ what: "there are no images yet", mend: "Choose data first." });
}

function requireModel(): Sequential {
  if (model !== undefined) return model;
  throw new InklingError({ what: "there is no network yet", mend: "Train one, or open a file." });
}
