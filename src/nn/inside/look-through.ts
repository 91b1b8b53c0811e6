/**
 * The network as it is looked into: all that its layers compute for an example, and the exact gradient of every class score for
 * the example's numbers. The engine's own passes are run, forward and backward; only a fit never asks for the gradient of the
 * input, so a layer in front copies the input to a flow that wants one. Rows are independent of each other: the same example in as
 * many rows as there are classes gives the whole Jacobian in one pass.
 */
import { rangeError } from "../../base/errors.ts";
import { formatShape, sizeOf, type NdArray, type Shape } from "../../base/shapes.ts";
import { Arena } from "../engine/arena.ts";
import { Flow } from "../engine/flow.ts";
import { imageFlow, pixelOf, pixelsOf, repackStage } from "../engine/image-flow.ts";
import { bindKernels, createMemory, kernelModule, type Kernels } from "../engine/kernels.ts";
import { Network } from "../engine/network.ts";
import { ParameterLayout } from "../engine/parameters.ts";
import { WHOLE } from "../engine/part.ts";
import { RowSchedule } from "../engine/row-schedule.ts";
import type { PlanContext, Stage } from "../engine/stage.ts";
import { chainShapes } from "../layers/build-layers.ts";
import { Layer } from "../layers/layer.ts";
import type { JsonObject } from "../model-record.ts";
import type { Sequential } from "../sequential.ts";
import { withoutNormalisations } from "./without-normalisations.ts";

/** What one layer gave for an example. */
export interface LayerActivation {
  /** The layer's name in its model, such as `"conv2d_1"`. */
  name: string;
  className: string;
  /** (...outputShape), row-major, behind the layer's activation. */
  values: NdArray;
}

/** What a network gave for one example. */
export interface LookThrough {
  /** What goes into the last activation: the classes' scores. */
  scores: Float32Array;
  /** What `predict` gives. */
  outputs: Float32Array;
  /** Of each layer, the last one's behind its activation as the others'. */
  activations: LayerActivation[];
}

const nobody = (): void => {};

/** Passes its input on as it is, and knows where it lies. */
class Tap extends Layer {
  readonly className: string = "Tap";
  flow!: Flow;
  shape!: Shape;

  outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  plan(context: PlanContext): Stage | undefined {
    this.watch(context.input, context.inputShape);
    return undefined;
  }

  protected watch(flow: Flow, shape: Shape): void {
    // Asked for now, while the memory is planned: neighbours may only read lists.
    flow.values();
    this.flow = flow;
    this.shape = shape;
  }

  protected ownConfig(): JsonObject {
    return {};
  }
}

/** Copies the network's input to a flow through which a gradient comes back. */
class InputTap extends Tap {
  override readonly className = "InputTap";

  override plan(context: PlanContext): Stage {
    const { arena, rows, input, inputShape: shape } = context;
    const options = { sparse: false, differentiable: true };
    const isImage = shape.length > 1;
    const output = isImage
      ? imageFlow(context, shape, options)
      : new Flow(arena, rows, sizeOf(shape), options);
    output.delta();
    this.watch(output, shape);
    return repackStage({ input, output, shape, training: true });
  }
}

/** A network planned for looking into it; it keeps the weights that the model has when it is made. */
export class LookThroughProgram {
  readonly inputShape: Shape;
  readonly classes: number;
  readonly #model: Sequential;
  readonly #front = new InputTap();
  readonly #taps: Tap[];
  readonly #network: Network;
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;
  readonly #inputs: number;
  readonly #numbers: number;
  readonly #forward = new RowSchedule(1);
  readonly #backward = new RowSchedule(1);

