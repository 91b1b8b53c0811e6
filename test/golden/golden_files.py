"""The .h5 files that the format tests read, written by real Keras 3, and golden-files.json, what Keras makes of them."""

import h5py
import keras
import numpy as np

import golden_common as common
import old_keras_files
from golden_networks import HIDDEN, INPUTS, OUTPUTS, facts, fixed_data, small_network, train_three_steps

OPTIMIZERS = {
    "keras3-rmsprop.h5": lambda: keras.optimizers.RMSprop(learning_rate=0.01),
    "keras3-rmsprop-centered.h5": lambda: keras.optimizers.RMSprop(learning_rate=0.01, momentum=0.9, centered=True),
    "keras3-sgd.h5": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
    "keras3-adam.h5": lambda: keras.optimizers.Adam(learning_rate=0.01),
    "keras3-adam-amsgrad.h5": lambda: keras.optimizers.Adam(learning_rate=0.01, amsgrad=True),
}


def save(model, name):
    model.save(common.HERE / name)
    print(f"{name}: {(common.HERE / name).stat().st_size:,} bytes")


def write_files():
    data = fixed_data()
    golden = {
        "keras": keras.__version__,
        "predictInputs": common.array_json(data[0]),
        "batchInputs": common.array_json(data[1]),
        "batchTargets": common.array_json(data[2]),
        "files": {},
    }
    for name, make_optimizer in OPTIMIZERS.items():
        model = train_three_steps(small_network(), make_optimizer())
        save(model, name)
        golden["files"][name] = facts(model, data)

    write_other_models(golden, data)
    old_keras_files.write_old_files(golden, data)
    write_broken_files()
    common.write_json("golden-files.json", golden)


def write_other_models(golden, data):
    """Models beside the plain trained Sequential: other layers, loss objects, Functional ones, weights alone."""
    every_layer = small_network_of_every_layer()
    save(every_layer, "keras3-layers.h5")
    images = np.random.default_rng(2).integers(0, 256, (3, 4, 3)).astype(np.float32)
    golden["files"]["keras3-layers.h5"] = {
        "model": common.model_json(every_layer),
        "weights": common.weights_json(every_layer),
        "inputs": common.array_json(images),
        "predictions": common.array_json(every_layer.predict(images, verbose=0)),
    }

    objects = train_three_steps(
        small_network(),
        keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    save(objects, "keras3-loss-object.h5")

    source = small_network()
    chain_input = keras.Input((INPUTS,), name="pixels")
    hidden = keras.layers.Dense(HIDDEN, activation="sigmoid", name="hidden")(chain_input)
    chain = keras.Model(chain_input, keras.layers.Dense(OUTPUTS, activation="softmax", name="digits")(hidden))
    chain.set_weights(source.get_weights())
    save(chain, "functional-chain.h5")
    golden["files"]["functional-chain.h5"] = {
        "weights": common.weights_json(chain),
        "predictions": common.array_json(chain.predict(data[0], verbose=0)),
    }
    left = keras.layers.Dense(HIDDEN, name="left")(chain_input)
    right = keras.layers.Dense(HIDDEN, name="right")(chain_input)
    save(keras.Model(chain_input, keras.layers.Add(name="sum")([left, right])), "functional-branch.h5")

    keras.backend.clear_session()
    save(keras.Sequential([keras.Input((4, 3)), keras.layers.LSTM(2), keras.layers.Dense(2)]), "unknown-layer.h5")
    source.save_weights(common.HERE / "weights-only-keras3.weights.h5")


def small_network_of_every_layer():
    keras.backend.clear_session()
    keras.utils.set_random_seed(9)
    return keras.Sequential(
        [
            keras.Input((4, 3)),
            keras.layers.Rescaling(1 / 255, offset=-0.5),
            keras.layers.Flatten(),
            keras.layers.Dense(6, activation="relu", kernel_initializer="he_normal", use_bias=False),
            keras.layers.Dropout(0.25, seed=3),
            keras.layers.Dense(3, activation="tanh"),
        ],
        name="every_layer",
    )


def write_broken_files():
    """Files with one thing wrong each, made from a good one."""
    good = common.HERE / "keras3-sgd.h5"
    kernel = "sequential/dense/kernel"

    def broken(name, change):
        path = common.HERE / name
        path.write_bytes(good.read_bytes())
        with h5py.File(path, "r+") as file:
            change(file)
        print(f"{name}: {path.stat().st_size:,} bytes")

    def replace_kernel(**dataset):
        def change(file):
            group = file["model_weights/dense"]
            del group[kernel]
            group.create_dataset(kernel, **dataset)

        return change

    def remove_kernel(file):
        del file["model_weights/dense"][kernel]

    broken("broken-no-model-config.h5", lambda file: file.attrs.__delitem__("model_config"))
    broken("broken-bad-json.h5", lambda file: file.attrs.__setitem__("model_config", '{"class_name": "Sequential"'))
    broken("broken-missing-weights.h5", remove_kernel)
    broken("broken-shape.h5", replace_kernel(data=np.zeros((HIDDEN, INPUTS), np.float32)))
    broken("broken-integers.h5", replace_kernel(data=np.zeros((INPUTS, HIDDEN), np.int32)))
    broken("broken-big-endian.h5", replace_kernel(data=np.zeros((INPUTS, HIDDEN), ">f4")))
    broken("broken-huge.h5", replace_kernel(shape=(1_000_000, 1_000_000), dtype=np.float32, chunks=(64, 64)))
    with h5py.File(common.HERE / "broken-not-keras.h5", "w") as file:
        file.create_dataset("temperature", data=np.arange(3, dtype=np.float32))
