"""golden-convolutions.json: three single steps of small networks with Conv2D, met in every way that the engine takes."""

import golden_common as common
import golden_layers
import keras

layers = keras.layers
OUTPUTS = 3


def network(*tested, shape=(9, 8, 2)):
    return [keras.Input(shape), *tested, layers.Flatten(), layers.Dense(OUTPUTS, activation="softmax")]


def conv(*args, **options):
    return layers.Conv2D(*args, **options)


relu = {"activation": "relu"}
same = {"padding": "same"}

NETWORKS = {
    "valid": lambda: network(conv(9, 3)),
    "same": lambda: network(conv(4, (2, 3), **same)),
    "strides": lambda: network(conv(5, 3, strides=2), conv(4, 2, strides=(2, 1))),
    "strides-same": lambda: network(conv(5, 3, strides=2, **same), conv(4, (3, 2), strides=(1, 2), **same)),
    "strides-of-three": lambda: network(conv(5, 3, strides=3, **same), conv(4, 3, strides=3, **same)),
    "without-bias": lambda: network(conv(6, 3, use_bias=False), conv(3, 2, use_bias=False)),
    "behind-relu": lambda: network(conv(10, 3, **relu), conv(12, 3)),
    "behind-relu-same": lambda: network(conv(8, 3, **same, **relu), conv(12, 3, strides=2, **same, **relu)),
    "behind-tanh": lambda: network(conv(8, 3, activation="tanh"), conv(12, 3, activation="tanh")),
    "before-pooling": lambda: network(conv(8, 3, **relu), conv(16, 3, **relu), layers.MaxPooling2D()),
    "before-pooling-same": lambda: network(conv(8, 3, **same, **relu), conv(20, 3, **same, **relu), layers.MaxPooling2D()),
    "first-before-pooling": lambda: network(conv(16, 3, **relu), layers.MaxPooling2D(), shape=(9, 8, 1)),
    "panels": lambda: network(conv(40, 2, **relu), conv(40, 2, strides=2)),
    "pixel-by-pixel": lambda: network(conv(8, 1, **relu), conv(24, 1)),
    "one-position": lambda: network(conv(8, 3, **relu), conv(5, (7, 6))),
    "normalised": lambda: network(
        conv(16, 3, use_bias=False),
        layers.BatchNormalization(),
        layers.ReLU(),
        conv(8, 3, use_bias=False),
        layers.BatchNormalization(),
        layers.ReLU(),
    ),
    "regularised": lambda: network(conv(4, 3, kernel_regularizer=keras.regularizers.L2(0.02))),
}
# Networks that see pictures which are mostly blank, too.
ON_BLANK_PICTURES = ["behind-relu", "behind-relu-same", "before-pooling", "before-pooling-same", "normalised", "strides-same"]


def write_convolutions():
    cases = [golden_layers.step_case(name, make) for name, make in NETWORKS.items()]
    for name in ON_BLANK_PICTURES:
        cases.append(golden_layers.step_case(f"{name}-on-blank-pictures", NETWORKS[name], blank=0.9))
    common.write_json("golden-convolutions.json", {"keras": keras.__version__, "cases": cases})
