/** From layers as the visitor puts them together, in Keras's serialised form, to a network that can be trained. */
import { sizeOf, type Shape } from "../../../src/base/shapes.ts";
import { Adam, AdamW, RMSprop, Sequential, SGD, type Layer, type Optimizer } from "../../../src/nn/index.ts";
import { buildLayers, nameLayers } from "../../../src/nn/layers/build-layers.ts";
import { getRecipe } from "../../../src/nn/recipes/get-recipe.ts";
import type { Recipe } from "../../../src/nn/recipes/recipe.ts";
import type {
  NetworkDescription,
  NetworkFacts,
  NetworkPlan,
  OptimizerChoice,
  TrainingPlan,
} from "./training-messages.ts";

const DIGITS = 10;
/** More weights than this are no network for a page. */
const MOST_WEIGHTS = 50e6;

const OPTIMIZERS: Readonly<Record<OptimizerChoice, (learningRate: number) => Optimizer>> = {
  rmsprop: (learningRate) => new RMSprop({ learningRate }),
  adam: (learningRate) => new Adam({ learningRate }),
  adamw: (learningRate) => new AdamW({ learningRate }),
  sgd: (learningRate) => new SGD({ learningRate, momentum: 0.9 }),
};

/** Its shapes and counts of weights, or why it cannot be built. */
export function describeNetwork(plan: NetworkPlan): NetworkDescription {
  const [input, ...objects] = plan;
  const layers: Layer[] = [];
  for (const [i, object] of objects.entries()) {
    try {
      layers.push(...buildLayers([object]));
    } catch (error) {
      return { fault: { layer: i + 1, message: messageOf(error) } };
    }
  }
  nameLayers(layers);
  const facts: NetworkFacts = { layers: [], parameters: 0 };
  let shape: Shape = (input.config["batch_shape"] as (number | null)[]).slice(1).map(Number);
  for (const [i, layer] of layers.entries()) {
    try {
      const outputShape = layer.outputShape(shape);
      const parameters = layer.weightSpecs(shape).reduce((sum, spec) => sum + sizeOf(spec.shape), 0);
      const { className } = layer;
      facts.layers.push({ name: layer.name as string, className, outputShape: [...outputShape], parameters });
      facts.parameters += parameters;
      shape = outputShape;
    } catch (error) {
      return { fault: { layer: i + 1, message: messageOf(error) } };
    }
  }
  const message = findEndFault(layers, shape, facts.parameters);
  return message === undefined ? { facts } : { fault: { message } };
}

/** The network of a plan, compiled, and the recipe if it is one's. */
export function buildNetwork(plan: TrainingPlan, trainCount: number): { model: Sequential; recipe?: Recipe } {
  if ("recipe" in plan) {
    const recipe = getRecipe(plan.recipe);
    const steps = plan.epochs * Math.ceil(trainCount / plan.batchSize);
    return { model: recipe.build(plan.seed, steps), recipe };
  }
  const model = new Sequential(buildLayers(plan.network), { seed: plan.seed });
  compileFor(model, plan);
  return { model };
}

export function compileFor(
  model: Sequential,
  { optimizer, learningRate }: { optimizer: OptimizerChoice; learningRate: number },
): void {
  model.compile({
    optimizer: OPTIMIZERS[optimizer](learningRate),
    loss: "sparse_categorical_crossentropy",
    metrics: ["accuracy"],
  });
}

/** A network's layers with its input in front. */
export function planOf(model: Sequential): NetworkPlan {
  const input = {
    module: "keras.layers",
    class_name: "InputLayer",
    config: { batch_shape: [null, ...model.inputShape] },
    registered_name: null,
  };
  return [input, ...model.layers.map((layer) => layer.serialise())];
}

/** What keeps a whole network from reading digits. */
function findEndFault(layers: readonly Layer[], shape: Shape, parameters: number): string | undefined {
  if (parameters > MOST_WEIGHTS) {
    const count = Math.round(parameters / 1e6);
    return `This network has ${count} million weights: too many for a page, which takes at most 50 million. Make its layers smaller.`;
  }
  const last = layers.at(-1);
  if (last === undefined) return "There is no layer yet. Add one.";
  if (shape.length !== 1 || shape[0] !== DIGITS) {
    return `The last layer gives ${shape.join(" × ")} numbers, but there are ten digits. End with Dense, 10 units, softmax.`;
  }
  const { class_name: className, config } = last.serialise();
  if (className === "Softmax" || config["activation"] === "softmax") return undefined;
  return "The last layer gives no probabilities. Give it the activation softmax.";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
