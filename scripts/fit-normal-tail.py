"""
Fits the polynomial of normalShare() in kernels/smooth-activations.ts; prints its coefficients and their error.

    python3 -m venv /tmp/fit && /tmp/fit/bin/pip install numpy scipy
    /tmp/fit/bin/python scripts/fit-normal-tail.py

The tail P(-a) of the normal distribution is e^(-a^2 / 2) R(a), with R(a) = erfcx(a / sqrt 2) / 2, a smooth function that
falls as 1 / a. For a from 0.98 to 14, where the tail leaves the normal float32 numbers, R is fitted as t times a
polynomial in t = 1 / (1 + 0.4 a): least squares of the relative error at Chebyshev's nodes, reweighted until the largest
error is as small as it gets (Lawson's method).
"""

import numpy as np
from scipy.special import erfcx

SLOPE, TERMS, NODES, ROUNDS = 0.4, 7, 4000, 400

first, last = 1 / (1 + SLOPE * 14), 1 / (1 + SLOPE * 0.98)
t = (first + last) / 2 + (last - first) / 2 * np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES)
ratio = 0.5 * erfcx((1 / t - 1) / SLOPE / np.sqrt(2))
columns = np.stack([t ** (k + 1) for k in range(TERMS)], 1) / ratio[:, None]

weights, best = np.ones(NODES), (np.inf, None)
for _ in range(ROUNDS):
    root = np.sqrt(weights)
    coefficients = np.linalg.lstsq(columns * root[:, None], root, rcond=None)[0]
    error = np.abs(columns @ coefficients - 1)
    best = min(best, (error.max(), tuple(coefficients)))
    weights *= error / error.max() + 1e-3
    weights /= weights.mean()

print("t^1 to t^7:", " ".join(str(np.float32(c)) for c in best[1]))
print(f"largest relative error {best[0]:.1e}")
