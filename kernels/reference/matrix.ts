/**
 * What the references work on: rows of plain numbers, without padding. The references are naive TypeScript that is
 * obviously right; each kernel must give what its reference gives (`test/kernels/`).
 */

/** A matrix as an array of rows. */
export type Matrix = number[][];

/**
 * Rounds to float32. A reference that rounds after every operation, in the kernel's order, gives the kernel's bits:
 * a double holds the sum, product, quotient and root of two floats so exactly that rounding twice does no harm.
 */
export const f32 = Math.fround;
