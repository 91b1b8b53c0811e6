"""callbacks.json: what Keras's own callbacks do and print when they are driven with made-up epochs."""

import contextlib
import io
import pathlib
import re
import tempfile

import golden_common as common
import keras
import numpy as np

NAN = float("nan")

EARLY_STOPPING = [
    ({}, [1.0, 0.9, 0.9, 0.8]),
    ({"monitor": "loss"}, [1.0, 0.9, 0.95, 0.8]),
    ({"monitor": "loss"}, [1.0, 1.0, 0.5]),
    ({"monitor": "loss", "verbose": 1}, [1.0, 0.9, 0.95, 0.8]),
    ({"monitor": "val_loss", "patience": 2}, [1.0, 0.8, 0.9, 0.85, 0.7, 0.75, 0.74, 0.6]),
    ({"monitor": "val_accuracy", "patience": 2, "verbose": 1}, [0.5, 0.6, 0.55, 0.6, 0.9]),
    ({"monitor": "loss", "patience": 1, "minDelta": 0.1}, [1.0, 0.95, 0.89, 0.85, 0.8, 0.7]),
    ({"monitor": "loss", "patience": 1, "minDelta": -0.1}, [1.0, 0.95, 0.89, 0.85, 0.8, 0.7]),
    ({"monitor": "accuracy", "patience": 1, "minDelta": 0.01}, [0.9, 0.905, 0.92, 0.925, 0.93]),
    ({"monitor": "loss", "mode": "max", "patience": 2}, [1.0, 0.9, 1.1, 0.8, 0.7, 2.0]),
    ({"monitor": "loss", "baseline": 0.5, "patience": 2}, [1.0, 0.9, 0.8, 0.4]),
    ({"monitor": "loss", "baseline": 0.5, "patience": 3}, [1.0, 0.9, 0.4, 0.45, 0.42, 0.41, 0.3]),
    (
        {"monitor": "loss", "baseline": 0.5, "patience": 2, "restoreBestWeights": True, "verbose": 1},
        [1.0, 0.9, 0.95, 0.4],
    ),
    ({"monitor": "loss", "patience": 2, "restoreBestWeights": True, "verbose": 1}, [1.0, 0.6, 0.7, 0.8, 0.1]),
    ({"monitor": "loss", "patience": 5, "restoreBestWeights": True, "verbose": 1}, [1.0, 0.6, 0.7]),
    ({"monitor": "loss", "restoreBestWeights": True, "startFromEpoch": 2}, [0.1, 0.2, 0.9, 0.8, 0.85]),
    ({"monitor": "loss", "startFromEpoch": 3, "patience": 1}, [0.1, 0.2, 0.9, 0.8, 0.85, 0.7]),
    ({"monitor": "loss", "patience": 1}, [NAN, 0.5, 0.4]),
    ({"monitor": "loss", "patience": 2}, [1.0, NAN, NAN, 0.4]),
    ({"monitor": "loss", "patience": 1}, [0.1, 0.099999998, 0.099999997]),
]

REDUCE_LR = [
    ({}, 0.001, [1.0] + [0.99995] * 11),
    ({"monitor": "loss", "patience": 2}, 0.001, [1.0, 0.9, 0.95, 0.91, 0.92, 0.93, 0.94]),
    ({"monitor": "loss", "patience": 1, "verbose": 1}, 0.001, [1.0, 1.0, 1.0, 1.0]),
    ({"monitor": "loss", "patience": 1, "factor": 0.5, "cooldown": 2}, 0.1, [1.0] * 9),
    ({"monitor": "loss", "patience": 2, "factor": 0.5, "cooldown": 1, "verbose": 1}, 0.1, [1.0] * 9),
    ({"monitor": "loss", "patience": 1, "factor": 0.5, "minLr": 0.03, "verbose": 1}, 0.1, [1.0] * 6),
    ({"monitor": "loss", "patience": 1, "factor": 0.5, "minLr": 0.1}, 0.1, [1.0] * 4),
    ({"monitor": "loss", "patience": 1}, 0.1, [1.0, 0.99995, 0.9998, 0.9, 0.89995]),
    ({"monitor": "loss", "patience": 1, "minDelta": 0}, 0.1, [1.0, 0.99995, 0.9998, 0.9, 0.9]),
    ({"monitor": "val_accuracy", "patience": 1, "factor": 0.2}, 0.1, [0.5, 0.4, 0.6, 0.6, 0.55]),
    ({"monitor": "val_loss", "patience": 0, "factor": 0.5}, 0.1, [0.5, 0.4, 0.6, 0.6, 0.55]),
    ({"monitor": "loss", "patience": 2}, 0.1, [NAN, 0.4, 0.3, 0.2]),
]

CHECKPOINT = [
    ({"filepath": "m.keras"}, [0.9, 0.8, 0.85]),
    ({"filepath": "m-{epoch:02d}-{val_loss:.2f}.keras", "verbose": 1}, [0.912, 0.825, 0.845]),
    ({"filepath": "best.keras", "saveBestOnly": True, "verbose": 1}, [0.9, 0.8, 0.85, 0.8, 0.1]),
    ({"filepath": "best.h5", "saveBestOnly": True, "monitor": "val_accuracy"}, [0.1, 0.2, 0.15, 0.2, 0.3]),
    (
        {"filepath": "b{epoch}.keras", "saveBestOnly": True, "initialValueThreshold": 0.5, "verbose": 1},
        [0.9, 0.5, 0.45, 0.46],
    ),
    ({"filepath": "{{x}}-{epoch:3d}-{loss}-{val_loss:08.3f}-{val_loss:.1e}-{loss:.1%}.keras"}, [0.9, 1e-5]),
    ({"filepath": "b.keras", "saveBestOnly": True, "mode": "max"}, [0.1, 0.2, 0.15]),
]

