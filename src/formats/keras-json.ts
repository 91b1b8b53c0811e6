/**
 * JSON for Keras, which is written in Python and tells 0 from 0.0: an optimizer whose learning rate or momentum was read as a
 * whole number is refused. JavaScript's JSON has no 0.0, so these are written here.
 *
 * Source: keras/src/optimizers/base_optimizer.py and sgd.py of Keras 3.15.
 */

/** The options for which Keras insists on a float. */
const FLOAT_OPTIONS: ReadonlySet<string> = new Set(["learning_rate", "momentum"]);

/** A value that JSON can hold, as text. */
export function kerasJson(value: object): string {
  return textOf(value, "");
}

function textOf(value: unknown, key: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, "")).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${textOf(member, name)}`).join(",")}}`;
  }
  const text = JSON.stringify(value);
  return FLOAT_OPTIONS.has(key) && /^-?\d+$/.test(text) ? `${text}.0` : text;
}
