/** What a fit must have in common with a backup to go on from it: everything that decides its weights. */
import type { Callback } from "./callbacks/callback.ts";
import type { TrainingJob } from "./engine/training-job.ts";
import type { FitParts } from "./fit.ts";
import type { Json, JsonObject } from "./model-record.ts";
import { sha256OfParts } from "./sha256-of-parts.ts";

/** Grows when a backup's facts change so that an older one cannot be gone on from. */
const FORMAT = 1;

/** How a fit is to run. */
export interface FitPlan {
  job: TrainingJob;
  initialEpoch: number;
  /** Callbacks may plan by the number of epochs, as a learning rate that falls to zero does. */
  epochs: number;
  callbacks: readonly Callback[];
}

/**
 * Equal for fits that end with the same weights. Not in it are the number of threads, which decides nothing, and the labels' width,
 * which follows from the examples.
 */
export async function fingerprintOf(
  { model, training, validation }: FitParts,
  { job, initialEpoch, epochs, callbacks }: FitPlan,
): Promise<JsonObject> {
  const { threads: _, targetWidth: __, ...rest } = job;
  const fingerprint = {
    format: FORMAT,
    ...rest,
    ...{ modelSeed: model.seed, initialEpoch, epochs },
    callbacks: callbacks.filter(hasState).map((callback) => callback.constructor.name),
    trainingSha256: await sha256OfParts([training.inputs.data, training.targets.data]),
    validationSha256:
      validation === undefined
        ? null
        : await sha256OfParts([validation.inputs.data, validation.targets.data]),
  };
  // What JSON leaves out or rounds must be so in the fingerprint of the fit that goes on, too.
  return JSON.parse(JSON.stringify(fingerprint)) as JsonObject;
}

/** Whether a callback remembers something from epoch to epoch. */
export function hasState(callback: Callback): boolean {
  return callback.saveState() !== undefined;
}

/** Where two fingerprints first differ, and what stands there; undefined if they are equal. */
export function firstDifference(
  a: Json | undefined,
  b: Json | undefined,
  place = "",
): { place: string; a: Json | undefined; b: Json | undefined } | undefined {
  if (!isBranch(a) || !isBranch(b)) return a === b ? undefined : { place, a, b };
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const name of names) {
    const below = firstDifference(a[name], b[name], place === "" ? name : `${place}.${name}`);
    if (below !== undefined) return below;
  }
  return undefined;
}

function isBranch(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null;
}