  /** @throws InklingError if the model is not built; RangeError if its outputs are not one axis of classes */
  constructor(model: Sequential) {
    checkClasses(model.outputShape);
    this.#model = model;
    this.inputShape = model.inputShape;
    [this.classes] = model.outputShape;
    const { groups, weights } = withoutNormalisations(model);
    this.#taps = groups.slice(1).map(() => new Tap());
    const layers = [this.#front, ...groups.flatMap((group, i) => [...group, ...this.#taps.slice(i, i + 1)])];
    const layout = new ParameterLayout(layers, chainShapes(layers, this.inputShape));
    const arena = new Arena();
    const parameters = arena.allocate(layout.floats * 4);
    const rows = this.classes;
    this.#network = new Network(arena, {
      layers,
      layout,
      inputShape: this.inputShape,
      rows,
      threads: 1,
      parameters,
      gradients: arena.allocate(layout.floats * 4),
      inputKinds: ["floats"],
      sparseInput: false,
    });
    this.#network.output.delta();
    this.#inputs = arena.allocate(sizeOf(this.inputShape) * 4);
    this.#numbers = arena.allocate(rows * 4);
    this.#memory = createMemory(arena.seal());
    this.#kernels = bindKernels(kernelModule(), this.#memory);
    this.#network.initialise(this.#kernels);
    layout.writeAll(new Float32Array(this.#memory.buffer, parameters, layout.floats), weights);
    this.#network.prepare(this.#kernels, WHOLE);
    this.#network.addForward(this.#forward, false);
    this.#network.addBackward(this.#backward);
  }

  /** Runs one example. @param example its numbers, row-major @throws RangeError if they are not as many as the model's inputs */
  look(example: Float32Array): LookThrough {
    this.#run(example, 1);
    const { output, outputActivation, outputShape } = this.#network;
    const scores = this.#read(output.values(), this.classes);
    const hidden = this.#taps.map(({ flow, shape }) =>
      unpadded(this.#floats(flow.values(), flow), flow, shape),
    );
    outputActivation.forward(this.#kernels, output, 0, 1);
    const outputs = this.#read(output.values(), this.classes);
    const values = [...hidden, { data: outputs, shape: outputShape }];
    const activations = this.#model.layers.map(({ name = "", className }, i) => ({
      name,
      className,
      values: values[i],
    }));
    return { scores, outputs, activations };
  }

  /**
   * The scores, and the gradient of each for the example.
   * @returns gradients (classes, ...inputShape), of what goes into the last activation
   */
  scoresAndGradients(example: Float32Array): { scores: Float32Array; gradients: Float32Array[] } {
    const rows = this.classes;
    this.#run(example, rows);
    const { output } = this.#network;
    const scores = this.#read(output.values(), rows);
    const deltas = new Float32Array(this.#memory.buffer, output.delta(), rows * output.stride).fill(0);
    for (let k = 0; k < rows; k++) deltas[k * output.stride + k] = 1;
    this.#backward.run(this.#kernels, { training: false, key: 0, rows, part: WHOLE }, nobody);
    const { flow, shape } = this.#front;
    const gradients = Array.from(
      { length: rows },
      (_, k) => unpadded(this.#floats(flow.delta() + k * flow.stride * 4, flow), flow, shape).data,
    );
    return { scores, gradients };
  }

  #run(example: Float32Array, rows: number): void {
    const size = sizeOf(this.inputShape);
    if (example.length !== size) {
      throw rangeError({
        what: "the example does not have the model's input shape",
        expected: `${size} numbers, ${formatShape(this.inputShape)}`,
        received: String(example.length),
      });
    }
    const { buffer } = this.#memory;
    new Float32Array(buffer, this.#inputs, size).set(example);
    // Row 0 of the inputs, again and again.
    new Uint32Array(buffer, this.#numbers, rows).fill(0);
    const stored = { inputs: this.#inputs, inputKind: "floats" as const, scale: 1, starts: 0 };
    this.#network.load(this.#kernels, stored, this.#numbers, 0, rows);
    this.#forward.run(this.#kernels, { training: false, key: 0, rows, part: WHOLE }, nobody);
  }

  #read(address: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, count).slice();
  }

  /** A row of a flow, padding and all, as a view. */
  #floats(address: number, flow: Flow): Float32Array {
    return new Float32Array(this.#memory.buffer, address, flow.stride);
  }
}

/** A copy of a row without the padding behind its pixels. */
function unpadded(row: Float32Array, flow: Flow, shape: Shape): NdArray {
  const data = new Float32Array(sizeOf(shape));
  if (flow.width === data.length) return { data: row.slice(0, data.length), shape };
  const channels = shape[shape.length - 1];
  const pixel = pixelOf(flow, shape);
  for (let p = 0; p < pixelsOf(shape); p++) {
    data.set(row.subarray(p * pixel, p * pixel + channels), p * channels);
  }
  return { data, shape };
}

function checkClasses(shape: Shape): void {
  if (shape.length === 1) return;
  throw rangeError({
    what: "only a network that tells classes apart can be looked into",
    expected: "outputs with one axis, such as (10,)",
    received: formatShape(shape),
  });
}
