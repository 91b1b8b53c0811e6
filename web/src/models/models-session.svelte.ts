/** What the view Models shows: stored models, and what is known of a file that was dropped. */
import { writeModelRecord, readModelRecord, type ModelFormat } from "../../../src/formats/index.ts";
import { describeError, tell, tellError } from "../parts/notices.svelte.ts";
import { download } from "../shared/download.ts";
import { withExtension } from "../shared/model-files.ts";
import { chosenModel } from "../shared/chosen-model.svelte.ts";
import { deleteModel, listModels, saveModel, type StoredModel } from "../storage/models.ts";
import type { Inspection, Measured } from "../workers/inside-messages.ts";
import { InsideClient } from "../inside/inside-client.ts";

/** `null`: the server has no MNIST. */
export type Measure = Measured | null | "running";

export interface DroppedModel extends Inspection {
  name: string;
  bytes: Uint8Array;
  measured?: Measure;
  /** Under which id it is kept. */
  storedId?: string;
}

/** A file larger than this is no network of digits. */
const MOST_BYTES = 512e6;

export class ModelsSession {
  #client: InsideClient | undefined;
  models = $state.raw<StoredModel[]>([]);
  dropped = $state.raw<DroppedModel | undefined>(undefined);
  problem = $state.raw<{ title: string; detail?: string } | undefined>(undefined);
  isReading = $state(false);
  /** Of stored models, by id. */
  measures = $state<Record<string, Measure>>({});

  async refresh(): Promise<void> {
    this.models = await listModels().catch(() => []);
  }

  async open(file: File): Promise<void> {
    this.dropped = undefined;
    this.problem = undefined;
    this.isReading = true;
    try {
      if (file.size > MOST_BYTES)
        throw new Error(`${file.name} is too large for a page: it has more than 512 MB.`);
      const bytes = new Uint8Array(await file.arrayBuffer());
      const inspection = await this.#ask().ask("inspect", { model: { name: file.name, bytes } });
      this.dropped = { name: file.name, bytes, ...inspection };
    } catch (error) {
      this.problem = describeError(error);
    } finally {
      this.isReading = false;
    }
    if (this.dropped !== undefined && this.dropped.obstacle === undefined)
      await this.#measureDropped(this.dropped);
  }

  close(): void {
    this.dropped = undefined;
    this.problem = undefined;
  }

  async keepDropped(): Promise<void> {
    const { dropped } = this;
    if (dropped === undefined) return;
    await attempt(async () => {
      const { measured } = dropped;
      const stored = await saveModel({
        name: dropped.name,
        bytes: dropped.bytes,
        origin: "file",
        accuracy: isMeasured(measured) ? measured.right / measured.count : undefined,
      });
      this.dropped = { ...dropped, storedId: stored.id };
      await this.refresh();
      tell({ tone: "good", title: `${stored.name} is kept in this browser.` });
    });
  }

  async measure(model: StoredModel): Promise<void> {
    this.measures[model.id] = "running";
    try {
      const { measured } = await this.#measure({ name: model.name, bytes: model.bytes });
      this.measures[model.id] = measured ?? null;
    } catch (error) {
      delete this.measures[model.id];
      tellError(error);
    }
  }

  async rename(model: StoredModel, name: string): Promise<void> {
    const wanted = name.trim();
    if (wanted === "" || wanted === model.name) return;
    await attempt(async () => {
      const { savedAt: _, ...rest } = model;
      const renamed = await saveModel({ ...rest, name: wanted });
      if (chosenModel.current?.id === model.id) await chosenModel.choose(renamed);
      await this.refresh();
    });
  }

  async remove(model: StoredModel): Promise<void> {
    await attempt(async () => {
      if (chosenModel.current?.id === model.id) await chosenModel.choose(undefined);
      await deleteModel(model.id);
      if (this.dropped?.storedId === model.id) this.dropped = { ...this.dropped, storedId: undefined };
      await this.refresh();
    });
  }

  async #measureDropped(dropped: DroppedModel): Promise<void> {
    this.#setMeasured(dropped.name, "running");
    try {
      const { measured } = await this.#measure({ name: dropped.name, bytes: dropped.bytes });
      this.#setMeasured(dropped.name, measured ?? null);
    } catch (error) {
      this.#setMeasured(dropped.name, undefined);
      tellError(error);
    }
  }

  #setMeasured(name: string, measured: Measure | undefined): void {
    if (this.dropped?.name === name) this.dropped = { ...this.dropped, measured };
  }

  #measure(model: { name: string; bytes: Uint8Array }): Promise<{ measured?: Measured }> {
    return this.#ask().ask("measure", { base: document.baseURI, model });
  }

  /** The worker starts when it is first needed. */
  #ask(): InsideClient {
    return (this.#client ??= new InsideClient());
  }
}

function isMeasured(measured: Measure | undefined): measured is Measured {
  return typeof measured === "object" && measured !== null;
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tellError(error);
  }
}

/** Hands a stored model to the visitor as a file. */
export async function downloadModel(
  { name, bytes }: StoredModel,
  format: ModelFormat,
  extension: string,
): Promise<void> {
  await attempt(async () => {
    const file = await writeModelRecord(await readModelRecord(bytes, name), format);
    download(new Blob([Uint8Array.from(file)]), withExtension(name, extension));
  });
}
