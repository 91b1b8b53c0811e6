"""The 12-8-5 network that the .h5 files hold, its data, and the facts a reader of a file must find."""

import keras
import numpy as np

import golden_common as common

INPUTS, HIDDEN, OUTPUTS = 12, 8, 5


def fixed_data():
    """Four inputs to predict and one batch of six to train on, the same for every file."""
    random = np.random.default_rng(21)
    predict_inputs = random.normal(size=(4, INPUTS)).astype(np.float32)
    batch_inputs = random.normal(size=(6, INPUTS)).astype(np.float32)
    batch_targets = keras.utils.to_categorical(random.integers(0, OUTPUTS, 6), OUTPUTS).astype(np.float32)
    return predict_inputs, batch_inputs, batch_targets


def small_network(seed=4):
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    return keras.Sequential(
        [
            keras.Input((INPUTS,)),
            keras.layers.Dense(HIDDEN, activation="sigmoid"),
            keras.layers.Dense(OUTPUTS, activation="softmax"),
        ]
    )


def train_three_steps(model, optimizer, loss="categorical_crossentropy", metrics=("accuracy",)):
    random = np.random.default_rng(8)
    model.compile(optimizer=optimizer, loss=loss, metrics=list(metrics), jit_compile=False)
    for _ in range(3):
        inputs = random.normal(size=(6, INPUTS)).astype(np.float32)
        labels = random.integers(0, OUTPUTS, 6)
        targets = labels if "Sparse" in type(loss).__name__ else keras.utils.to_categorical(labels, OUTPUTS)
        model.train_on_batch(inputs, targets)
    return model


def facts(model, data):
    """What a reader of the file must find: weights, optimizer variables, predictions, and one step further."""
    predict_inputs, batch_inputs, batch_targets = data
    found = {
        "weights": common.weights_json(model),
        "optimizer": common.optimizer_json(model.optimizer),
        "predictions": common.array_json(model.predict(predict_inputs, verbose=0)),
    }
    model.reset_metrics()
    loss = model.train_on_batch(batch_inputs, batch_targets)[0]
    found["next"] = {"loss": common.numbers(loss)[0], "weights": common.weights_json(model)}
    return found
