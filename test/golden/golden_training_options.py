"""
golden-training-options.json: weight decay, moving averages, schedules, label smoothing and L2, as Keras steps them; and
keras3-options.h5, a file that has all of them at once.
"""

import golden_common as common
import golden_networks
import golden_training
import keras
import numpy as np

schedules = keras.optimizers.schedules
L2 = keras.regularizers.L2

STEPS = 7
"""Enough for every schedule below to come into each of its parts."""


def adamw_without_biases():
    optimizer = keras.optimizers.AdamW(learning_rate=0.01, weight_decay=0.3)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    return optimizer


OPTIMIZERS = {
    "adamw": lambda: keras.optimizers.AdamW(learning_rate=0.01),
    "adamw-without-biases": adamw_without_biases,
    "adamw-amsgrad": lambda: keras.optimizers.AdamW(learning_rate=0.01, weight_decay=0.1, amsgrad=True),
    "adam-weight-decay": lambda: keras.optimizers.Adam(learning_rate=0.01, weight_decay=0.1),
    "sgd-weight-decay": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, weight_decay=0.1),
    "rmsprop-weight-decay": lambda: keras.optimizers.RMSprop(learning_rate=0.01, weight_decay=0.1),
    "sgd-cosine-warmup": lambda: keras.optimizers.SGD(
        schedules.CosineDecay(0.01, decay_steps=4, alpha=0.1, warmup_target=0.2, warmup_steps=2)
    ),
    "rmsprop-exponential": lambda: keras.optimizers.RMSprop(
        schedules.ExponentialDecay(0.01, decay_steps=3, decay_rate=0.5)
    ),
    "rmsprop-staircase": lambda: keras.optimizers.RMSprop(
        schedules.ExponentialDecay(0.01, decay_steps=3, decay_rate=0.5, staircase=True)
    ),
    "adamw-cosine": lambda: keras.optimizers.AdamW(schedules.CosineDecay(0.01, decay_steps=6), weight_decay=0.1),
}

LOSSES = {
    "smoothed-categorical": keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
    "smoothed-binary": keras.losses.BinaryCrossentropy(label_smoothing=0.2),
    "object-sparse": keras.losses.SparseCategoricalCrossentropy(),
    "object-mean-squared": keras.losses.MeanSquaredError(),
}

AVERAGES = {
    "adam-ema": lambda: keras.optimizers.Adam(learning_rate=0.01, use_ema=True, ema_momentum=0.9),
    "adam-ema-overwrite": lambda: keras.optimizers.Adam(
        learning_rate=0.01, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=4
    ),
    "sgd-ema": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, use_ema=True),
    "rmsprop-ema": lambda: keras.optimizers.RMSprop(learning_rate=0.01, centered=True, use_ema=True, ema_momentum=0.5),
}

SCHEDULES = [
    schedules.ExponentialDecay(0.1, decay_steps=7, decay_rate=0.6),
    schedules.ExponentialDecay(0.1, decay_steps=7, decay_rate=0.6, staircase=True),
    schedules.CosineDecay(0.1, decay_steps=20),
    schedules.CosineDecay(0.1, decay_steps=20, alpha=0.2),
    schedules.CosineDecay(0.0, decay_steps=17, warmup_target=0.3, warmup_steps=6),
    schedules.CosineDecay(0.05, decay_steps=17, alpha=0.01, warmup_target=0.3, warmup_steps=6),
    schedules.CosineDecay(0.05, decay_steps=10, warmup_target=0.3),
    schedules.PolynomialDecay(0.1, decay_steps=20),
    schedules.PolynomialDecay(0.1, decay_steps=20, end_learning_rate=0.03, power=2.5),
    schedules.PolynomialDecay(0.1, decay_steps=6, end_learning_rate=0.01, power=0.5, cycle=True),
    schedules.InverseTimeDecay(0.1, decay_steps=5, decay_rate=0.7),
    schedules.InverseTimeDecay(0.1, decay_steps=5, decay_rate=0.7, staircase=True),
    schedules.PiecewiseConstantDecay([3, 4, 11], [0.5, 0.2, 0.1, 0.05]),
]

CONFIGURED = [
    keras.optimizers.AdamW(),
    keras.optimizers.Adam(learning_rate=0.5, weight_decay=0.25),
    keras.optimizers.RMSprop(learning_rate=0.5, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=10),
    *[keras.optimizers.SGD(schedule) for schedule in SCHEDULES],
]


def regularised():
    """golden_training's network with L2 on two kernels and one bias."""
    model = golden_training.build("softmax")
    first, second, *_ = model.layers
    first.kernel_regularizer = first.kernel.regularizer = L2(0.03)
    second.kernel_regularizer = second.kernel.regularizer = L2()
    second.bias_regularizer = second.bias.regularizer = L2(0.2)
    return model


NETWORKS = {
    "softmax": lambda: golden_training.build("softmax"),
    "sigmoid": lambda: golden_training.build("sigmoid"),
    "linear": lambda: golden_training.build("linear"),
    "regularised": regularised,
}


def network_json(make):
    model = make()
    return {"model": common.model_json(model), "initialWeights": common.weights_json(model)}


def optimizer_object(optimizer):
    """Keras forgets what it excludes from weight decay; Inkling keeps it beside the configuration."""
    serialised = keras.optimizers.serialize(optimizer)
    pattern = getattr(optimizer, "_exclude_from_weight_decay_pattern", None)
    if pattern is not None:
        serialised["inkling"] = {"exclude_from_weight_decay": pattern.pattern.split("|")}
    return serialised


