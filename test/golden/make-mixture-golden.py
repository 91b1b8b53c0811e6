"""Writes golden-mixture.json: mixtures of Gaussians fitted by scikit-learn, which test/scripts/mixture.test.ts compares with.

Both begin with the same assignment of points to components and take the same number of steps.
    pip install scikit-learn && python test/golden/make-mixture-golden.py
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

FLOOR = 1e-3
ITERATIONS = 7


def golden(count, size, components, seed):
    random = np.random.default_rng(seed)
    centres = random.normal(0, 2, (components, size))
    start = random.integers(0, components, count)
    turn = random.normal(0, 1, (components, size, size)) / 2
    noise = random.normal(0, 1, (count, size))
    points = centres[start] + np.einsum("nij,nj->ni", turn[start], noise)
    # A tenth of the points begin with a wrong component, so that there is something to learn.
    wrong = random.random(count) < 0.1
    start = np.where(wrong, random.integers(0, components, count), start)
    points = points.astype(np.float32).astype(np.float64)

    groups = [points[start == c] for c in range(components)]
    covariances = [np.cov(g.T, bias=True) + FLOOR * np.eye(size) for g in groups]
    mixture = GaussianMixture(
        components,
        reg_covar=FLOOR,
        tol=0,
        max_iter=ITERATIONS,
        weights_init=[len(g) / count for g in groups],
        means_init=[g.mean(0) for g in groups],
        precisions_init=[np.linalg.inv(c) for c in covariances],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture.fit(points)
    assert mixture.n_iter_ == ITERATIONS
    return {
        "count": count,
        "size": size,
        "components": components,
        "points": points.ravel().tolist(),
        "start": start.tolist(),
        "shares": mixture.weights_.tolist(),
        "means": mixture.means_.ravel().tolist(),
        "covariances": mixture.covariances_.ravel().tolist(),
        "likelihood": float(mixture.lower_bound_),
    }


cases = [golden(60, 2, 2, 1), golden(200, 4, 3, 2), golden(150, 5, 1, 3)]
facts = {"sklearn": sklearn.__version__, "floor": FLOOR, "iterations": ITERATIONS, "cases": cases}
Path(__file__).with_name("golden-mixture.json").write_text(json.dumps(facts) + "\n")
