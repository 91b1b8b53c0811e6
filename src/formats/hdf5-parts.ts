/** The parts that files of Keras are written of: texts as attributes, and arrays. */
import type { Group } from "h5wasm";

/** Writes a text attribute. */
export function writeText(group: Group, attribute: string, text: string): void {
  group.create_attribute(attribute, text, [], "S");
}

/** An empty list is written as Keras writes it, as no floats. */
export function writeTexts(group: Group, attribute: string, texts: string[]): void {
  if (texts.length === 0) group.create_attribute(attribute, new Float64Array(0), [0]);
  else group.create_attribute(attribute, texts, [texts.length], "S");
}

/** Writes a dataset at a path whose groups are made where they are not there yet. */
export function writeArray(
  group: Group,
  path: string,
  data: Float32Array | BigInt64Array,
  shape: readonly number[],
): void {
  const parts = path.split("/");
  const parent = parts
    .slice(0, -1)
    .reduce((at, part) => (at.get(part) ?? at.create_group(part)) as Group, group);
  parent.create_dataset({ name: parts[parts.length - 1], data, shape: [...shape] });
}
