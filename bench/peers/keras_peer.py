"""
The same networks in Keras, on the backend that KERAS_BACKEND names, as Keras is meant to be used: `fit` on arrays,
`jit_compile` as Keras decides ("auto": XLA with JAX, none with TensorFlow on a CPU), integer labels, and a compiled
function for predictions, since `predict` is slow on few images.
"""

import os
import time

import keras
import numpy as np

from peer import THREADS, load_mnist, sample_image, serve, time_blocks, timed

BACKEND = os.environ["KERAS_BACKEND"]

if BACKEND == "tensorflow":
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(THREADS)


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


def mnist(request):
    """The arrays, in the shape that the network takes."""
    if "data" not in state:
        state["data"] = load_mnist(request["data"])
    x, y, test_x, test_y = state["data"]
    shape = (-1, *request["network"]["inputShape"])
    return x.reshape(shape), y, test_x.reshape(shape), test_y


def create_model(network):
    makers = {
        "dense": lambda layer: keras.layers.Dense(layer["units"], layer["activation"]),
        "conv2d": lambda layer: keras.layers.Conv2D(
            layer["filters"], layer["kernelSize"], activation=layer["activation"]
        ),
        "maxPooling2d": lambda layer: keras.layers.MaxPooling2D(layer["poolSize"]),
        "flatten": lambda layer: keras.layers.Flatten(),
    }
    layers = [makers[layer["kind"]](layer) for layer in network["layers"]]
    model = keras.Sequential([keras.Input(network["inputShape"]), *layers])
    model.compile(optimizer=network["optimizer"], loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(request):
    x, y, test_x, test_y = mnist(request)
    images, batch, epochs = request["images"], request["batchSize"], request["epochs"]
    keras.utils.set_random_seed(1)
    model = state["model"] = create_model(request["network"])
    if request["warmUpImages"] > 0:
        model.fit(x[: request["warmUpImages"]], y[: request["warmUpImages"]], batch, verbose=0)
    clock = EpochClock()
    model.fit(x[:images], y[:images], batch, epochs=epochs, verbose=0, callbacks=[clock])
    if images < len(x):
        return {"epochSeconds": clock.seconds}
    _, accuracy = model.evaluate(test_x, test_y, batch_size=1000, verbose=0)
    return {"epochSeconds": clock.seconds, "accuracy": accuracy}


def whole(request):
    answer = train(request)
    state["model"].save(f"{request['folder']}/keras.h5")
    return {"accuracy": answer["accuracy"]}


def compile_prediction(model, input_shape):
    """A function from examples to probabilities, both NumPy's, as each backend compiles one."""
    if BACKEND == "tensorflow":
        signature = [tf.TensorSpec((None, *input_shape), tf.float32)]
        compiled = tf.function(lambda x: model(x, training=False), input_signature=signature)
        return lambda x: compiled(x).numpy()
    import jax

    # Copies, since evaluate() gives the variables' own buffers away.
    weights = [jax.numpy.array(variable.value) for variable in model.trainable_variables]
    fixed = [jax.numpy.array(variable.value) for variable in model.non_trainable_variables]
    compiled = jax.jit(lambda weights, x: model.stateless_call(weights, fixed, x, training=False)[0])
    return lambda x: np.asarray(compiled(weights, x))


def restore(request):
    network = request["network"]
    model = state["model"] = keras.models.load_model(f"{request['folder']}/{network['name']}.h5")
    return model


def load(request):
    network = request["network"]
    state["arrays"] = mnist(request)
    predict = state["predict"] = compile_prediction(restore(request), network["inputShape"])
    return {"probabilities": predict(sample_image().reshape(-1, *network["inputShape"]))[0].tolist()}


def evaluate(request):
    _, _, x, y = state["arrays"]
    size = request["evaluationBatch"]
    runs = [
        timed(lambda: state["model"].evaluate(x, y, batch_size=size, verbose=0)) for _ in range(request["times"])
    ]
    return {"seconds": [seconds for seconds, _ in runs], "accuracy": runs[0][1][1]}


def predict_one(request):
    x, predict = state["arrays"][2], state["predict"]
    return {"seconds": time_blocks(request["blocks"], request["calls"], lambda i: predict(x[i : i + 1]))}


def predict_all(request):
    x, predict = state["arrays"][2][: request["images"]], state["predict"]
    size = request["predictionBatch"]

    def call(_):
        for first in range(0, len(x), size):
            predict(x[first : first + size])

    call(0)
    return {"seconds": time_blocks(request["blocks"], 1, call)}


def start(request):
    image = sample_image().reshape(-1, *request["network"]["inputShape"])
    return {"probabilities": np.asarray(restore(request).predict_on_batch(image))[0].tolist()}


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
