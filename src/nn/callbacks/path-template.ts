/**
 * File names with figures in them, in Python's notation: `"{epoch:02d}-{val_loss:.2f}.h5"`.
 * Known are `{name}` and `{name:[0][width][.digits][d|f|e|%]}`; `{{` and `}}` stand for braces.
 * Source: the Python language reference, "Format String Syntax".
 */
import { rangeError } from "../../base/errors.ts";
import { show } from "../../base/guards.ts";
import type { Logs } from "./callback.ts";
import { formatExponential, formatFixed, formatFloat } from "../python-format.ts";

interface Field {
  name: string;
  /** Character that fills the width on the left. */
  fill: "0" | " ";
  width: number;
  digits: number;
  type: "" | "d" | "f" | "e" | "%";
}

const PART = /\{\{|\}\}|\{(\w+)(?::(0?)(\d*)(?:\.(\d+))?([dfe%]?))?\}|[{}]|[^{}]+/g;

export class PathTemplate {
  readonly #parts: (string | Field)[];

  /** @throws RangeError if a brace or what stands between two cannot be understood */
  constructor(template: string) {
    this.#parts = Array.from(template.matchAll(PART), (match) => parsePart(match, template));
  }

  /** Names of the figures used, `epoch` not counted. */
  get names(): string[] {
    return this.#parts.flatMap((part) =>
      typeof part === "string" || part.name === "epoch" ? [] : [part.name],
    );
  }

  /** @param epoch counted from 1 */
  fill(epoch: number, logs: Logs): string {
    const texts = this.#parts.map((part) => {
      if (typeof part === "string") return part;
      return pad(formatField(part, part.name === "epoch" ? epoch : logs[part.name]), part);
    });
    return texts.join("");
  }
}

function parsePart(match: RegExpMatchArray, template: string): string | Field {
  const [text, name, zero, width, digits, type = ""] = match;
  if (text === "{{" || text === "}}") return text[0];
  // Python's floats have no whole-number format; a precision needs a type that it belongs to.
  const isMisfit =
    (type === "d" && name !== "epoch") || (digits !== undefined && (type === "" || type === "d"));
  if (text === "{" || text === "}" || isMisfit) {
    throw rangeError({
      what: `filepath ${show(template)} cannot be filled in`,
      expected: "fields such as {epoch:02d}, {val_loss:.2f} or {accuracy}, and {{ }} for braces",
      received: show(text.length > 1 ? text : template.slice(match.index)),
    });
  }
  if (name === undefined) return text;
  return {
    name,
    fill: zero === "0" ? "0" : " ",
    width: Number(width ?? 0),
    digits: Number(digits ?? 6),
    type: type as Field["type"],
  };
}

function formatField({ name, type, digits }: Field, value: number): string {
  if (type === "f") return formatFixed(value, digits);
  if (type === "e") return formatExponential(value, digits);
  if (type === "%") return `${formatFixed(value * 100, digits)}%`;
  return name === "epoch" ? String(value) : formatFloat(value);
}

/** Zeros go between the sign and the digits. */
function pad(text: string, { fill, width }: Field): string {
  const sign = fill === "0" && text.startsWith("-") ? "-" : "";
  return sign + text.slice(sign.length).padStart(width - sign.length, fill);
}
