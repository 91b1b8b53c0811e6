"""printing.json: Keras's progress lines under a made-up clock, and its summaries of real models."""

import contextlib
import io
import os
from unittest import mock

import golden_common as common
import keras
import numpy as np
from keras.src.callbacks.progbar_logger import ProgbarLogger

LOGS = {"accuracy": 0.46899, "loss": 1.66234}
FINAL = {**LOGS, "val_accuracy": 1.0, "val_loss": 0.00012345}

# Each: options, then (seconds since the epoch's begin, step, logs) while it runs, then (seconds, logs) at its end.
PROGRESS = [
    ({"epochs": 25, "steps": 469}, [(0.1, 50, LOGS), (0.12, 60, LOGS), (0.2, 300, LOGS)], (0.4, FINAL)),
    ({"epochs": 1, "steps": 469}, [(0.1, 50, LOGS)], (1.234, LOGS)),
    ({"epochs": 2, "steps": 10}, [(2.0, 1, LOGS), (3.5, 2, LOGS), (4.5, 3, {"loss": 12345.678})], (12.5, LOGS)),
    ({"epochs": 2, "steps": 1000}, [(4.0, 1, LOGS), (30.0, 7, LOGS), (200.0, 500, LOGS)], (390.0, LOGS)),
    ({"epochs": 2, "steps": 100}, [(30.0, 50, LOGS), (60.0, 60, {})], (100.0, {"loss": 0.00098, "accuracy": 0.0})),
    ({"epochs": 2, "steps": 8}, [(0.1, 4, LOGS)], (0.2, {"loss": float("nan"), "accuracy": 0.03125})),
    ({"epochs": 2, "steps": 100000}, [(0.1, 1000, LOGS)], (0.7, LOGS)),
    ({"epochs": 3, "steps": 1}, [], (0.0, {"loss": 0.001})),
]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def epoch_text(options, running, end, verbose):
    clock = mock.Mock(return_value=1000.0)
    with contextlib.redirect_stdout(Terminal()) as printed, mock.patch("time.time", clock):
        logger = ProgbarLogger()
        logger.set_params({**options, "verbose": verbose})
        logger.on_train_begin()
        logger.on_epoch_begin(0)
        for seconds, step, logs in running:
            clock.return_value = 1000.0 + seconds
            logger.on_train_batch_end(step - 1, logs)
        clock.return_value = 1000.0 + end[0]
        logger.on_epoch_end(0, end[1])
    return printed.getvalue()


def plain(logs):
    """JSON has no NaN: null stands for it."""
    return {name: None if value != value else value for name, value in logs.items()}


def progress():
    for options, running, end in PROGRESS:
        yield {
            **options,
            "running": [{"seconds": s, "step": step, "logs": plain(logs)} for s, step, logs in running],
            "end": {"seconds": end[0], "logs": plain(end[1])},
            "bar": epoch_text(options, running, end, 1),
            "lines": epoch_text(options, running, end, 2),
        }


def seed_network(name="sequential"):
    dense = keras.layers.Dense
    layers = [dense(32, "sigmoid", name="dense" + suffix) for suffix in ["", "_1", "_2"]]
    last = dense(10, "softmax", name="dense_3")
    return keras.Sequential([keras.Input((784,)), *layers, last], name=name)


def trained(model, optimizer):
    model.compile(optimizer, "categorical_crossentropy")
    model.fit(np.zeros((2, *model.input_shape[1:])), np.zeros((2, *model.output_shape[1:])), verbose=0)
    return model


def mixed_network():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Rescaling(1 / 255, name="rescaling"),
            layers.Flatten(name="flatten"),
            layers.Dense(512, name="dense"),
            layers.Activation("relu", name="activation"),
            layers.Dropout(0.2, name="dropout"),
            layers.Dense(10, name="a_layer_with_a_very_long_name_that_cannot_fit_on_one_line"),
        ],
        name="mixed",
    )


def frozen_network():
    model = seed_network("frozen")
    model.layers[0].trainable = False
    return model


def unbuilt_network():
    layers = [keras.layers.Flatten(name="flatten"), keras.layers.Dense(10, name="dense")]
    return keras.Sequential(layers, name="unbuilt")


def big_network():
    dense = keras.layers.Dense
    return keras.Sequential([keras.Input((784,)), dense(5000, name="dense"), dense(5000, name="dense_1")], name="big")


def row(layer, model_built):
    shape = list(layer.output.shape) if model_built else None
    return {
        "name": layer.name,
        "type": type(layer).__name__,
        "outputShape": shape,
        "parameters": layer.count_params() if layer.built else None,
    }


def count(weights):
    return sum(int(np.prod(weight.shape)) for weight in weights)


def summary(model, columns):
    lines = []
    with mock.patch.dict(os.environ, {"COLUMNS": str(columns)}):
        model.summary(print_fn=lines.append)
    built = model.compiled and model.optimizer.built
    totals = {"trainable": count(model.trainable_weights), "nonTrainable": count(model.non_trainable_weights)}
    if built:
        totals["optimizer"] = count(model.optimizer.variables)
    return {
        "model": model.name,
        "columns": columns,
        "rows": [row(layer, model.built) for layer in model.layers],
        "totals": totals,
        "text": "".join(lines),
    }


def summaries():
    yield summary(seed_network(), 80)
    yield summary(trained(seed_network(), "rmsprop"), 80)
    yield summary(trained(seed_network(), "adam"), 100)
    yield summary(trained(seed_network(), "sgd"), 120)
    for columns in [44, 57, 80, 91, 200]:
        yield summary(mixed_network(), columns)
    yield summary(frozen_network(), 80)
    yield summary(unbuilt_network(), 80)
    yield summary(big_network(), 80)


common.write_json(
    "printing.json",
    {"keras": keras.__version__, "progress": list(progress()), "summaries": list(summaries())},
)
