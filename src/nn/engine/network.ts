/** A planned chain of stages. */
import { rangeError } from "../../base/errors.ts";
import { formatShape, sizeOf, type Shape } from "../../base/shapes.ts";
import { getActivation } from "../activations/get-activation.ts";
import type { Activation } from "../activations/activation.ts";
import { BatchNormalization } from "../layers/batch-normalization.ts";
import { chainShapes } from "../layers/build-layers.ts";
import type { Layer } from "../layers/layer.ts";
import type { Arena } from "./arena.ts";
import type { Examples, InputKind } from "./examples.ts";
import { Flow } from "./flow.ts";
import { foldNormalisation } from "./fold-normalisation.ts";
import { compactImage } from "./image-flow.ts";
import type { Kernels } from "./kernels.ts";
import type { ParameterLayout, ParameterView } from "./parameters.ts";
import type { Part } from "./part.ts";
import type { RowSchedule } from "./row-schedule.ts";
import type { Stage, StepFacts, UpdateWeights } from "./stage.ts";

/** What a network is planned from. */
export interface NetworkPlan {
  layers: readonly Layer[];
  layout: ParameterLayout;
  /** Shape of one example. */
  inputShape: Shape;
  /** The most rows a batch will have. */
  rows: number;
  /** Threads that will share the work. */
  threads: number;
  /** Address of the parameters. */
  parameters: number;
  /** Address of their gradients; undefined where the network will only predict. */
  gradients?: number;
  inputKinds: readonly InputKind[];
  /** Whether most inputs are zero. */
  sparseInput: boolean;
}

/** Where inputs lie, and as what. */
export type StoredInputs = Pick<Examples, "inputs" | "inputKind" | "scale" | "starts">;

/** Eight places for each of 256 masks, see kernels/sparse-lists.ts. */
const PACKING_TABLE_BYTES = 2048;
/** 2^32 divided by the golden ratio: spreads the layers' salts. */
const SALT_STEP = 0x9e3779b9;
/** Bytes that the passes of a block of rows may touch and still find in the second-level cache. */
const CACHED_BYTES = 2 ** 20;

/** Addresses of a layer's weights and gradients, and what brings them up to date, if they are derived from others. */
interface LayerWeights {
  weights: readonly number[];
  gradients?: readonly number[];
  fold?: (kernels: Kernels) => void;
}

/** Stages bound to addresses of an arena; stateless but for these. */
export class Network {
  readonly input: Flow;
  readonly output: Flow;
  /** Shape of one example's outputs. */
  readonly outputShape: Shape;
  /** The last layer's activation, which is not applied by `forward`: a loss may take it over. */
  readonly outputActivation: Activation;
  /** Rows to take through the layers at a time, so that their values stay in the cache. */
  readonly blockRows: number;
  readonly #stages: Stage[] = [];
  /** What makes weights with a normalization folded in; none where the network trains. */
  readonly #folds: ((kernels: Kernels) => void)[] = [];
  readonly #inputChannels: number;
  /** Address of the table by which bytes are packed into lists. */
  readonly #packingTable: number;
  /** Whether a stage reads the input as dense values. */
  readonly #readsValues: boolean;

  constructor(arena: Arena, plan: NetworkPlan) {
    const { layers, rows, inputShape, sparseInput } = plan;
    const bytesBefore = arena.bytes;
    const shapes = chainShapes(layers, inputShape);
    this.input = new Flow(arena, rows, sizeOf(inputShape), {
      sparse: sparseInput,
      differentiable: false,
      blankPixels: sparseInput && inputShape.length === 3 ? "zero" : undefined,
    });
    this.#inputChannels = inputShape.at(-1) ?? 1;
    this.#packingTable = arena.allocate(PACKING_TABLE_BYTES);
    let flow = this.input;
    layers.forEach((layer, index) => {
      if (isFolded(plan, index)) return;
      const layerWeights = this.#weightsOf(arena, plan, index);
      const planned = layer.plan({
        arena,
        rows,
        threads: plan.threads,
        input: flow,
        inputShape: shapes[index],
        outputShape: shapes[index + 1],
        weights: layerWeights.weights,
        gradients: layerWeights.gradients,
        deferActivation: index === layers.length - 1,
        salt: Math.imul(index, SALT_STEP),
      });
      const stages = planned === undefined ? [] : [planned].flat();
      if (layerWeights.fold !== undefined) this.#folds.push(layerWeights.fold);
      this.#stages.push(...stages);
      flow = stages.at(-1)?.output ?? flow;
    });
    const compacted = compactImage(arena, rows, flow, shapes[layers.length], plan.gradients !== undefined);
    if (compacted !== undefined) {
      this.#stages.push(compacted);
      flow = compacted.output;
    }
    this.#readsValues = this.input.hasValues;
    // Floats come in as values even where only lists are read of them.
    if (plan.inputKinds.includes("floats")) this.input.values();
    this.output = flow;
    this.outputShape = shapes[layers.length];
    this.output.values();
    this.outputActivation = layers.at(-1)?.outputActivation ?? getActivation("linear");
    checkOutput(this.outputActivation, this.outputShape);
    if (plan.gradients !== undefined && this.outputActivation.keepsInput === true)
      this.output.preActivation();
    for (const stage of this.#stages) stage.finishPlan?.();
    const rowBytes = (arena.bytes - bytesBefore) / rows;
    this.blockRows = Math.max(1, Math.floor(CACHED_BYTES / rowBytes));
  }

  /** A layer's weights, with the normalization behind it folded in where there is one. Addresses. */
  #weightsOf(arena: Arena, plan: NetworkPlan, index: number): LayerWeights {
    const { layers, layout, parameters, gradients } = plan;
    const viewsOf = (layer: number): ParameterView[] => layout.views.filter((view) => view.layer === layer);
    const addresses = (base: number, layer: number): number[] =>
      viewsOf(layer).map((view) => base + view.offset * 4);
    const weights = addresses(parameters, index);
    if (gradients !== undefined) return { weights, gradients: addresses(gradients, index) };
    if (!isFolded(plan, index + 1)) return { weights };
    const next = layers[index + 1] as BatchNormalization;
    const both = { layer: weights, normalisation: addresses(parameters, index + 1) };
    return foldNormalisation(arena, viewsOf(index), next, both);
  }

