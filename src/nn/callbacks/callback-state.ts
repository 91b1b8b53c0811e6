/**
 * What a callback hands to BackupAndRestore and takes back: JSON, with weights beside it. JSON knows neither NaN nor the
 * infinities, which a diverging fit's figures are; they are written as texts.
 */
import type { NdArray } from "../../base/shapes.ts";
import type { Json, JsonObject } from "../model-record.ts";

/** All that a callback must know to go on in another process as if there had been no break. */
export interface CallbackState {
  values: JsonObject;
  /** Weights that the callback holds. @default none */
  arrays?: readonly NdArray[];
}

/** A number for a state; `undefined` becomes null. */
export function numberToJson(value: number | undefined): Json {
  if (value === undefined) return null;
  return Number.isFinite(value) ? value : String(value);
}

/** The number that `numberToJson` wrote. */
export function numberFromJson(json: Json): number | undefined {
  return json === null ? undefined : Number(json);
}
