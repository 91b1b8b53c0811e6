"""golden-configs.json: Keras's own defaults, by `get_config()` and by the signatures of the public functions."""

import inspect

import golden_common as common
import keras


def plain(value):
    """A default as JSON; a callable or class by its name."""
    if value is inspect.Parameter.empty:
        return "(required)"
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    return f"<{getattr(value, '__name__', type(value).__name__)}>"


def signature(function):
    """`{ argument: default }`, in order, without self and **kwargs."""
    parameters = inspect.signature(function).parameters.values()
    return {
        parameter.name: plain(parameter.default)
        for parameter in parameters
        if parameter.name != "self" and parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    }


def config(make):
    keras.backend.clear_session()
    return plain_config(make().get_config())


def plain_config(value):
    """Configurations hold Keras objects (initializers, dtype policies): these in their serialised form."""
    if isinstance(value, dict):
        return {key: plain_config(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_config(entry) for entry in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return plain_config(keras.saving.serialize_keras_object(value))


def write_configs():
    layers, optimizers, losses = keras.layers, keras.optimizers, keras.losses
    callbacks, initializers = keras.callbacks, keras.initializers
    layer_makers = {
        "Dense": lambda: layers.Dense(3),
        "Flatten": lambda: layers.Flatten(),
        "Dropout": lambda: layers.Dropout(0.5),
        "Rescaling": lambda: layers.Rescaling(0.5),
        "Activation": lambda: layers.Activation("relu"),
        "AveragePooling2D": lambda: layers.AveragePooling2D(2),
        "BatchNormalization": lambda: layers.BatchNormalization(),
        "Conv2D": lambda: layers.Conv2D(4, 3),
        "DepthwiseConv2D": lambda: layers.DepthwiseConv2D(3),
        "GlobalAveragePooling2D": lambda: layers.GlobalAveragePooling2D(),
        "LeakyReLU": lambda: layers.LeakyReLU(),
        "MaxPooling2D": lambda: layers.MaxPooling2D(),
        "ReLU": lambda: layers.ReLU(),
        "Reshape": lambda: layers.Reshape((3, -1)),
        "Softmax": lambda: layers.Softmax(),
        "InputLayer": lambda: layers.InputLayer((3,)),
    }
    optimizer_classes = [optimizers.RMSprop, optimizers.SGD, optimizers.Adam, optimizers.AdamW]
    schedules = optimizers.schedules
    schedule_classes = [
        schedules.CosineDecay,
        schedules.ExponentialDecay,
        schedules.InverseTimeDecay,
        schedules.PiecewiseConstantDecay,
        schedules.PolynomialDecay,
    ]
    regularizer_classes = [keras.regularizers.L2]
    loss_classes = [
        losses.CategoricalCrossentropy,
        losses.SparseCategoricalCrossentropy,
        losses.MeanSquaredError,
        losses.BinaryCrossentropy,
    ]
    initializer_classes = [
        initializers.GlorotUniform,
        initializers.GlorotNormal,
        initializers.HeUniform,
        initializers.HeNormal,
        initializers.LecunUniform,
        initializers.LecunNormal,
        initializers.RandomUniform,
        initializers.RandomNormal,
        initializers.TruncatedNormal,
        initializers.Zeros,
        initializers.Ones,
    ]
    callback_classes = [
        callbacks.EarlyStopping,
        callbacks.ModelCheckpoint,
        callbacks.ReduceLROnPlateau,
        callbacks.LearningRateScheduler,
        callbacks.CSVLogger,
        callbacks.BackupAndRestore,
        callbacks.TensorBoard,
    ]
    sequential = keras.Sequential
    methods = [
        sequential.compile,
        sequential.fit,
        sequential.evaluate,
        sequential.predict,
        sequential.summary,
        sequential.save,
        sequential.train_on_batch,
    ]
    built = keras.Sequential(
        [
            keras.Input((4, 3)),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(5, activation="relu", kernel_initializer="he_normal", use_bias=False),
            layers.Dropout(0.2, seed=3),
            layers.Activation("tanh"),
            layers.Dense(2, activation="softmax"),
        ],
        name="every_layer",
    )
    common.write_json(
        "golden-configs.json",
        {
            "keras": keras.__version__,
            "layers": {name: config(make) for name, make in layer_makers.items()},
            "optimizers": {cls.__name__: config(cls) for cls in optimizer_classes},
            "losses": {cls.__name__: config(cls) for cls in loss_classes},
            "initializers": {cls.__name__: config(cls) for cls in initializer_classes},
            "signatures": {
                "layers": {name: signature(getattr(layers, name).__init__) for name in layer_makers},
                "optimizers": {cls.__name__: signature(cls.__init__) for cls in optimizer_classes},
                "losses": {cls.__name__: signature(cls.__init__) for cls in loss_classes},
                "schedules": {cls.__name__: signature(cls.__init__) for cls in schedule_classes},
                "regularizers": {cls.__name__: signature(cls.__init__) for cls in regularizer_classes},
                "callbacks": {cls.__name__: signature(cls.__init__) for cls in callback_classes},
                "Sequential": {method.__name__: signature(method) for method in methods},
            },
            "names": {
                "layers": auto_names(),
                "optimizers": {cls.__name__: cls().name for cls in optimizer_classes},
            },
            "model": common.model_json(built),
        },
    )


def auto_names():
    """The names Keras gives unnamed layers in a fresh session: the first and the second of each class."""
    keras.backend.clear_session()
    makers = [
        lambda: keras.layers.Dense(3),
        lambda: keras.layers.Flatten(),
        lambda: keras.layers.Dropout(0.5),
        lambda: keras.layers.Rescaling(0.5),
        lambda: keras.layers.Activation("relu"),
        lambda: keras.layers.BatchNormalization(),
        lambda: keras.layers.DepthwiseConv2D(3),
        lambda: keras.layers.GlobalAveragePooling2D(),
        lambda: keras.layers.LeakyReLU(),
        lambda: keras.layers.MaxPooling2D(),
        lambda: keras.layers.ReLU(),
        lambda: keras.layers.InputLayer((3,)),
        lambda: keras.Sequential(),
    ]
    made = [(make(), make()) for make in makers]
    return {type(first).__name__: [first.name, second.name] for first, second in made}
