/**
 * A Functional model that is a plain chain, input → layer → … → output, as the list of its layers.
 *
 * Keras writes a graph: each layer has `inbound_nodes`, one for each time it is called, and each of these names the
 * layers that feed it. A chain is a graph in which every layer is called once and fed by one other.
 */
import { InklingError } from "../base/errors.ts";
import type { Json, JsonObject } from "../nn/model-record.ts";
import { expectList, expectObject, expectText, isJsonObject } from "./json.ts";

/**
 * The layers of a Functional configuration, in the order in which they follow each other.
 * @throws InklingError if they do not form a chain
 */
export function chainOfFunctional(config: JsonObject, what: string): Json[] {
  const layers = expectList(config["layers"], `the layers in ${what}`).map((layer) =>
    expectObject(layer, what),
  );
  const followerOf = new Map<string | undefined, JsonObject>();
  for (const layer of layers) {
    const nodes = expectList(layer["inbound_nodes"], `inbound_nodes in ${what}`);
    const sources = nodes.flatMap(sourceNames);
    // The input has no node and no source; every other layer has exactly one of each.
    if (nodes.length > 1 || sources.length !== nodes.length || followerOf.has(sources[0]))
      throw notAChain(what);
    followerOf.set(sources[0], layer);
  }
  const chain: JsonObject[] = [];
  for (let next = followerOf.get(undefined); next !== undefined && chain.length < layers.length;) {
    chain.push(next);
    next = followerOf.get(expectText(next["name"], `name of a layer in ${what}`));
  }
  const outputs = layerNames(config["output_layers"]);
  if (chain.length !== layers.length || outputs.length !== 1 || outputs[0] !== chain.at(-1)?.["name"]) {
    throw notAChain(what);
  }
  return chain;
}

/** The names of the layers that feed a node: `keras_history` in Keras 3, the head of `[name, 0, 0, {}]` before. */
function sourceNames(node: Json): string[] {
  if (Array.isArray(node)) return layerNames(node);
  if (!isJsonObject(node)) return [];
  if (Array.isArray(node["keras_history"])) return layerNames(node["keras_history"]);
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.flatMap(sourceNames) : sourceNames(value),
  );
}

/** The layers that `["dense", 0, 0]` or a list of such names. */
function layerNames(reference: Json | undefined): string[] {
  if (!Array.isArray(reference)) return [];
  return typeof reference[0] === "string" ? [reference[0]] : reference.flatMap(layerNames);
}

function notAChain(what: string): InklingError {
  return new InklingError({
    what: `${what} is a Functional model that branches`,
    expected: "a Sequential model, or a Functional one in which each layer feeds just the next",
    mend: "Inkling's models are chains of layers; rebuild it in Keras as keras.Sequential([...]) and save that.",
  });
}
