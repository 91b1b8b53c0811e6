/** Figures that say how good a classifier is. */
export { chooseAcceptThreshold } from "./accept-threshold.ts";
export type { AcceptThreshold } from "./accept-threshold.ts";
export { accuracy } from "./accuracy.ts";
export { argmaxRows } from "./argmax.ts";
export { calibrationError } from "./calibration-error.ts";
export type { CalibrationError, CalibrationErrorOptions, ReliabilityBin } from "./calibration-error.ts";
export { characterErrorRate } from "./character-error-rate.ts";
export { classificationReport, formatClassificationReport } from "./classification-report.ts";
export type {
  ClassificationReport,
  ClassificationReportOptions,
  ClassReport,
} from "./classification-report.ts";
export { confusionMatrix, formatConfusionMatrix } from "./confusion-matrix.ts";
export type { ConfusionMatrix, ConfusionMatrixOptions } from "./confusion-matrix.ts";
export { applyTemperature, fitTemperature } from "./fit-temperature.ts";
export type { Labels } from "./labels.ts";
export { findMisreads } from "./misreads.ts";
export type { Misread } from "./misreads.ts";
export type { Outcomes, ScoreList } from "./outcomes.ts";
export { perClassScores } from "./per-class.ts";
export type { ClassScores, PerClassOptions, Scores } from "./per-class.ts";
export { summariseReadings } from "./reading-summary.ts";
export type { DecisionCounts, MeasuredShare, ReadingOutcome, ReadingSummary } from "./reading-summary.ts";
export { riskCoverage } from "./risk-coverage.ts";
export type { RiskCoverage, RiskCoveragePoint } from "./risk-coverage.ts";
export { falsePositiveRateAt, rocAuc } from "./roc.ts";
export { topKAccuracy } from "./top-k.ts";
export { wilsonInterval } from "./wilson.ts";
export type { Interval } from "./wilson.ts";
