/**
 * Images of MNIST's test set, counted from 0, whose labels most people who look at them doubt.
 * Source: V. Northcutt et al., "Pervasive label errors in test sets destabilize machine learning benchmarks", NeurIPS 2021.
 */
export const DOUBTFUL_LABELS = [
  947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729,
];
