"""Writes golden-mnist-shape.json: percentiles of the shape of MNIST's 60,000 training images, for test/vision.

The measures are written anew here from their definitions in src/vision/measure-digit.ts, with NumPy and SciPy's labels.
Run with Python 3, NumPy 2 and SciPy 1.17: python test/golden/make-mnist-shape-golden.py train-images-idx3-ubyte.gz
"""

import gzip
import json
import pathlib
import sys

import numpy as np
from scipy import ndimage

pixels = np.frombuffer(gzip.open(sys.argv[1]).read(), np.uint8, offset=16).reshape(-1, 28, 28)
levels = pixels.astype(float)
mass = levels.sum((1, 2))
y, x = np.mgrid[0:28, 0:28].astype(float)
centred_x = x - ((levels * x).sum((1, 2)) / mass)[:, None, None]
centred_y = y - ((levels * y).sum((1, 2)) / mass)[:, None, None]
mu11 = (levels * centred_x * centred_y).sum((1, 2))
mu02 = (levels * centred_y**2).sum((1, 2))


def sides(axis):
    """The length of the ink's box along the columns (axis 1) or the rows (axis 2)."""
    inked = (pixels > 0).any(axis)
    return 28 - inked[:, ::-1].argmax(1) - inked.argmax(1)


def pieces(image):
    """Eight-connected pieces of at least 32 that hold a pixel of at least 128."""
    labels, _ = ndimage.label(image >= 32, np.ones((3, 3)))
    return len(np.unique(labels[image >= 128]))


def stroke_width():
    """Twice the area over the outline, which is the total variation, the frame included, times pi / 4."""
    framed = np.pad(levels, ((0, 0), (1, 1), (1, 1)))
    variation = np.abs(np.diff(framed, axis=1)).sum((1, 2)) + np.abs(np.diff(framed, axis=2)).sum((1, 2))
    return 2 * mass / (variation * np.pi / 4)


measured = {
    "strokeWidth": stroke_width(),
    "slant": np.degrees(-np.arctan(mu11 / mu02)),
    "pieces": np.array([pieces(image) for image in pixels]),
    "inkMass": mass / 255,
    "aspect": sides(1) / sides(2),
    "greyShare": ((pixels > 0) & (pixels < 192)).sum((1, 2)) / (pixels > 0).sum((1, 2)),
}
golden = {name: np.percentile(values, [1, 5, 50, 95, 99]).tolist() for name, values in measured.items()}
path = pathlib.Path(__file__).with_name("golden-mnist-shape.json")
path.write_text(json.dumps(golden, indent=2) + "\n")
