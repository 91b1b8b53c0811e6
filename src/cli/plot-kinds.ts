/** The plots that `inkling plot` draws; apart, because naming them in the help must not load what draws them. */
export const PLOT_KINDS = ["history", "confusion", "samples", "misread"] as const;

export type PlotKind = (typeof PLOT_KINDS)[number];
