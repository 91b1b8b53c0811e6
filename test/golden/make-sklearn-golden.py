"""Writes sklearn-report.json: what scikit-learn and SciPy say of seeded labels, for test/metrics.

Run with Python 3, scikit-learn 1.9 and SciPy 1.17: python test/golden/make-sklearn-golden.py
"""

import json
import pathlib
import warnings

import numpy as np
import scipy
import sklearn
from scipy.stats import binomtest
from sklearn.metrics import (
    classification_report,
    confusion_matrix,
    precision_recall_fscore_support,
    top_k_accuracy_score,
)

warnings.filterwarnings("ignore")
random = np.random.default_rng(7)


def noisy(truth, share, classes):
    """Labels of which about `share` are replaced by random ones."""
    wrong = random.random(len(truth)) < share
    return np.where(wrong, random.integers(0, classes, len(truth)), truth)


def report_case(name, truth, predicted, digits=2, **options):
    labels = options.get("labels")
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=labels, zero_division=options.get("zero_division", 0)
    )
    options.setdefault("zero_division", 0)
    return {
        "name": name,
        "truth": np.asarray(truth).tolist(),
        "predicted": np.asarray(predicted).tolist(),
        "labels": labels,
        "targetNames": options.get("target_names"),
        "zeroDivision": options["zero_division"],
        "digits": digits,
        "report": classification_report(truth, predicted, digits=digits, **options),
        "averages": {
            average: list(
                precision_recall_fscore_support(
                    truth, predicted, labels=labels, average=average, zero_division=options["zero_division"]
                )[:3]
            )
            for average in ("micro", "macro", "weighted")
        },
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        # scikit-learn refuses a matrix in which no true label is among the labels.
        "confusion": None
        if labels is not None and not set(labels) & set(np.asarray(truth).tolist())
        else confusion_matrix(truth, predicted, labels=labels).tolist(),
    }


digits10 = random.integers(0, 10, 400)
no_sample = random.choice([0, 1, 2, 4], 120)
eighths = [0] * 8 + [1] * 8
reports = [
    report_case("ten random classes", digits10, noisy(digits10, 0.2, 10)),
    report_case("four digits", digits10, noisy(digits10, 0.05, 10), digits=4),
    report_case("no digits", digits10, noisy(digits10, 0.3, 10), digits=0),
    report_case("everything right", digits10, digits10),
    report_case("everything wrong", [0, 1, 2, 0], [1, 2, 0, 2]),
    report_case("a class never predicted", [0, 1, 2, 2, 1, 0], [0, 1, 1, 0, 1, 0]),
    report_case("a class without samples", no_sample, noisy(no_sample, 0.3, 5)),
    report_case("a division by zero that gives 1", [0, 1, 2, 2], [0, 1, 1, 0], zero_division=1),
    report_case("short names", [0, 1, 1, 2], [0, 1, 2, 2], target_names=["a", "b", "c"]),
    report_case(
        "a name longer than the headings",
        [0, 1, 1, 2],
        [0, 1, 2, 2],
        target_names=["zero", "a name longer than the headings", "two"],
    ),
    report_case("more digits than the names are wide", [0, 1, 1], [0, 1, 0], digits=16),
    report_case("labels that leave classes out", digits10, noisy(digits10, 0.2, 10), labels=[3, 5, 7]),
    report_case("labels in another order and more of them", [0, 1, 2, 2], [0, 2, 2, 2], labels=[4, 2, 1, 0]),
    report_case("labels of which none occurs", [0, 1, 1], [0, 1, 0], labels=[5, 6]),
    report_case("negative labels", [-1, 1, 1, -1, 1], [-1, 1, -1, -1, 1]),
    report_case("halves that round to even", eighths, [0] * 1 + [1] * 7 + [0] * 3 + [1] * 5),
    report_case("halves without digits", [0, 0, 1, 1], [0, 1, 1, 0], digits=0),
    report_case("one sample", [3], [3]),
]

scores = random.random((60, 6)).astype(np.float32)
scores /= scores.sum(axis=1, keepdims=True)
score_truth = random.integers(0, 6, 60)
top_k = {
    "truth": score_truth.tolist(),
    "probabilities": [float(str(value)) for value in scores.ravel()],
    "shape": list(scores.shape),
    "accuracy": {
        str(k): float(top_k_accuracy_score(score_truth, scores, k=k, labels=range(6))) for k in range(1, 6)
    },
    "argmax": scores.argmax(axis=1).tolist(),
}


def interval(successes, trials, confidence):
    bounds = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    return {
        "successes": successes,
        "trials": trials,
        "confidence": confidence,
        "low": float(bounds.low),
        "high": float(bounds.high),
    }


wilson = [
    interval(successes, trials, confidence)
    for successes, trials in [(9645, 10_000), (0, 10), (10, 10), (1, 1), (0, 1), (3, 7), (59_999, 60_000)]
    for confidence in (0.5, 0.8, 0.95, 0.99, 0.9999)
]

golden = {
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__},
    "reports": reports,
    "topK": top_k,
    "wilson": wilson,
}
path = pathlib.Path(__file__).with_name("sklearn-report.json")
path.write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
print(f"{path.name}: {path.stat().st_size} bytes")
