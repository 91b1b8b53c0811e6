"""golden-training.json: three single steps of each optimizer and loss. golden-fit.json: a whole small fit."""

import golden_common as common
import keras
import numpy as np

OPTIMIZERS = {
    "rmsprop": lambda: keras.optimizers.RMSprop(),
    "rmsprop-momentum-centered": lambda: keras.optimizers.RMSprop(learning_rate=0.01, momentum=0.9, centered=True),
    "sgd": lambda: keras.optimizers.SGD(learning_rate=0.1),
    "sgd-momentum": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9),
    "sgd-nesterov": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
    "adam": lambda: keras.optimizers.Adam(),
    "adam-amsgrad": lambda: keras.optimizers.Adam(learning_rate=0.01, amsgrad=True),
}

# The activation of the last layer that each loss is usually met with.
LOSSES = {
    "categorical_crossentropy": "softmax",
    "sparse_categorical_crossentropy": "softmax",
    "mean_squared_error": "linear",
    "binary_crossentropy": "sigmoid",
}

BATCH, INPUTS, OUTPUTS, STEPS = 7, 6, 4, 3


def build(last_activation):
    """6-5-5-5-4, one hidden layer for each activation, its biases not zero so that they count from step one."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    model = keras.Sequential(
        [
            keras.Input((INPUTS,)),
            keras.layers.Dense(5, activation="sigmoid", name="hidden_sigmoid"),
            keras.layers.Dense(5, activation="tanh", name="hidden_tanh"),
            keras.layers.Dense(5, activation="relu", name="hidden_relu"),
            keras.layers.Dense(OUTPUTS, activation=last_activation, name="output"),
        ],
        name="golden",
    )
    random = np.random.default_rng(3)
    for layer in model.layers:
        layer.bias.assign(random.normal(scale=0.1, size=layer.bias.shape))
    return model


def targets_for(loss, random):
    labels = random.integers(0, OUTPUTS, BATCH)
    if loss == "sparse_categorical_crossentropy":
        return labels
    if loss == "categorical_crossentropy":
        return keras.utils.to_categorical(labels, OUTPUTS).astype(np.float32)
    if loss == "binary_crossentropy":
        return random.integers(0, 2, (BATCH, OUTPUTS)).astype(np.float32)
    return random.normal(size=(BATCH, OUTPUTS)).astype(np.float32)


def step_case(name, make_optimizer, loss):
    random = np.random.default_rng(11)
    model = build(LOSSES[loss])
    inputs = random.normal(size=(BATCH, INPUTS)).astype(np.float32)
    targets = targets_for(loss, random)
    optimizer = make_optimizer()
    model.compile(optimizer=optimizer, loss=loss, jit_compile=False)
    case = {
        "name": name,
        "loss": loss,
        "optimizer": keras.optimizers.serialize(optimizer),
        "model": common.model_json(model),
        "inputs": common.array_json(inputs),
        "targets": common.array_json(targets),
        "predictions": common.array_json(model.predict(inputs, verbose=0)),
        "initialWeights": common.weights_json(model),
        "steps": [],
    }
    for _ in range(STEPS):
        model.reset_metrics()
        step_loss = model.train_on_batch(inputs, targets)
        case["steps"].append({"loss": common.numbers(step_loss)[0], "weights": common.weights_json(model)})
    case["optimizerVariables"] = common.optimizer_json(optimizer)
    return case


def write_training():
    cases = [step_case(name, make, "categorical_crossentropy") for name, make in OPTIMIZERS.items()]
    cases += [step_case(f"sgd-{loss}", OPTIMIZERS["sgd"], loss) for loss in LOSSES]
    common.write_json("golden-training.json", {"keras": keras.__version__, "cases": cases})


def write_fit():
    """Three epochs of 23 samples in batches of 5 (a short last batch), unshuffled, with validation data."""
    random = np.random.default_rng(5)
    keras.backend.clear_session()
    keras.utils.set_random_seed(5)
    model = keras.Sequential(
        [
            keras.Input((INPUTS,)),
            keras.layers.Dense(5, activation="sigmoid", name="hidden"),
            keras.layers.Dense(OUTPUTS, activation="softmax", name="output"),
        ],
        name="golden_fit",
    )
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate=0.05),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=False,
    )
    inputs = random.normal(size=(23, INPUTS)).astype(np.float32)
    labels = np.argmax(inputs[:, :OUTPUTS], axis=1)
    validation_inputs = random.normal(size=(9, INPUTS)).astype(np.float32)
    validation_labels = np.argmax(validation_inputs[:, :OUTPUTS], axis=1)
    one_hot = lambda y: keras.utils.to_categorical(y, OUTPUTS).astype(np.float32)
    golden = {
        "keras": keras.__version__,
        "model": common.model_json(model),
        "optimizer": keras.optimizers.serialize(model.optimizer),
        "loss": "categorical_crossentropy",
        "batchSize": 5,
        "epochs": 3,
        "inputs": common.array_json(inputs),
        "targets": common.array_json(one_hot(labels)),
        "validationInputs": common.array_json(validation_inputs),
        "validationTargets": common.array_json(one_hot(validation_labels)),
        "initialWeights": common.weights_json(model),
    }
    history = model.fit(
        inputs,
        one_hot(labels),
        batch_size=5,
        epochs=3,
        shuffle=False,
        verbose=0,
        validation_data=(validation_inputs, one_hot(validation_labels)),
    )
    loss, accuracy = model.evaluate(inputs, one_hot(labels), batch_size=5, verbose=0)
    golden["history"] = {name: common.numbers(values) for name, values in history.history.items()}
    golden["finalWeights"] = common.weights_json(model)
    golden["evaluate"] = {"loss": common.numbers(loss)[0], "accuracy": common.numbers(accuracy)[0]}
    golden["predict"] = common.array_json(model.predict(validation_inputs, verbose=0))
    common.write_json("golden-fit.json", golden)
