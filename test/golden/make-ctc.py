"""Writes ctc-tensorflow.json: losses and gradients of tf.nn.ctc_loss whose blank is the last class, for test/kernels and test/nn.

Run with Python 3 and TensorFlow 2.21: python test/golden/make-ctc.py
"""

import json
import pathlib

import numpy as np
import tensorflow as tf

random = np.random.default_rng(17)


def case(name, steps, classes, labels, spread=2.0):
    """One batch: seeded float32 logits, and labels of any lengths."""
    logits = random.normal(0, spread, (len(labels), steps, classes)).astype(np.float32)
    lengths = [len(label) for label in labels]
    width = max(1, *lengths)
    # TensorFlow wants any class where a label has ended; what counts there are the lengths.
    padded = np.array([label + [0] * (width - len(label)) for label in labels], np.int32)
    variable = tf.Variable(logits)
    with tf.GradientTape() as tape:
        losses = tf.nn.ctc_loss(
            labels=padded,
            logits=variable,
            label_length=np.array(lengths, np.int32),
            logit_length=np.full(len(labels), steps, np.int32),
            logits_time_major=False,
            blank_index=classes - 1,
        )
    gradient = tape.gradient(losses, variable)
    return {
        "name": name,
        "steps": steps,
        "classes": classes,
        "labels": labels,
        "logits": [float(f"{x:.9g}") for x in logits.ravel()],
        "losses": losses.numpy().astype(float).tolist(),
        "gradient": [float(f"{x:.9g}") for x in gradient.numpy().ravel()],
    }


golden = {
    "tensorflow": tf.__version__,
    "cases": [
        case("different classes", 7, 4, [[0, 1, 2], [2], [1, 0]]),
        case("repeats", 8, 3, [[0, 0, 1, 1], [1, 1, 1], [0, 1, 0]]),
        case("no label at all, beside one", 5, 4, [[], [2, 1], []]),
        case("labels as long as the steps", 5, 6, [[0, 1, 2, 3, 4], [4, 0, 4, 0, 4]]),
        case("labels that fit only just with their repeats", 7, 3, [[0, 0, 0, 0], [1, 1, 0, 0, 1]]),
        case("one step", 1, 5, [[3], []]),
        case("confident logits", 9, 4, [[0, 2, 2], [1]], spread=12.0),
        case("a line of a form", 42, 15, [[1, 2, 10, 5, 5, 0], [9, 9, 9, 13, 9, 9, 11, 3, 3, 12, 4, 4]]),
    ],
}
path = pathlib.Path(__file__).parent / "ctc-tensorflow.json"
path.write_text(json.dumps(golden) + "\n")
print(f"{path.name}: {path.stat().st_size} bytes")
