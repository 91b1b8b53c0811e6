"""Writes the small .npz files that test/data/npz.test.ts reads. Run: python test/golden/make-npz-golden.py (NumPy 2)."""

import pathlib

import numpy as np

here = pathlib.Path(__file__).parent
arrays = {
    "x_train": np.arange(24, dtype=np.uint8).reshape(3, 4, 2),
    "y_train": np.array([7, 0, 9], dtype=np.uint8),
    "x_test": np.full((2, 4, 2), 255, dtype=np.uint8),
    "y_test": np.array([1, 2], dtype=np.uint8),
}
np.savez_compressed(here / "npz-compressed.npz", **arrays)
np.savez(here / "npz-stored.npz", **arrays)
np.savez(here / "npz-int64-labels.npz", **{**arrays, "y_train": np.array([7, 0, 9])})
np.savez(here / "npz-fortran-order.npz", **{**arrays, "x_train": np.asfortranarray(arrays["x_train"])})
np.savez(here / "npz-without-y-test.npz", **{k: v for k, v in arrays.items() if k != "y_test"})
with open(here / "npy-version-2.npy", "wb") as file:
    np.lib.format.write_array(file, arrays["y_train"], version=(2, 0))
