"""tensorboard-*.tfevents and tensorboard.json: event files written by real Keras, and all that is in them.

Needs keras, tensorflow and tensorboard. Wall times are those of the run; everything else is the same every time.
"""

import pathlib
import shutil
import struct
import tempfile

import golden_common as common
import keras
import numpy as np
import tensorflow as tf
from tensorflow.core.util import event_pb2


def train(folder):
    """Two epochs with validation and histograms. A frozen layer's weights are single values: zeros or ones."""
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(8, activation="tanh"),
            keras.layers.Dense(3, activation="softmax"),
            keras.layers.BatchNormalization(trainable=False),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    random = np.random.default_rng(1)
    x, y = random.random((64, 4), "float32"), random.integers(0, 3, 64)
    callback = keras.callbacks.TensorBoard(folder, histogram_freq=1, write_graph=False)
    seen = []

    class Weights(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            seen.append({w.path: common.numbers(w.numpy()) for w in self.model.weights})

    model.fit(x, y, epochs=2, validation_split=0.25, verbose=0, callbacks=[callback, Weights()])
    return seen


def describe(path, weights):
    """One object for each event: all that a writer has to be told to write it again."""
    for record in tf.data.TFRecordDataset(str(path)):
        event = event_pb2.Event.FromString(record.numpy())
        if event.file_version:
            yield {"wallTime": event.wall_time}
            continue
        (value,) = event.summary.value
        tag = value.tag
        one = {"wallTime": event.wall_time, "step": event.step, "tag": tag}
        if tag.endswith("/histogram"):
            yield {**one, "data": weights[event.step][tag.removesuffix("/histogram")]}
        else:
            yield {**one, "value": struct.unpack("<f", value.tensor.tensor_content)[0]}


with tempfile.TemporaryDirectory() as folder:
    weights = train(folder)
    events = {}
    for part in ["train", "validation"]:
        (path,) = pathlib.Path(folder, part).glob("events.out.tfevents.*")
        shutil.copy(path, common.HERE / f"tensorboard-{part}.tfevents")
        events[part] = list(describe(path, weights))

versions = {"keras": keras.__version__, "tensorflow": tf.__version__}
common.write_json("tensorboard.json", {**versions, **events})
