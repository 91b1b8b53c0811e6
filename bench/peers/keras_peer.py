"""
The same networks in Keras on TensorFlow, as Keras is meant to be used: `fit` on arrays, `jit_compile` as Keras decides
("auto": on a CPU, no XLA), integer labels, and a compiled function for single predictions, since `predict` is for many.
"""

import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf

from peer import load_mnist, serve, time_blocks, timed


class EpochClock(keras.callbacks.Callback):
    """Seconds of each epoch, from the end of the one before."""

    def on_train_begin(self, logs=None):
        self.seconds = []
        self.last = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        now = time.perf_counter()
        self.seconds.append(now - self.last)
        self.last = now


state = {}


def mnist(folder):
    if "data" not in state:
        state["data"] = load_mnist(folder)
    return state["data"]


def create_model(units, activation):
    layers = [keras.layers.Dense(width, activation=activation) for width in units[1:-1]]
    model = keras.Sequential([keras.Input((units[0],)), *layers, keras.layers.Dense(units[-1], "softmax")])
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(request):
    x, y, test_x, test_y = mnist(request["data"])
    keras.utils.set_random_seed(1)
    model = state["model"] = create_model(request["units"], request["activation"])
    clock = EpochClock()
    model.fit(x, y, request["batchSize"], epochs=request["epochs"], verbose=0, callbacks=[clock])
    _, accuracy = model.evaluate(test_x, test_y, verbose=0)
    return {"epochSeconds": clock.seconds, "accuracy": accuracy}


def whole(request):
    answer = train(request)
    state["model"].save(f"{request['folder']}/keras.h5")
    return {"accuracy": answer["accuracy"]}


def restore(request):
    model = state["model"] = keras.models.load_model(f"{request['folder']}/model.h5")
    state["predict"] = tf.function(
        lambda x: model(x, training=False),
        input_signature=[tf.TensorSpec((None, request["units"][0]), tf.float32)],
    )
    return model


def load(request):
    mnist(request["data"])
    restore(request)


def evaluate(request):
    _, _, x, y = state["data"]
    size = request["evaluationBatch"]
    runs = [
        timed(lambda: state["model"].evaluate(x, y, batch_size=size, verbose=0)) for _ in range(request["times"])
    ]
    return {"seconds": [seconds for seconds, _ in runs], "accuracy": runs[0][1][1]}


def predict_one(request):
    x, predict = state["data"][2], state["predict"]
    return {
        "seconds": time_blocks(request["blocks"], request["calls"], lambda i: predict(x[i : i + 1]).numpy())
    }


def predict_all(request):
    x, predict = state["data"][2], state["predict"]
    return {"seconds": time_blocks(request["blocks"], 1, lambda _: predict(x).numpy())}


def start(request):
    restore(request)
    image = (np.arange(784) % 256).astype(np.float32)[None] / np.float32(255)
    return {"probabilities": state["model"].predict_on_batch(image)[0].tolist()}


serve(
    {
        "train": train,
        "whole": whole,
        "load": load,
        "evaluate": evaluate,
        "predictOne": predict_one,
        "predictAll": predict_all,
        "start": start,
    }
)
