/** JSON from files: parsed and checked step by step, with errors that say where the wrong thing stands. */
import { InklingError } from "../base/errors.ts";
import { show } from "../base/guards.ts";
import type { Json, JsonObject } from "../nn/model-record.ts";

/** Parses text. @throws InklingError naming `what` if it is not JSON. */
export function parseJson(text: string, what: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw wrongJson(what, "JSON", show(text), cause);
  }
}

/** Whether a JSON value is an object, not a list and not null. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object. @throws InklingError naming `what` if it is none. */
export function expectObject(value: Json | undefined, what: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw wrongJson(what, "an object", show(value));
}

/** The value as a list. @throws InklingError naming `what` if it is none. */
export function expectList(value: Json | undefined, what: string): Json[] {
  if (Array.isArray(value)) return value;
  throw wrongJson(what, "a list", show(value));
}

/** The value as a text. @throws InklingError naming `what` if it is none. */
export function expectText(value: Json | undefined, what: string): string {
  if (typeof value === "string") return value;
  throw wrongJson(what, "a text", show(value));
}

/** An error about a value in a file's JSON. */
export function wrongJson(what: string, expected: string, received: string, cause?: unknown): InklingError {
  return new InklingError({
    what: `${what} cannot be understood`,
    expected,
    received,
    mend: "Save the model again with model.save().",
    cause,
  });
}