def start(name, network, optimizer, loss, random):
    loss_name = loss if isinstance(loss, str) else loss.name
    model = NETWORKS[network]()
    inputs = random.normal(size=(golden_training.BATCH, golden_training.INPUTS)).astype(np.float32)
    targets = golden_training.targets_for(loss_name, random)
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"], jit_compile=False)
    case = {
        "name": name,
        "loss": loss if isinstance(loss, str) else keras.losses.serialize(loss),
        "optimizer": optimizer_object(optimizer),
        "network": network,
        "inputs": common.array_json(inputs),
        "targets": common.array_json(targets),
    }
    return case, model, inputs, targets


def step_case(name, make_optimizer, loss="categorical_crossentropy", network=None):
    loss_name = loss if isinstance(loss, str) else loss.name
    network = network or golden_training.LOSSES[loss_name]
    optimizer = make_optimizer()
    case, model, inputs, targets = start(name, network, optimizer, loss, np.random.default_rng(11))
    case["evaluate"] = common.numbers(model.evaluate(inputs, targets, verbose=0)[0])[0]
    case["steps"] = []
    for step in range(STEPS):
        model.reset_metrics()
        rate = float(optimizer.learning_rate)
        step_loss = model.train_on_batch(inputs, targets)[0]
        record = {"rate": common.numbers(rate)[0], "loss": common.numbers(step_loss)[0]}
        if step in (0, STEPS - 1):
            record["weights"] = common.weights_json(model)
        case["steps"].append(record)
    case["optimizerVariables"] = common.optimizer_json(optimizer)
    return case


def fit_case(name, make_optimizer):
    """Two fits, of three epochs and one, of 23 examples in batches of 5: averages replace the weights behind each."""
    random = np.random.default_rng(5)
    model = regularised()
    inputs = random.normal(size=(23, golden_training.INPUTS)).astype(np.float32)
    targets = keras.utils.to_categorical(random.integers(0, 4, 23), 4).astype(np.float32)
    optimizer = make_optimizer()
    model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"], jit_compile=False)
    case = {
        "name": name,
        "loss": "categorical_crossentropy",
        "optimizer": optimizer_object(optimizer),
        "network": "regularised",
        "inputs": common.array_json(inputs),
        "targets": common.array_json(targets),
        "fits": [],
    }
    for epochs in (3, 1):
        data = {"validation_data": (inputs[:9], targets[:9])}
        history = model.fit(inputs, targets, batch_size=5, epochs=epochs, shuffle=False, verbose=0, **data).history
        case["fits"].append(
            {
                "epochs": epochs,
                "loss": common.numbers(history["loss"]),
                "valLoss": common.numbers(history["val_loss"]),
                "weights": common.weights_json(model),
                "evaluate": common.numbers(model.evaluate(inputs, targets, verbose=0)[0])[0],
            }
        )
    case["optimizerVariables"] = common.optimizer_json(optimizer)
    return case


def schedule_case(schedule):
    # Twice as far as the longest goes.
    rates = [float(schedule(step)) for step in range(50)]
    return {"schedule": schedules.serialize(schedule), "rates": common.numbers(rates)}


def write_file():
    """A file with a schedule, weight decay, averages, a smoothed loss and L2; three steps done."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(4)
    model = keras.Sequential(
        [
            keras.Input((golden_networks.INPUTS,)),
            keras.layers.Dense(golden_networks.HIDDEN, activation="sigmoid", kernel_regularizer=L2(0.03)),
            keras.layers.Dense(golden_networks.OUTPUTS, activation="softmax", bias_regularizer="l2"),
        ]
    )
    optimizer = keras.optimizers.AdamW(
        schedules.CosineDecay(0.01, decay_steps=6, warmup_target=0.05, warmup_steps=2),
        weight_decay=0.1,
        use_ema=True,
        ema_momentum=0.9,
    )
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
    golden_networks.train_three_steps(model, optimizer, loss)
    path = common.HERE / "keras3-options.h5"
    model.save(path)
    print(f"{path.name}: {path.stat().st_size:,} bytes")
    data = golden_networks.fixed_data()
    facts = golden_networks.facts(model, data)
    # What the weights are after a fit of that step; a single step leaves the averages where they are.
    facts["next"]["averages"] = [
        common.array_json(variable.numpy()) for variable in optimizer.variables if variable.name.endswith("_average")
    ]
    inputs = {"predictInputs": data[0], "batchInputs": data[1], "batchTargets": data[2]}
    return {path.name: {**{name: common.array_json(array) for name, array in inputs.items()}, **facts}}


def write_options():
    sgd = golden_training.OPTIMIZERS["sgd"]
    cases = [step_case(name, make) for name, make in OPTIMIZERS.items()]
    cases += [step_case(name, sgd, loss) for name, loss in LOSSES.items()]
    cases += [step_case("l2", sgd, network="regularised")]
    cases += [step_case("l2-adamw", OPTIMIZERS["adamw-without-biases"], network="regularised")]
    common.write_json(
        "golden-training-options.json",
        {
            "keras": keras.__version__,
            "networks": {name: network_json(make) for name, make in NETWORKS.items()},
            "cases": cases,
            "fits": [fit_case(name, make) for name, make in AVERAGES.items()],
            "schedules": [schedule_case(schedule) for schedule in SCHEDULES],
            "optimizers": [keras.optimizers.serialize(optimizer) for optimizer in CONFIGURED],
            "losses": [keras.losses.serialize(loss) for loss in LOSSES.values()],
            "regularizers": [keras.regularizers.serialize(regularizer) for regularizer in (L2(), L2(0.5))],
            "files": write_file(),
        },
    )