SCHEDULES = {
    "halve": lambda epoch, rate: rate * 0.5,
    "steps": lambda epoch, rate: 0.1 if epoch < 2 else 1e-5,
}

FORMATS = [
    (spec, value)
    for spec in [".4f", ".4e", ".5f", ".0f", ".2f", "08.3f", "10.2f", ".1%", ""]
    for value in [
        0.0, 1.0, 0.5, 1.5, 2.5, 0.03125, 0.09375, 1 / 3, 0.1, 1e-3, 0.00012345, 1e-4, 1e-5, 9.9999999e-6, 1e-100,
        123456.789, 1e15, 1e16, 1e22, 2.5e21, -0.5, -1e-7, 0.99995, 1.00005, 5e-324, NAN, float("inf"), -float("inf"),
    ]
]


def snake(name):
    return re.sub(r"[A-Z]", lambda letter: "_" + letter.group().lower(), name)


def make(cls, options):
    return cls(**{snake(name): value for name, value in options.items()})


def tiny_model(rate=0.001):
    """A model with one weight, compiled and run once so that Keras knows its metrics."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(keras.optimizers.SGD(rate), "binary_crossentropy", metrics=["accuracy"])
    model.evaluate(np.zeros((1, 1)), np.zeros((1, 1)), verbose=0)
    return model


def drive(callback, model, epochs):
    """Calls the hooks as `fit` does. In epoch e (from 0) the one weight is e + 1."""
    callback.set_model(model)
    callback.set_params({"epochs": len(epochs), "steps": 1, "verbose": 0})
    model.stop_training = False
    seen = []
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        callback.on_train_begin()
        for epoch, logs in enumerate(epochs):
            callback.on_epoch_begin(epoch)
            model.set_weights([np.full((1, 1), epoch + 1.0)])
            callback.on_epoch_end(epoch, logs)
            rate = float(model.optimizer.learning_rate.numpy())
            seen.append({"stop": model.stop_training, "learningRate": rate})
            if model.stop_training:
                break
        callback.on_train_end()
    return {
        "epochs": seen,
        "logNames": list(epochs[0]),
        "finalWeight": float(model.get_weights()[0][0, 0]),
        "printed": printed.getvalue(),
    }


def plain(values):
    """JSON has no NaN: null stands for it."""
    return [None if value != value else value for value in values]


def early_stopping():
    for options, values in EARLY_STOPPING:
        callback = make(keras.callbacks.EarlyStopping, options)
        outcome = drive(callback, tiny_model(), [{options.get("monitor", "val_loss"): value} for value in values])
        yield {"options": options, "values": plain(values), "stoppedEpoch": callback.stopped_epoch, **outcome}


def reduce_lr():
    for options, rate, values in REDUCE_LR:
        callback = make(keras.callbacks.ReduceLROnPlateau, options)
        outcome = drive(callback, tiny_model(rate), [{options.get("monitor", "val_loss"): value} for value in values])
        yield {"options": options, "rate": rate, "values": plain(values), **outcome}


def model_checkpoint():
    for options, values in CHECKPOINT:
        model, saved = tiny_model(), []
        model.save = lambda path, overwrite, saved=saved: saved.append(path)
        callback = make(keras.callbacks.ModelCheckpoint, options)
        names = ["accuracy", "loss", "val_accuracy", "val_loss"]
        outcome = drive(callback, model, [dict.fromkeys(names, value) for value in values])
        yield {"options": options, "values": values, "saved": saved, "printed": outcome["printed"]}


def learning_rate_scheduler():
    for name, schedule in SCHEDULES.items():
        callback = keras.callbacks.LearningRateScheduler(schedule, verbose=1)
        yield {"schedule": name, "rate": 0.001, **drive(callback, tiny_model(), [{"loss": 1.0} for _ in range(4)])}


def csv_logger():
    with_validation = [
        {"loss": 1 / 3, "accuracy": 0.5, "val_loss": 1e-5, "val_accuracy": 1.0},
        {"loss": NAN, "accuracy": 0.25, "val_loss": 2.5},
    ]
    without = [{"loss": 0.5, "accuracy": 0.75, "learning_rate": 0.0010000000474974513}]
    for options, existing, epochs in [
        ({}, "old", with_validation),
        ({"separator": ";"}, None, without),
        ({"append": True}, "epoch,loss,val_loss\r\n0,1.0,NA\r\n", [{"loss": 0.5}]),
        ({"append": True}, None, [{"loss": 0.5}, {"loss": 0.25}]),
        ({"separator": "."}, None, [{"loss": 0.5}]),
    ]:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "log.csv"
            if existing is not None:
                path.write_bytes(existing.encode())
            drive(keras.callbacks.CSVLogger(str(path), **options), tiny_model(), epochs)
            text = path.read_bytes().decode()
        plain_epochs = [dict(zip(logs, plain(logs.values()))) for logs in epochs]
        yield {"options": options, "existing": existing, "epochs": plain_epochs, "text": text}


common.write_json(
    "callbacks.json",
    {
        "keras": keras.__version__,
        "earlyStopping": list(early_stopping()),
        "reduceLROnPlateau": list(reduce_lr()),
        "modelCheckpoint": list(model_checkpoint()),
        "learningRateScheduler": list(learning_rate_scheduler()),
        "csvLogger": list(csv_logger()),
        "formats": [{"spec": spec, "value": str(value), "text": format(value, spec)} for spec, value in FORMATS],
    },
)
