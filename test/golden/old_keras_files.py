"""
.h5 files as Keras 2 and Keras 1 laid them out, for they cannot be installed beside Keras 3. Written with h5py after
Keras's sources of the time; real Keras 3 then reads each file's weights and must predict the same.

What differed: names end in ":0", strings are of fixed length, layers carry `batch_input_shape`, the InputLayer may be
missing, the configuration may be a bare list, and each time named and ordered the optimizer's variables its own way.
"""

import json

import h5py
import keras
import numpy as np

import golden_common as common
from golden_networks import HIDDEN, INPUTS, OUTPUTS, facts, small_network, train_three_steps


def initializer(class_name, **config):
    return {"class_name": class_name, "config": config}


def dense_config(name, units, activation, kernel_initializer, **more):
    return {
        "class_name": "Dense",
        "config": {
            "name": name,
            "trainable": True,
            **more,
            "units": units,
            "activation": activation,
            "use_bias": True,
            "kernel_initializer": kernel_initializer,
            "bias_initializer": initializer("Zeros"),
            "kernel_regularizer": None,
            "bias_regularizer": None,
            "activity_regularizer": None,
            "kernel_constraint": None,
            "bias_constraint": None,
        },
    }


GLOROT = initializer("GlorotUniform", seed=None)
EARLY_GLOROT = initializer("VarianceScaling", scale=1.0, mode="fan_avg", distribution="uniform", seed=None)
INPUT_SHAPE = [None, INPUTS]


def sequential_2(with_input_layer, dtype="float32"):
    """tf.keras 2: a dictionary with a name; the InputLayer is listed from TensorFlow 2.2 on."""
    layers = [
        dense_config("dense", HIDDEN, "sigmoid", GLOROT, batch_input_shape=INPUT_SHAPE, dtype=dtype),
        dense_config("dense_1", OUTPUTS, "softmax", GLOROT, dtype=dtype),
    ]
    if with_input_layer:
        config = {"batch_input_shape": INPUT_SHAPE, "dtype": dtype, "sparse": False, "ragged": False, "name": "dense_input"}
        layers.insert(0, {"class_name": "InputLayer", "config": config})
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}


def sequential_list():
    """Keras 2.0 and 2.1: the configuration is the bare list of layers."""
    return {
        "class_name": "Sequential",
        "config": [
            dense_config(
                "dense_1", HIDDEN, "sigmoid", EARLY_GLOROT, batch_input_shape=INPUT_SHAPE, dtype="float32"
            ),
            dense_config("dense_2", OUTPUTS, "softmax", EARLY_GLOROT),
        ],
    }


def dense_1(name, units, activation, input_dim, **more):
    """Keras 1: `output_dim`, `init`, `bias`, and W and b for kernel and bias."""
    return {
        "class_name": "Dense",
        "config": {
            "name": name,
            "trainable": True,
            **more,
            "output_dim": units,
            "init": "glorot_uniform",
            "activation": activation,
            "W_regularizer": None,
            "b_regularizer": None,
            "activity_regularizer": None,
            "W_constraint": None,
            "b_constraint": None,
            "bias": True,
            "input_dim": input_dim,
        },
    }


def sequential_1():
    first = dense_1("dense_1", HIDDEN, "sigmoid", INPUTS, batch_input_shape=INPUT_SHAPE, input_dtype="float32")
    dropout = {"class_name": "Dropout", "config": {"name": "dropout_1", "trainable": True, "p": 0.25}}
    last = dense_1("dense_2", OUTPUTS, "softmax", None)
    return {"class_name": "Sequential", "config": [first, dropout, last]}


def write_weights(group, weights, name_of, version):
    """`layer_names`, and in each layer's group `weight_names`: all strings of fixed length."""
    names = list(weights)
    group.attrs["layer_names"] = np.array([name.encode() for name in names])
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = version.encode()
    for layer, arrays in weights.items():
        layer_group = group.create_group(layer)
        weight_names = [name_of(layer, kind) for kind in ("kernel", "bias")[: len(arrays)]]
        layer_group.attrs["weight_names"] = np.array([name.encode() for name in weight_names])
        for name, array in zip(weight_names, arrays):
            layer_group.create_dataset(name, data=array)


def write_optimizer(file, variables):
    group = file.create_group("optimizer_weights")
    group.attrs["weight_names"] = np.array([name.encode() for name, _ in variables])
    for name, array in variables:
        group.create_dataset(name, data=array)


def write_file(name, version, config, training, weights, name_of, variables):
    path = common.HERE / name
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = version.encode()
        file.attrs["backend"] = b"tensorflow"
        file.attrs["model_config"] = json.dumps(config).encode()
        if training is not None:
            file.attrs["training_config"] = json.dumps(training).encode()
        write_weights(file.create_group("model_weights"), weights, name_of, version)
        if variables is not None:
            write_optimizer(file, variables)
    print(f"{name}: {path.stat().st_size:,} bytes")


def slots(optimizer, kind):
    """The optimizer's arrays of one kind, in the order of the weights."""
    return [v.numpy() for v in optimizer.variables if v.name.endswith(f"_{kind}")]


def training_config(loss, metrics, optimizer):
    return {
        "loss": loss,
        "metrics": metrics,
        "weighted_metrics": None,
        "loss_weights": None,
        "optimizer_config": optimizer,
    }


def check_with_keras_3(name, inputs, expected):
    """Real Keras 3 reads the weights of each file, and the whole model where an InputLayer gives its input's shape."""
    path = common.HERE / name
    networks = [small_network(seed=99)]
    networks[0].load_weights(path)
    if name in ("keras2-rmsprop.h5", "keras2-adam.h5"):
        networks.append(keras.saving.load_model(path, compile=False))
    for network in networks:
        assert np.allclose(network.predict(inputs, verbose=0).ravel(), expected, atol=1e-6), name


