/**
 * The schema of what `readPage` gives and `inkling read --json` prints, for those who check what they get: `inkling/schema`.
 * Version 1; a field may be added under the same version, none is taken away or changes its meaning.
 */
import { z } from "zod";
import type { Reading } from "./number-reading.ts";

const probability = z.number().min(0).max(1);
const count = z.int().min(0);
const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const digitSchema = z.object({
  digit: z.int().min(0).max(9),
  probabilities: z.array(probability).length(10),
  notADigit: probability,
  box: boxSchema,
  polygon: z.array(z.tuple([z.number(), z.number()])).optional(),
});

/** One number. */
export const numberReadingSchema = z.object({
  text: z.string().regex(/^[0-9.,/-]*$/),
  value: z.number().nullable(),
  probability,
  alternatives: z.array(z.object({ text: z.string(), probability })).max(5),
  decision: z.enum(["accept", "review", "reject"]),
  reasons: z.array(z.string()),
  box: boxSchema,
  row: count,
  column: count,
  kind: z.enum(["line", "cell", "boxes"]),
  empty: z.boolean(),
  digits: z.array(digitSchema),
});

const pageSchema = z.object({
  width: z.int().min(1),
  height: z.int().min(1),
  skewDegrees: z.number(),
  polarity: z.enum(["dark-on-light", "light-on-dark"]),
  numbers: z.array(numberReadingSchema),
});

/** A whole reading. */
export const readingSchema: z.ZodType<Reading> = z.object({
  version: z.literal(1),
  pages: z.array(pageSchema),
  model: z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  pipeline: z.array(z.string()),
  timings: z.record(z.string(), z.number().min(0)),
});
