/** What scikit-learn and SciPy say, written by test/golden/make-sklearn-golden.py. */
import { readFileSync } from "node:fs";

/** A triple of precision, recall and F1. */
type Triple = [number, number, number];

export interface ReportCase {
  name: string;
  truth: number[];
  predicted: number[];
  labels: number[] | null;
  targetNames: string[] | null;
  zeroDivision: 0 | 1;
  digits: number;
  report: string;
  averages: { micro: Triple; macro: Triple; weighted: Triple };
  precision: number[];
  recall: number[];
  f1: number[];
  support: number[];
  confusion: number[][] | null;
}

interface Golden {
  reports: ReportCase[];
  topK: {
    truth: number[];
    probabilities: number[];
    shape: [number, number];
    accuracy: Record<string, number>;
    argmax: number[];
  };
  wilson: { successes: number; trials: number; confidence: number; low: number; high: number }[];
}

const file = new URL("../golden/sklearn-report.json", import.meta.url);
export const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;