def write_old_files(golden, data):
    two = lambda layer, kind: f"{layer}/{kind}:0"
    paths = ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]
    iterations = np.int64(3)

    def trained(make_optimizer):
        model = train_three_steps(small_network(), make_optimizer())
        arrays = model.get_weights()
        return model, {"dense": arrays[:2], "dense_1": arrays[2:]}

    def remember(name, model):
        golden["files"][name] = facts(model, data)
        check_with_keras_3(name, data[0], golden["files"][name]["predictions"]["data"])

    # TensorFlow 2.10: slots are named after the weight, one kind after the other.
    name = "keras2-rmsprop.h5"
    model, weights = trained(lambda: keras.optimizers.RMSprop(learning_rate=0.01, momentum=0.9, centered=True))
    kinds = [("velocity", "rms"), ("momentum", "momentum"), ("average_gradient", "mg")]
    variables = [("RMSprop/iter:0", iterations)] + [
        (f"RMSprop/{path}/{old}:0", array)
        for new, old in kinds
        for path, array in zip(paths, slots(model.optimizer, new))
    ]
    accuracy = {"class_name": "MeanMetricWrapper", "config": {"name": "accuracy", "dtype": "float32", "fn": "categorical_accuracy"}}
    optimizer = {
        "class_name": "RMSprop",
        "config": {"name": "RMSprop", "learning_rate": 0.01, "decay": 0.0, "rho": 0.9, "momentum": 0.9, "epsilon": 1e-07, "centered": True},
    }
    training = training_config("categorical_crossentropy", [[accuracy]], optimizer)
    write_file(name, "2.10.0", sequential_2(True), training, weights, two, variables)
    remember(name, model)

    # TensorFlow 2.11 to 2.15: a new optimizer, registered as "Custom>"; moments lie side by side.
    name = "keras2-adam.h5"
    model, weights = trained(lambda: keras.optimizers.Adam(learning_rate=0.01))
    pairs = zip(paths, slots(model.optimizer, "momentum"), slots(model.optimizer, "velocity"))
    variables = [("iteration:0", iterations)] + [
        (f"Adam/{kind}/{path}:0", array) for path, m, v in pairs for kind, array in (("m", m), ("v", v))
    ]
    optimizer = {
        "class_name": "Custom>Adam",
        "config": {
            "name": "Adam", "weight_decay": None, "clipnorm": None, "global_clipnorm": None, "clipvalue": None,
            "use_ema": False, "ema_momentum": 0.99, "ema_overwrite_frequency": None, "jit_compile": False,
            "is_legacy_optimizer": False, "learning_rate": 0.009999999776482582, "beta_1": 0.9, "beta_2": 0.999,
            "epsilon": 1e-07, "amsgrad": False,
        },
    }  # fmt: skip
    training = training_config("categorical_crossentropy", [["accuracy"]], optimizer)
    write_file(name, "2.13.1", sequential_2(True), training, weights, two, variables)
    remember(name, model)

    # TensorFlow 2.0: no InputLayer, a loss object.
    name = "keras2-sgd.h5"
    model, weights = trained(lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True))
    variables = [("SGD/iter:0", iterations)] + [
        (f"SGD/{path}/momentum:0", array) for path, array in zip(paths, slots(model.optimizer, "momentum"))
    ]
    optimizer = {
        "class_name": "SGD",
        "config": {"name": "SGD", "learning_rate": 0.1, "decay": 0.0, "momentum": 0.9, "nesterov": True},
    }
    loss = {"class_name": "CategoricalCrossentropy", "config": {"reduction": "auto", "name": "categorical_crossentropy", "from_logits": False, "label_smoothing": 0}}
    write_file(name, "2.2.4-tf", sequential_2(False), training_config(loss, ["accuracy"], optimizer), weights, two, variables)
    remember(name, model)

    # Keras 2.0: a bare list, `lr`, optimizer variables without names or kinds, no count of steps.
    name = "keras1-list.h5"
    model, weights = trained(lambda: keras.optimizers.RMSprop(learning_rate=0.01))
    weights = {"dense_1": weights["dense"], "dense_2": weights["dense_1"]}
    unnamed = slots(model.optimizer, "velocity")
    variables = [(f"training/RMSprop/Variable{f'_{i}' if i else ''}:0", array) for i, array in enumerate(unnamed)]
    optimizer = {"class_name": "RMSprop", "config": {"lr": 0.01, "rho": 0.9, "decay": 0.0, "epsilon": 1e-07}}
    training = {
        "optimizer_config": optimizer,
        "loss": "categorical_crossentropy",
        "metrics": ["accuracy"],
        "sample_weight_mode": None,
        "loss_weights": None,
    }
    write_file(name, "2.0.8", sequential_list(), training, weights, two, variables)
    remember(name, model)

    # Keras 1.2: the oldest names.
    name = "keras1-names.h5"
    weights = {"dense_1": weights["dense_1"], "dropout_1": [], "dense_2": weights["dense_2"]}
    one = lambda layer, kind: f"{layer}_{'W' if kind == 'kernel' else 'b'}:0"
    write_file(name, "1.2.2", sequential_1(), {**training, "metrics": ["acc"]}, weights, one, variables)
    # Its dropout makes the next step random.
    known = golden["files"]["keras1-list.h5"]
    golden["files"][name] = {key: known[key] for key in ("weights", "optimizer", "predictions")}
    check_with_keras_3(name, data[0], golden["files"][name]["predictions"]["data"])

    with h5py.File(common.HERE / "weights-only-keras2.h5", "w") as file:
        write_weights(file, weights, two, "2.10.0")
