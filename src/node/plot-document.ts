/** The `document` that plots are drawn with in Node: linkedom's, loaded when the first plot is. */

/** A document for the plot functions' `document` option. */
export async function plotDocument(): Promise<Document> {
  const { parseHTML } = await import("linkedom");
  return parseHTML("<!doctype html><html><body></body></html>").document;
}
