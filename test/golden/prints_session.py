"""Prints what Keras prints, one section after another; golden_prints.py runs it in a pipe and on a pseudo-terminal."""

import sys
import time

import golden_common  # noqa: F401  (sets the environment before Keras loads)
import keras
import numpy as np


def section(name):
    sys.stdout.flush()
    sys.stdout.write(f"\n@@@ {name}\n")
    sys.stdout.flush()


class Pause(keras.callbacks.Callback):
    """Makes each step long enough that the bar is redrawn within an epoch."""

    def on_train_batch_end(self, batch, logs=None):
        time.sleep(0.03)


def seed_network():
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    return keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(32, activation="sigmoid"),
            keras.layers.Dense(32, activation="sigmoid"),
            keras.layers.Dense(32, activation="sigmoid"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def data(count, seed):
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, count)
    return random.random((count, 784), dtype=np.float32), keras.utils.to_categorical(labels, 10)


def main():
    model = seed_network()
    section("summary: uncompiled")
    model.summary()
    model.compile(optimizer=keras.optimizers.RMSprop(), loss="categorical_crossentropy", metrics=["accuracy"])
    section("summary: compiled")
    model.summary()
    inputs, targets = data(220, 2)
    validation = data(50, 3)

    section("fit: verbose 2")
    model.fit(inputs, targets, batch_size=20, epochs=2, verbose=2)
    section("fit: verbose 2, validation")
    model.fit(inputs, targets, batch_size=20, epochs=2, verbose=2, validation_data=validation)
    section("fit: verbose 1")
    model.fit(inputs, targets, batch_size=20, epochs=2, verbose=1, callbacks=[Pause()])
    section("fit: verbose 1, validation")
    model.fit(inputs, targets, batch_size=20, epochs=2, verbose=1, validation_data=validation, callbacks=[Pause()])
    section("fit: verbose 2, initial epoch 3 of 4")
    model.fit(inputs, targets, batch_size=20, initial_epoch=3, epochs=4, verbose=2)
    section("evaluate: verbose 1")
    model.evaluate(inputs, targets, batch_size=20, verbose=1)
    section("evaluate: verbose 2")
    model.evaluate(inputs, targets, batch_size=20, verbose=2)
    section("predict: verbose 1")
    model.predict(inputs, batch_size=20, verbose=1)
    section("predict: verbose 2")
    model.predict(inputs, batch_size=20, verbose=2)
    section("summary: trained")
    model.summary()

    section("callbacks: early stopping, restored, verbose 1")
    model.fit(
        inputs,
        targets,
        batch_size=20,
        epochs=5,
        verbose=2,
        validation_data=validation,
        callbacks=[
            keras.callbacks.EarlyStopping(
                monitor="val_loss", mode="max", baseline=100.0, patience=2, restore_best_weights=True, verbose=1
            )
        ],
    )
    section("callbacks: reduce on plateau, verbose 1")
    model.fit(
        inputs,
        targets,
        batch_size=20,
        epochs=3,
        verbose=2,
        validation_data=validation,
        callbacks=[keras.callbacks.ReduceLROnPlateau(monitor="val_loss", min_delta=100.0, patience=1, verbose=1)],
    )
    section("callbacks: schedule, verbose 1")
    model.fit(
        inputs,
        targets,
        batch_size=20,
        epochs=2,
        verbose=2,
        callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.5, verbose=1)],
    )
    section("callbacks: checkpoint best only, verbose 1")
    model.fit(
        inputs,
        targets,
        batch_size=20,
        epochs=3,
        verbose=2,
        validation_data=validation,
        callbacks=[
            keras.callbacks.ModelCheckpoint(
                "best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True, verbose=1
            )
        ],
    )

    keras.backend.clear_session()
    other = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(512, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(512, activation="relu"),
            keras.layers.Activation("linear"),
            keras.layers.Dense(10, activation="softmax"),
        ],
        name="a_model_of_all_layers",
    )
    section("summary: dropout, flatten, rescaling")
    other.summary()
    section("summary: unbuilt")
    long_name = "a_layer_whose_name_is_too_long_for_its_column"
    keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(2, name=long_name)]).summary()
    section("summary: frozen layer")
    frozen = keras.Sequential([keras.Input((12,)), keras.layers.Dense(8, name=long_name), keras.layers.Dense(5)])
    frozen.layers[0].trainable = False
    frozen.summary()
    section("end")


main()
