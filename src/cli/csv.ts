/** Lines of comma-separated values. Source: RFC 4180. */

/** A line without its end; fields are quoted where they hold a comma, a quote or a line's end. */
export function csvLine(fields: readonly (string | number)[]): string {
  return fields.map(csvField).join(",");
}

function csvField(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
