"""What the golden scripts share: deterministic set-up, float32 as short JSON numbers, and where files go."""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np

HERE = pathlib.Path(__file__).parent


def numbers(array):
    """A float32 array as flat JSON numbers: the shortest decimals that give exactly the same float32 back."""
    flat = np.asarray(array, dtype=np.float32).ravel()
    shortest = [float(str(value)) for value in flat]
    assert np.array_equal(np.asarray(shortest, dtype=np.float32), flat, equal_nan=True)
    return [int(value) if value == int(value) else value for value in shortest]


def array_json(array):
    """`{ shape, data }` of an array, row-major."""
    return {"shape": list(np.shape(array)), "data": numbers(array)}


def weights_json(model):
    """Every weight of a model, in Keras's order: `{ layer, name, shape, data }`."""
    return [
        {"layer": layer.name, "name": weight.name, **array_json(weight.numpy())}
        for layer in model.layers
        for weight in layer.weights
    ]


def optimizer_json(optimizer):
    """Every variable of an optimizer, in Keras's order: `{ name, shape, data }`; `iteration` and rate come first."""
    return [{"name": variable.name, **array_json(variable.numpy())} for variable in optimizer.variables]


def model_json(model):
    """`model.to_json()`, parsed."""
    return json.loads(model.to_json())


def write_json(name, value):
    """Writes one golden file, one array of numbers a line."""
    text = json.dumps(value, indent=1)
    path = HERE / name
    path.write_text(collapse_number_lists(text) + "\n")
    print(f"{name}: {path.stat().st_size:,} bytes")


def collapse_number_lists(text):
    """Puts every list of plain numbers on one line, so that files stay small and differences readable."""
    import re

    return re.sub(
        r"\[\s*((?:-?[\d.eE+-]+|NaN|null)(?:,\s*(?:-?[\d.eE+-]+|NaN|null))*)\s*\]",
        lambda match: "[" + re.sub(r"\s+", "", match.group(1)) + "]",
        text,
    )
