/** Models that the visitor trained or dropped, kept in the browser. */
import { inStore } from "./database.ts";

/** A model of the visitor's. */
export interface StoredModel {
  id: string;
  /** As the visitor knows it: "My network" or "MNIST-ANN.h5". */
  name: string;
  /** A file's bytes that `readModelRecord` reads, such as `writeModelRecord(record, "safetensors")`. */
  bytes: Uint8Array;
  /** When it was kept, milliseconds since 1970. */
  savedAt: number;
  /** Share of MNIST's test set that it read right, if that is known. */
  accuracy?: number;
  /** Where it comes from, as "trained here, 25 epochs" or "file". */
  origin: string;
}

/** Keeps a model, in the place of an earlier one with its id. @throws InklingError if there is no room */
export async function saveModel(
  model: Omit<StoredModel, "id" | "savedAt"> & { id?: string },
): Promise<StoredModel> {
  const kept = { ...model, id: model.id ?? crypto.randomUUID(), savedAt: Date.now() };
  await inStore("models", "readwrite", (store) => store.put(kept, kept.id));
  return kept;
}

/** All models, the newest first. @throws InklingError if the browser keeps nothing */
export async function listModels(): Promise<StoredModel[]> {
  const models = await inStore<StoredModel[]>("models", "readonly", (store) => store.getAll());
  return models.sort((a, b) => b.savedAt - a.savedAt);
}

/** @throws InklingError if the browser keeps nothing */
export async function loadModel(id: string): Promise<StoredModel | undefined> {
  return await inStore<StoredModel | undefined>("models", "readonly", (store) => store.get(id));
}

/** @throws InklingError if the browser keeps nothing */
export async function deleteModel(id: string): Promise<void> {
  await inStore("models", "readwrite", (store) => store.delete(id));
}
