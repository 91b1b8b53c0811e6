/** The value of what is written. */
import { DEFAULT_LOCALE, type NumberLocale } from "./grammar.ts";

/**
 * The value of a number as it is written in `locale`; NaN for what is no number there, such as a date or "12,34" where the comma
 * parts groups of three.
 * @default locale { decimal: "." }
 */
export function valueOf(text: string, locale: NumberLocale = DEFAULT_LOCALE): number {
  const { decimal, group } = locale;
  const grouped = group === undefined ? "" : `|\\d{1,3}(?:[${group}]\\d{3})+`;
  const form = new RegExp(`^-?(?:\\d+${grouped})(?:[${decimal}]\\d+)?$`);
  if (!form.test(text)) return NaN;
  const digits = group === undefined ? text : text.replaceAll(group, "");
  return Number(digits.replace(decimal, "."));
}
