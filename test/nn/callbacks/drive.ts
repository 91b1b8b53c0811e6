/** Calls a callback's hooks as `fit` does, with made-up epochs and a model of one weight. */
import { readFileSync } from "node:fs";
import type { NdArray } from "../../../src/base/shapes.ts";
import type { Callback, FitParameters, Logs } from "../../../src/nn/callbacks/callback.ts";

/** What callbacks use of a model. Keras's optimizers hold the rate as a float32. */
export class FakeModel {
  stopTraining = false;
  readonly saved: string[] = [];
  #weight = Float32Array.of(0);
  #learningRate: number;

  constructor(learningRate = 0.001) {
    this.#learningRate = Math.fround(learningRate);
  }
  get learningRate(): number {
    return this.#learningRate;
  }
  set learningRate(rate: number) {
    this.#learningRate = Math.fround(rate);
  }
  get weight(): number {
    return this.#weight[0];
  }
  getWeights(): NdArray[] {
    return [{ data: this.#weight.slice(), shape: [1, 1] }];
  }
  setWeights(weights: NdArray[]): void {
    this.#weight = weights[0].data.slice();
  }
  save(path: string): Promise<void> {
    this.saved.push(path);
    return Promise.resolve();
  }
}

/** What was seen at the end of each epoch. */
interface EpochSeen {
  stop: boolean;
  learningRate: number;
}

export function attach(callback: Callback, model: FakeModel, params: Partial<FitParameters>): void {
  const defaults: FitParameters = {
    epochs: 1,
    initialEpoch: 0,
    batchSize: 32,
    steps: 1,
    metrics: [],
    verbose: 0,
  };
  Object.assign(callback, { model, params: { ...defaults, ...params } });
}

/** In epoch e (from 0) the model's one weight is e + 1, as in make-callbacks-golden.py. */
export async function drive(
  callback: Callback,
  model: FakeModel,
  epochs: readonly Logs[],
): Promise<EpochSeen[]> {
  attach(callback, model, { epochs: epochs.length, metrics: Object.keys(epochs[0]) });
  const seen: EpochSeen[] = [];
  await callback.onTrainBegin();
  for (const [epoch, logs] of epochs.entries()) {
    await callback.onEpochBegin(epoch);
    model.setWeights([{ data: Float32Array.of(epoch + 1), shape: [1, 1] }]);
    await callback.onEpochEnd(epoch, logs);
    seen.push({ stop: model.stopTraining, learningRate: model.learningRate });
    if (model.stopTraining) break;
  }
  await callback.onTrainEnd();
  return seen;
}

/** One golden fit of one callback, as make-callbacks-golden.py writes it. */
export interface GoldenCase<Options> {
  options: Options;
  /** The figure of each epoch; null stands for NaN. */
  values: (number | null)[];
  printed: string;
  epochs: EpochSeen[];
}

/** A section of callbacks.json. */
export function golden<Case>(section: string): Case[] {
  const path = new URL("../../golden/callbacks.json", import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as Record<string, Case[]>)[section];
}

export const orNaN = (value: number | null): number => value ?? NaN;
