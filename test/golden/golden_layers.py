"""
golden-layers.json: three single steps of a small network around each layer. keras3-cnn.h5: a trained network of the
layers for images, and what Keras makes of it (in golden-layers.json too).
"""

import os
from unittest import mock

import golden_common as common
import keras
import numpy as np

layers = keras.layers
BATCH, OUTPUTS, STEPS = 6, 3, 3
IMAGE = (5, 4, 2)


def on_images(*tested, front=True):
    """The tested layers between a convolution and a softmax."""
    first = [layers.Conv2D(5, 2, name="front")] if front else []
    return [keras.Input(IMAGE), *first, *tested, layers.Flatten(), layers.Dense(OUTPUTS, activation="softmax")]


def on_features(*tested):
    return [keras.Input((9,)), layers.Dense(7, name="front"), *tested, layers.Dense(OUTPUTS, activation="softmax")]


NETWORKS = {
    "max-pooling": lambda: on_images(layers.MaxPooling2D()),
    "max-pooling-of-relu": lambda: on_images(layers.ReLU(), layers.MaxPooling2D()),
    "max-pooling-first": lambda: on_images(layers.MaxPooling2D(2, padding="same"), front=False),
    "max-pooling-overlapping": lambda: on_images(layers.MaxPooling2D(3, strides=(1, 2), padding="same")),
    "average-pooling": lambda: on_images(layers.AveragePooling2D((3, 2))),
    "average-pooling-same": lambda: on_images(layers.AveragePooling2D(3, strides=2, padding="same")),
    "global-average": lambda: on_images(layers.GlobalAveragePooling2D()),
    "global-average-keepdims": lambda: on_images(layers.GlobalAveragePooling2D(keepdims=True)),
    "normalised-images": lambda: on_images(layers.BatchNormalization()),
    "normalised-input": lambda: on_images(layers.BatchNormalization(), front=False),
    "normalised-features": lambda: on_features(layers.BatchNormalization()),
    "normalised-relu": lambda: on_features(layers.ReLU(), layers.BatchNormalization(momentum=0.8, epsilon=0.01)),
    "normalised-without-gamma": lambda: on_features(layers.BatchNormalization(scale=False)),
    "normalised-without-beta": lambda: on_images(layers.BatchNormalization(center=False)),
    "normalised-without-weights": lambda: on_images(
        layers.BatchNormalization(center=False, scale=False), front=False
    ),
    "normalised-twice": lambda: on_images(
        layers.BatchNormalization(), layers.ReLU(), layers.DepthwiseConv2D(2), layers.BatchNormalization()
    ),
    "depthwise": lambda: on_images(layers.DepthwiseConv2D(3)),
    "depthwise-same": lambda: on_images(layers.DepthwiseConv2D((3, 2), padding="same", use_bias=False)),
    "depthwise-strides": lambda: on_images(layers.DepthwiseConv2D(3, strides=2, padding="same", activation="relu")),
    "depthwise-multiplier": lambda: on_images(layers.DepthwiseConv2D(2, depth_multiplier=3, activation="gelu")),
    "depthwise-first": lambda: on_images(layers.DepthwiseConv2D(3, depth_multiplier=2), front=False),
    "reshape": lambda: on_images(layers.Reshape((5, -1, 3)), layers.Conv2D(4, 2, padding="same")),
    "reshape-features": lambda: [
        keras.Input((24,)),
        layers.Reshape((4, 3, 2)),
        layers.Conv2D(3, 2),
        layers.Reshape((-1,)),
        layers.Dense(OUTPUTS, activation="softmax"),
    ],
    "relu-bent": lambda: on_images(layers.ReLU(max_value=0.5, negative_slope=0.25, threshold=0.125)),
    "relu-bounded": lambda: on_features(layers.ReLU(max_value=0.75)),
    "leaky-relu": lambda: on_images(layers.LeakyReLU()),
    "softmax": lambda: on_features(layers.Softmax()),
    "softmax-of-images": lambda: on_images(layers.Softmax()),
    "conv-sigmoid": lambda: on_images(layers.Conv2D(3, 2, activation="sigmoid")),
    "conv-silu": lambda: on_images(layers.Conv2D(3, 2, activation="silu")),
    "last-softmax-layer": lambda: on_features(layers.Dense(OUTPUTS, activation="relu"), layers.Softmax())[:-1],
    "last-activation": lambda: on_features(layers.Dense(OUTPUTS), layers.Activation("softmax"))[:-1],
}
ACTIVATIONS = ["relu", "leaky_relu", "relu6", "elu", "gelu", "silu", "sigmoid", "tanh", "softmax", "linear"]


