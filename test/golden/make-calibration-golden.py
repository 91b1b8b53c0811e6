"""Writes golden-calibration.json: what scikit-learn, SciPy and NumPy say of seeded scores, for test/metrics.

Run with Python 3, scikit-learn 1.9 and SciPy 1.17: python test/golden/make-calibration-golden.py
"""

import itertools
import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.metrics import roc_auc_score, roc_curve

random = np.random.default_rng(11)


def ece_case(name, confidences, correct, bins):
    """The definition in plain NumPy: bins are open below and closed above."""
    confidences, correct = np.asarray(confidences, float), np.asarray(correct, int)
    # right=True: edge k-1 < confidence <= edge k.
    index = np.digitize(confidences, np.arange(1, bins) / bins, right=True)
    rows, error = [], 0.0
    for k in range(bins):
        inside = index == k
        if inside.any():
            confidence, accuracy = confidences[inside].mean(), correct[inside].mean()
            error += inside.mean() * abs(accuracy - confidence)
            rows.append({"count": int(inside.sum()), "confidence": confidence, "accuracy": accuracy})
        else:
            rows.append({"count": 0})
    return {
        "name": name,
        "confidences": confidences.tolist(),
        "correct": correct.tolist(),
        "bins": bins,
        "error": error,
        "rows": rows,
    }


def temperature_case(name, scale, count=300, classes=10):
    """Logits of which the labels are drawn by their softmax, then made surer or less sure by `scale`."""
    clean = random.normal(0, 2, (count, classes))
    labels = np.array([random.choice(classes, p=row) for row in softmax(clean, axis=1)])
    # What is stored is exact in float32, so that both sides read the same numbers.
    logits = np.round(clean * scale * 1024).astype(np.float32) / np.float32(1024)
    exact = logits.astype(float)

    def loss(log_b):
        return -log_softmax(exact * np.exp(log_b), axis=1)[np.arange(count), labels].mean()

    found = minimize_scalar(loss, bracket=(-1, 1), tol=1e-12)
    temperature = float(np.exp(-found.x))
    return {
        "name": name,
        "logits": exact.ravel().tolist(),
        "shape": list(exact.shape),
        "labels": labels.tolist(),
        "temperature": temperature,
        "loss": float(found.fun),
        "probabilities": softmax(exact[:3] / temperature, axis=1).ravel().tolist(),
    }


def roc_case(name, positives, negatives):
    truth = [1] * len(positives) + [0] * len(negatives)
    scores = [*positives, *negatives]
    false_rate, true_rate, _ = roc_curve(truth, scores, drop_intermediate=False)
    return {
        "name": name,
        "positives": list(map(float, positives)),
        "negatives": list(map(float, negatives)),
        "area": float(roc_auc_score(truth, scores)),
        "rates": [[rate, float(false_rate[np.argmax(true_rate >= rate)])] for rate in (0.5, 0.8, 0.95, 1)],
    }


def area_of(correct):
    wrong = np.cumsum(1 - np.asarray(correct))
    return (wrong / np.arange(1, len(correct) + 1)).mean()


def risk_case(name, confidences, correct):
    """Without ties: the curve by NumPy's cumulative sums."""
    order = np.argsort(-np.asarray(confidences))
    ranked = np.asarray(correct)[order]
    risks = np.cumsum(1 - ranked) / np.arange(1, len(ranked) + 1)
    return {
        "name": name,
        "confidences": list(map(float, confidences)),
        "correct": list(map(int, correct)),
        "risks": risks.tolist(),
        "area": float(area_of(ranked)),
    }


def tied_case(name, confidences, correct):
    """With ties: the mean area over every order that the confidences allow."""
    count = len(confidences)
    areas = [
        area_of([correct[i] for i in order])
        for order in itertools.permutations(range(count))
        if all(confidences[a] >= confidences[b] for a, b in itertools.pairwise(order))
    ]
    return {"name": name, "confidences": confidences, "correct": correct, "area": float(np.mean(areas))}


sure = random.beta(6, 1, 500).round(4)
right = (random.random(500) < 0.9 * sure).astype(int)
edges = [k / 15 for k in range(16)] + [0.1 + 0.2, 0.3, 0.7]
apart = random.normal(1.5, 1, 180).round(4), random.normal(0, 1, 140).round(4)
distinct = random.permutation(400) / 400

golden = {
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
    "calibration": [
        ece_case("500 samples in 15 bins", sure, right, 15),
        ece_case("500 samples in 10 bins", sure, right, 10),
        ece_case("one bin", sure, right, 1),
        ece_case("confidences on the edges of 15 bins", edges, [1, 0] * 9 + [1], 15),
        ece_case("confidences on the edges of 10 bins", [k / 10 for k in range(11)], [1] * 11, 10),
        ece_case("one sample", [0.8], [0], 15),
    ],
    "temperature": [
        temperature_case("too sure", 2.5),
        temperature_case("not sure enough", 0.3),
        temperature_case("calibrated", 1),
        temperature_case("two classes", 1.7, count=200, classes=2),
        temperature_case("logits in the hundreds", 120, count=100),
    ],
    "roc": [
        roc_case("two normal distributions", *apart),
        roc_case("many ties", random.integers(2, 8, 100), random.integers(0, 6, 77)),
        roc_case("worse than chance", apart[1], apart[0]),
        roc_case("all equal", [1, 1, 1], [1, 1]),
        roc_case("perfect", [3, 4], [1, 2, 2.5]),
        roc_case("one of each", [0.25], [0.5]),
        roc_case("twenty positives, of which 95 % are nineteen", range(20), [0, 0.5, 1, 7, 30]),
    ],
    "riskCoverage": [
        risk_case("400 samples", distinct, random.random(400) < 0.5 + 0.5 * distinct),
        risk_case("all right", [0.9, 0.2, 0.5], [1, 1, 1]),
        risk_case("all wrong", [0.9, 0.2, 0.5], [0, 0, 0]),
    ],
    "tiedRiskCoverage": [
        tied_case("two ties", [0.9, 0.9, 0.9, 0.5, 0.5, 0.4, 0.7], [1, 0, 1, 0, 1, 0, 1]),
        tied_case("all tied", [0.5] * 6, [1, 0, 0, 1, 1, 1]),
    ],
}
path = pathlib.Path(__file__).with_name("golden-calibration.json")
path.write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
print(f"{path.name}: {path.stat().st_size} bytes")
