/**
 * The weights of the lattice's scores, fitted on strings made from MNIST digits that the digit network did not learn
 * (`node scripts/fit-lattice.mjs`), then rounded; gaps count for less than the fit gave, for MNIST's digits are never broken. All are
 * natural logarithms.
 */
export const WEIGHTS = {
  /** Of the digit network's ln P. */
  network: 0.79,
  /** What a digit earns, so that longer texts are not punished for having more parts. */
  digit: 0.15,
  /** Off for each height of a digit that it is smaller than half of one. */
  small: 16,
  /** Off for each height that it sticks out of the line. */
  astray: 9,
  /** Off for each height of white between its pieces. */
  gap: 32,
  /** Off for each separate piece that is taken together with another. */
  join: 2.5,
  /** Off for each width of the pen that is cut through. */
  cut: 1.8,
  /** Off for ink that is to mean nothing, and for each stroke of a digit's height of it. */
  nothing: 1,
  nothingPerInk: 7,
};
