/**
 * A fit that a BackupAndRestore callback keeps: the whole of it, gathered after each epoch and put back before the first.
 * What is kept is the model's weights, the optimizer's state, the next epoch, and the states of all callbacks; what is
 * not, such as an epoch's order of examples, follows from the seed and the epoch's number.
 */
import { InklingError, rangeError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import { BackupAndRestore } from "./callbacks/backup-and-restore.ts";
import type { Callback } from "./callbacks/callback.ts";
import type { FitParts } from "./fit.ts";
import { fingerprintOf, firstDifference, hasState, type FitPlan } from "./fit-fingerprint.ts";
import type { Json, JsonObject, ModelRecord } from "./model-record.ts";
import { sha256OfParts } from "./sha256-of-parts.ts";

/** One callback's part of the backup. */
interface SavedState {
  values: JsonObject;
  /** How many of the record's arrays are its own; null if it had none. */
  arrays: number | null;
}

/** The facts in a backup. */
interface Facts {
  nextEpoch: number;
  stopTraining: boolean;
  fingerprint: JsonObject;
  callbacks: SavedState[];
}

/**
 * The resumption of a fit, after the backup has been read, if there is one, and compared with the fit.
 * @throws InklingError if the backup is damaged or of another training, RangeError for two BackupAndRestore callbacks
 */
export async function findResumption(parts: FitParts, plan: FitPlan): Promise<Resumption> {
  const keepers = plan.callbacks.filter((callback) => callback instanceof BackupAndRestore);
  if (keepers.length > 1) {
    throw rangeError({
      what: "there are too many BackupAndRestore callbacks",
      expected: "one in a fit",
      received: String(keepers.length),
    });
  }
  if (keepers.length === 0) return new Resumption(parts, plan);
  const [keeper] = keepers;
  const fingerprint = await fingerprintOf(parts, plan);
  const record = await keeper.load();
  if (record !== undefined) await checkRecord(record, fingerprint, keeper);
  return new Resumption(parts, plan, { keeper, fingerprint, record });
}

/** A fit's backup. */
interface Backup {
  keeper: BackupAndRestore;
  fingerprint: JsonObject;
  /** What an earlier fit has kept. */
  record?: ModelRecord;
}

export class Resumption {
  readonly #fit: Pick<FitParts, "model" | "home" | "state">;
  readonly #initialEpoch: number;
  /** The callbacks that remember something. */
  readonly #callbacks: readonly Callback[];
  readonly #backup: Backup | undefined;

  /** @param backup none for a fit that nobody keeps */
  constructor({ model, home, state }: FitParts, { initialEpoch, callbacks }: FitPlan, backup?: Backup) {
    this.#fit = { model, home, state };
    this.#initialEpoch = initialEpoch;
    this.#callbacks = callbacks.filter(hasState);
    this.#backup = backup;
  }

  /** Puts the fit where the backup was made, if there is one; returns the epoch to begin with. */
  async restore(): Promise<number> {
    if (this.#backup === undefined) return this.#initialEpoch;
    const { keeper, record } = this.#backup;
    keeper.resumedEpoch = undefined;
    if (record === undefined) return this.#initialEpoch;
    const { model, home, state } = this.#fit;
    const { nextEpoch, stopTraining, callbacks } = factsOf(record);
    model.setWeights(record.weights.flatMap(({ weights }) => weights));
    if (record.optimizer !== undefined) state.restore(record.optimizer, home.layout);
    model.stopTraining = stopTraining;
    let next = 0;
    for (const [i, { values, arrays: count }] of callbacks.entries()) {
      const arrays = count === null ? undefined : record.fit?.arrays.slice(next, next + count);
      await this.#callbacks[i].restoreState({ values, arrays });
      next += count ?? 0;
    }
    keeper.resumedEpoch = nextEpoch;
    return nextEpoch;
  }

  /** Replaces the backup, once every callback has seen the end of the epoch before `nextEpoch`. */
  async backUp(nextEpoch: number): Promise<void> {
    if (this.#backup === undefined) return;
    const { keeper, fingerprint } = this.#backup;
    const states = this.#callbacks.map((callback) => callback.saveState());
    const facts = {
      nextEpoch,
      stopTraining: this.#fit.model.stopTraining,
      fingerprint,
      callbacks: states.map((state) => ({
        values: state?.values ?? {},
        arrays: state?.arrays?.length ?? null,
      })),
    };
    const arrays = states.flatMap((state) => state?.arrays ?? []);
    const record = { ...this.#fit.model.toRecord(), fit: { facts, arrays } };
    const sha256 = await digestOf(record);
    await keeper.save({ ...record, fit: { facts: { ...facts, sha256 }, arrays } });
  }

  /** To be called when the fit has ended as it should. */
  async finish(): Promise<void> {
    if (this.#backup?.keeper.deleteCheckpoint === true) await this.#backup.keeper.remove();
  }
}

/** @throws InklingError if the record is not a whole backup, or is of another training */
async function checkRecord(
  record: ModelRecord,
  fingerprint: JsonObject,
  keeper: BackupAndRestore,
): Promise<void> {
  if (record.fit === undefined) throw keeper.damaged("a model without the state of a fit");
  const { sha256, ...facts } = record.fit.facts;
  const digest = await digestOf({ ...record, fit: { ...record.fit, facts } });
  if (digest !== sha256) throw keeper.damaged("contents that do not have its SHA-256");
  const difference = firstDifference(factsOf(record).fingerprint, fingerprint);
  if (difference === undefined) return;
  const { place, a, b } = difference;
  throw new InklingError({
    what: `the backup ${keeper.path} is of another training`,
    expected: `${place} ${showJson(a)}`,
    received: showJson(b),
    mend: "Fit as it was begun, take another folder, or delete the backup to train from the beginning.",
  });
}

function factsOf({ fit }: ModelRecord): Facts {
  return fit?.facts as unknown as Facts;
}

/** Of all that is restored. */
async function digestOf({ weights, optimizer, fit }: ModelRecord): Promise<string> {
  const { iterations, learningRate, variables = [] } = optimizer ?? {};
  const text = new TextEncoder().encode(JSON.stringify([fit?.facts, iterations, learningRate]));
  const arrays = [...weights.flatMap((layer) => layer.weights), ...variables, ...(fit?.arrays ?? [])];
  return await sha256OfParts([text, ...arrays.map(({ data }) => data)]);
}

function showJson(value: Json | undefined): string {
  return value === undefined ? "nothing" : show(value);
}
