"""
The .keras files that the format tests read: real Keras opens its own golden .h5 files and saves them in its other format, so that
what is known of those holds of these.
"""

import golden_common as common
import keras
from restore_optimizer import restore_optimizer

NAMES = [
    "functional-chain",
    "keras3-adam-amsgrad",
    "keras3-cnn",
    "keras3-layers",
    "keras3-options",
    "keras3-rmsprop-centered",
    "keras3-sgd",
]


def write_archives():
    for name in NAMES:
        source = common.HERE / f"{name}.h5"
        model = keras.saving.load_model(source)
        if getattr(model, "optimizer", None) is not None:
            restore_optimizer(model, source)
        model.save(common.HERE / f"{name}.keras")
        print(f"{name}.keras: {(common.HERE / f'{name}.keras').stat().st_size:,} bytes")
