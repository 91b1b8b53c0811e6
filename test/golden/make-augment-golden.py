"""Writes augment.json: what SciPy makes of seeded images, for test/kernels/augment-geometry and -effects.

Run with Python 3, NumPy 2 and SciPy 1.17: python test/golden/make-augment-golden.py
"""

import json
import math
import pathlib

import numpy as np
import scipy
from scipy import ndimage

random = np.random.default_rng(3)


def image(height, width):
    """Smooth blobs of ink up to the edges, 0..255."""
    field = ndimage.gaussian_filter(random.normal(size=(height, width)), 1.2)
    return np.clip(np.rint(400 * field / np.abs(field).max()), 0, 255).astype(np.uint8)


def affine(pixels, rotate=0.0, scale=0.0, aspect=0.0, shear=0.0, shift_x=0.0, shift_y=0.0):
    """Shear, then scale, then rotation about the centre, then shift; y points down."""
    angle = math.radians(rotate)
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    sizes = np.diag([math.exp(scale + aspect / 2), math.exp(scale - aspect / 2)])
    inverse = np.linalg.inv(rotation @ sizes @ np.array([[1, shear], [0, 1]]))
    centre = (np.array(pixels.shape[::-1]) - 1) / 2
    offset = centre - inverse @ (centre + [shift_x, shift_y])
    # SciPy counts rows first, we columns first.
    return ndimage.affine_transform(
        pixels.astype(float), inverse[::-1, ::-1], offset[::-1], order=1, mode="grid-constant", cval=0
    )


def case(pixels, expected, **options):
    return {**options, "image": pixels.tolist(), "expected": np.round(expected, 3).tolist()}


MAPS = [
    {"rotate": 12.0},
    {"rotate": -35.0, "shift_x": 1.5},
    {"rotate": 160.0, "shift_y": -0.75},
    {"scale": 0.3},
    {"scale": -0.25, "aspect": 0.4},
    {"shear": 0.35},
    {"rotate": 8.0, "scale": 0.1, "aspect": -0.08, "shear": -0.2, "shift_x": -1.25, "shift_y": 2.0},
]
SIZES = [(12, 12), (9, 14), (13, 5)]
affine_cases = []
for options in MAPS:
    for size in SIZES:
        pixels = image(*size)
        affine_cases.append(case(pixels, affine(pixels, **options), **options))

stroke_cases = []
for amount in [1.0, 0.7, 0.25, -0.7, -0.4]:
    pixels = image(11, 10)
    found = (ndimage.grey_dilation if amount > 0 else ndimage.grey_erosion)(pixels, size=(3, 3), mode="nearest")
    blended = pixels + abs(amount) * (found.astype(float) - pixels)
    # Thinning keeps the darkest ink as dark as it was.
    expected = blended if amount > 0 else blended * (pixels.max() / blended.max())
    stroke_cases.append(case(pixels, expected, amount=amount))

blur_cases = []
for deviation in [0.3, 0.5, 0.85, 1.4, 2.0]:
    for size in [(12, 12), (3, 7)]:
        pixels = image(*size)
        cut = ndimage.gaussian_filter(
            pixels.astype(float), deviation, mode="nearest", radius=math.ceil(3 * deviation)
        )
        whole = ndimage.gaussian_filter(pixels.astype(float), deviation, mode="nearest", truncate=10)
        blur_cases.append({**case(pixels, cut, deviation=deviation), "untruncated": np.round(whole, 3).tolist()})

out = {"scipy": scipy.__version__, "affine": affine_cases, "stroke": stroke_cases, "blur": blur_cases}
pathlib.Path(__file__).with_name("augment.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