def network(make, name):
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    model = keras.Sequential(make(), name=name)
    random = np.random.default_rng(3)
    for layer in model.layers:
        for weight in layer.weights:
            # Nothing is zero or one at first, so that all counts from step one.
            if weight.name == "moving_variance":
                weight.assign(random.uniform(0.5, 2, size=weight.shape))
            elif weight.name != "kernel":
                weight.assign(weight + random.normal(scale=0.2, size=weight.shape))
    return model


def step_case(name, make, loss="categorical_crossentropy", blank=0):
    random = np.random.default_rng(11)
    model = network(make, name.replace("-", "_"))
    inputs = random.normal(size=(BATCH, *model.input_shape[1:])).astype(np.float32)
    if blank > 0:
        # Whole pixels are zero, as paper is.
        inputs *= random.random(size=(*inputs.shape[:-1], 1)) > blank
    targets = keras.utils.to_categorical(random.integers(0, OUTPUTS, BATCH), OUTPUTS).astype(np.float32)
    optimizer = keras.optimizers.SGD(learning_rate=0.125)
    model.compile(optimizer=optimizer, loss=loss, jit_compile=False)
    case = {
        "name": name,
        "loss": loss,
        "optimizer": keras.optimizers.serialize(optimizer),
        "model": common.model_json(model),
        "inputs": common.array_json(inputs),
        "targets": common.array_json(targets),
        "predictions": common.array_json(model.predict(inputs, verbose=0)),
        "initialWeights": [common.array_json(weight.numpy()) for weight in model.weights],
        "losses": [],
    }
    for _ in range(STEPS):
        model.reset_metrics()
        case["losses"] += common.numbers(model.train_on_batch(inputs, targets))
    case["trainedWeights"] = [common.array_json(weight.numpy()) for weight in model.weights]
    case["trainedPredictions"] = common.array_json(model.predict(inputs, verbose=0))
    return case


def activation_cases():
    for name in ACTIVATIONS:
        yield step_case(f"activation-{name}", lambda: on_images(layers.Activation(name)))
        yield step_case(f"dense-{name}", lambda: on_features(layers.Dense(6, activation=name)))
    for name in ("gelu", "silu", "elu"):
        yield step_case(f"last-{name}", lambda: on_features(layers.Dense(OUTPUTS, activation=name))[:-1], "mse")


def image_network():
    """No bias before a normalisation: its gradient would be nothing but rounding errors, which Adam makes large."""
    return [
        keras.Input((8, 8, 1)),
        layers.Rescaling(0.5),
        layers.Conv2D(6, 3, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.ReLU(),
        layers.MaxPooling2D(),
        layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, use_bias=False),
        layers.BatchNormalization(scale=False, momentum=0.9),
        layers.Activation("silu"),
        layers.AveragePooling2D(2, strides=1),
        layers.Reshape((9, 12, 1)),
        layers.LeakyReLU(),
        layers.GlobalAveragePooling2D(keepdims=True),
        layers.Flatten(),
        layers.Dense(OUTPUTS),
        layers.Softmax(),
    ]


def write_file(name):
    """A trained network of the layers for images as a file, and what it predicts and comes to in one step more."""
    random = np.random.default_rng(8)
    model = network(image_network, "cnn")
    optimizer = keras.optimizers.Adam(0.01)
    model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"], jit_compile=False)
    batch = lambda: (
        random.normal(size=(BATCH, 8, 8, 1)).astype(np.float32),
        keras.utils.to_categorical(random.integers(0, OUTPUTS, BATCH), OUTPUTS).astype(np.float32),
    )
    for _ in range(STEPS):
        model.train_on_batch(*batch())
    model.save(common.HERE / name)
    inputs, targets = batch()
    summary = []
    with mock.patch.dict(os.environ, {"COLUMNS": "80"}):
        model.summary(print_fn=summary.append)
    facts = {
        "summary": "".join(summary),
        "model": common.model_json(model),
        "predictInputs": common.array_json(inputs),
        "batchInputs": common.array_json(inputs),
        "batchTargets": common.array_json(targets),
        "weights": common.weights_json(model),
        "optimizer": common.optimizer_json(model.optimizer),
        "predictions": common.array_json(model.predict(inputs, verbose=0)),
    }
    model.reset_metrics()
    loss = model.train_on_batch(inputs, targets)[0]
    facts["next"] = {"loss": common.numbers(loss)[0], "weights": common.weights_json(model)}
    return facts


def write_layers():
    cases = [step_case(name, make) for name, make in NETWORKS.items()]
    cases += list(activation_cases())
    files = {name: write_file(name) for name in ("keras3-cnn.h5",)}
    common.write_json("golden-layers.json", {"keras": keras.__version__, "cases": cases, "files": files})
