/** Draws with a model that is loaded when it is first needed, by whatever a platform loads files with. */
import type { DataSet } from "../data/index.ts";
import { drawInk, inkBatches, type InkBatchesOptions, type InkOptions } from "./draw-ink.ts";
import type { InkModel } from "./ink-model.ts";

export class InkSource {
  readonly #load: () => Promise<InkModel>;
  #model: Promise<InkModel> | undefined;

  constructor(load: () => Promise<InkModel>) {
    this.#load = load;
  }

  async draw(options?: InkOptions): Promise<DataSet> {
    return drawInk(await this.#loaded(), options);
  }

  async *stream(options?: InkBatchesOptions): AsyncGenerator<DataSet, void> {
    yield* inkBatches(await this.#loaded(), options);
  }

  /** Loaded once; after a failure the next call tries again, since the file or the network may be back. */
  #loaded(): Promise<InkModel> {
    this.#model ??= this.#load().catch((error: unknown) => {
      this.#model = undefined;
      throw error;
    });
    return this.#model;
  }
}
