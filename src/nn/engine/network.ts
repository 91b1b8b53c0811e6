/** A planned chain of stages: one batch forward, one batch backward. */
import { getActivation } from "../activations/get-activation.ts";
import type { Activation } from "../activations/activation.ts";
import { Dense } from "../layers/dense.ts";
import type { Layer } from "../layers/layer.ts";
import type { Arena } from "./arena.ts";
import type { Examples, InputKind } from "./examples.ts";
import { Flow } from "./flow.ts";
import type { Kernels } from "./kernels.ts";
import type { ParameterLayout } from "./parameters.ts";
import type { Stage, StepFacts, UpdateWeights } from "./stage.ts";

/** What a network is planned from. */
export interface NetworkPlan {
  layers: readonly Layer[];
  layout: ParameterLayout;
  /** Numbers of one example. */
  inputWidth: number;
  /** The most rows a batch will have. */
  rows: number;
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

/** 2^32 divided by the golden ratio: spreads the layers' keys. */
const KEY_STEP = 0x9e3779b9;

/** Stages bound to addresses of an arena; stateless but for these. */
export class Network {
  readonly input: Flow;
  readonly output: Flow;
  /** The last layer's activation, which is not applied by `forward`: a loss may take it over. */
  readonly outputActivation: Activation;
  readonly #stages: Stage[] = [];
  /** Whether a stage reads the input as dense values. */
  readonly #readsValues: boolean;

  constructor(arena: Arena, plan: NetworkPlan) {
    const { layers, layout, rows } = plan;
    this.input = new Flow(arena, rows, plan.inputWidth, { sparse: plan.sparseInput, differentiable: false });
    let flow = this.input;
    layers.forEach((layer, index) => {
      const views = layout.views.filter((view) => view.layer === index);
      const addresses = (base: number): number[] => views.map((view) => base + view.offset * 4);
      const stage = layer.plan({
        arena,
        rows,
        input: flow,
        weights: addresses(plan.parameters),
        gradients: plan.gradients === undefined ? undefined : addresses(plan.gradients),
        deferActivation: index === layers.length - 1,
      });
      if (stage === undefined) return;
      this.#stages.push(stage);
      flow = stage.output;
    });
    this.#readsValues = this.input.hasValues;
    // Floats come in as values even where only lists are read of them.
    if (plan.inputKinds.includes("floats")) this.input.values();
    this.output = flow;
    this.output.values();
    const last = layers.at(-1);
    this.outputActivation = last instanceof Dense ? last.activation : getActivation("linear");
  }

  /** Fetches examples of a set. `rows` is the address of their row numbers, u32. */
  load(kernels: Kernels, examples: StoredInputs, rows: number, count: number): void {
    const { input } = this;
    const { inputs, inputKind, scale } = examples;
    if (inputKind === "floats") {
      kernels.gatherFloats(input.values(), inputs, rows, input.width, input.stride, 0, count);
      if (input.hasLists) input.fillLists(kernels, 0, count);
      return;
    }
    if (input.hasLists) {
      const { entries, counts, capacity } = input.lists();
      if (inputKind === "packed") {
        kernels.unpackRows(entries, counts, inputs, examples.starts, rows, scale, capacity, 0, count);
        return;
      }
      kernels.sparsifyBytes(entries, counts, inputs, rows, scale, input.width, capacity, 0, count);
    }
    if (this.#readsValues) {
      kernels.gatherBytes(input.values(), inputs, rows, scale, input.width, input.stride, 0, count);
    }
  }

  /** Once a step, when the weights have changed. */
  prepare(kernels: Kernels, training: boolean): void {
    for (const stage of this.#stages) stage.prepare?.(kernels, training);
  }

  /** Input to output, up to the last activation. */
  forward(kernels: Kernels, rows: number, facts: StepFacts): void {
    this.#stages.forEach((stage, i) => stage.forward(kernels, 0, rows, keyed(facts, i)));
  }

  /** From the output's delta to the gradients of all weights; `update` takes the optimizer's step with them. */
  backward(kernels: Kernels, rows: number, facts: StepFacts, update: UpdateWeights): void {
    for (let i = this.#stages.length - 1; i >= 0; i--) {
      const stage = this.#stages[i];
      stage.backward(kernels, 0, rows, keyed(facts, i));
      stage.gradient?.(kernels, rows, update);
    }
  }
}

function keyed({ training, key }: StepFacts, index: number): StepFacts {
  return { training, key: (key + Math.imul(index, KEY_STEP)) | 0 };
}