  /** Fetches examples of a set into the rows `from` to `to`. `numbers` is the address of the rows' numbers, u32. */
  load(kernels: Kernels, examples: StoredInputs, numbers: number, from: number, to: number): void {
    this.#fetch(kernels, examples, numbers, from, to);
    const { input } = this;
    if (!input.hasBlanks) return;
    const pixels = input.width / this.#inputChannels;
    const images = [input.values(), this.#inputChannels, input.stride];
    kernels.markBlankPixels(input.blanks(pixels), ...images, pixels, from, to);
  }

  #fetch(kernels: Kernels, examples: StoredInputs, numbers: number, from: number, to: number): void {
    const { input } = this;
    const { inputs, inputKind, scale } = examples;
    if (inputKind === "floats") {
      kernels.gatherFloats(input.values(), inputs, numbers, input.width, input.stride, from, to);
      if (input.hasLists) input.fillLists(kernels, from, to);
      return;
    }
    if (input.hasLists) {
      const { entries, counts, capacity } = input.lists();
      if (inputKind === "packed") {
        kernels.unpackRows(entries, counts, inputs, examples.starts, numbers, scale, capacity, from, to);
        return;
      }
      const places = [entries, counts, inputs, numbers, scale, input.width, this.#packingTable, capacity];
      kernels.sparsifyBytes(...places, from, to);
    }
    if (this.#readsValues) {
      kernels.gatherBytes(input.values(), inputs, numbers, scale, input.width, input.stride, from, to);
    }
  }

  /** Once, when the memory is there, by one thread: writes what never changes. */
  initialise(kernels: Kernels): void {
    kernels.fillPackingTable(this.#packingTable);
  }

  /** When weights have changed: a thread's share of what is derived from them. */
  prepare(kernels: Kernels, part: Part): void {
    for (const fold of this.#folds) fold(kernels);
    for (const stage of this.#stages) stage.prepare?.(kernels, part);
  }

  /** Appends the passes from the input to the output, up to the last activation. */
  addForward(schedule: RowSchedule, training: boolean): void {
    for (const stage of this.#stages) {
      if (training && stage.beforeForward !== undefined)
        schedule.add(stage.beforeForward, { thenMeet: true });
      schedule.add(stage.forward, { allRows: stage.takesAllRows });
    }
  }

  /** Appends the passes from the output's delta to the first layer's. */
  addBackward(schedule: RowSchedule): void {
    for (const stage of this.#stages.toReversed()) {
      if (stage.beforeBackward !== undefined) schedule.add(stage.beforeBackward, { thenMeet: true });
      schedule.add(stage.backward, { allRows: stage.takesAllRows });
    }
  }

  /** A thread's share of all weights: their gradients, the optimizer's step (by `update`), and what follows from it. */
  updateWeights(kernels: Kernels, facts: StepFacts, update: UpdateWeights): void {
    for (const stage of this.#stages.toReversed()) {
      stage.gradient?.(kernels, facts, update);
      stage.prepare?.(kernels, facts.part);
    }
  }
}

/** Whether a layer is a normalization that is folded into the one in front of it: where the network will only predict. */
function isFolded({ layers, gradients }: NetworkPlan, index: number): boolean {
  const inFront = index > 0 && layers[index - 1].foldsNormalisation;
  return gradients === undefined && inFront && layers[index] instanceof BatchNormalization;
}

/** @throws RangeError if the last activation would mix the pixels of images, which the network takes as one row */
function checkOutput(activation: Activation, shape: Shape): void {
  if (activation.name !== "softmax" || shape.length === 1) return;
  throw rangeError({
    what: "a softmax of images cannot be a model's last layer",
    expected: "examples with one axis, such as (10,)",
    received: formatShape(shape),
    mend: "Put a Flatten or GlobalAveragePooling2D layer before it.",
  });
}
