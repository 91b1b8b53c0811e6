/** What scikit-learn, SciPy and NumPy say, written by test/golden/make-calibration-golden.py. */
import { readFileSync } from "node:fs";

interface Golden {
  calibration: {
    name: string;
    confidences: number[];
    correct: number[];
    bins: number;
    error: number;
    rows: { count: number; confidence?: number; accuracy?: number }[];
  }[];
  temperature: {
    name: string;
    logits: number[];
    shape: [number, number];
    labels: number[];
    temperature: number;
    probabilities: number[];
  }[];
  roc: { name: string; positives: number[]; negatives: number[]; area: number; rates: [number, number][] }[];
  riskCoverage: { name: string; confidences: number[]; correct: number[]; risks: number[]; area: number }[];
  tiedRiskCoverage: { name: string; confidences: number[]; correct: number[]; area: number }[];
}

const file = new URL("../golden/golden-calibration.json", import.meta.url);
export const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;
