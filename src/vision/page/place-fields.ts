/** The places of a page's fields: rows from the top, columns from the left, whatever each of them was found by. */
import type { Box } from "../components.ts";
import type { Field } from "./page-parts.ts";
import { groupInRows } from "./reading-rows.ts";

/** A field whose row is not known yet; its column is that among fields found together. */
export interface FoundField extends Omit<Field, "row"> {
  /** As high as the line or the cell that it is in, and as wide as itself. */
  band: Box;
}

/** The fields in reading order with their rows. Where fields found apart stand in one row, columns are counted anew. */
export function placeFields(found: readonly FoundField[]): Field[] {
  return groupInRows(found.map(({ band }) => band)).flatMap((indices, row) => {
    const inOrder = indices.every((i, k) => k === 0 || found[indices[k - 1]].column < found[i].column);
    return indices.map((i, k): Field => {
      const { band: _, ...field } = found[i];
      return { ...field, row, column: inOrder ? field.column : k };
    });
  });
}
