"""
Opens .h5 and .keras files that Inkling wrote in real Keras: prints their predictions and the loss of one more training step.

    python test/golden/check-with-keras.py FILE.h5 …                            # inputs and labels made from a seed
    python test/golden/check-with-keras.py --golden keras3-adam.h5 FILE.h5 …    # FILE must do as that golden file did

With --golden, the predictions, the next step's loss and the weights after it are compared with those of that file, and
the script exits with 1 if one is off by more than 1e-6. See make-golden.py for how to make the environment.
"""

import argparse
import json
import sys

sys.dont_write_bytecode = True

import golden_common as common
import keras
import numpy as np
from restore_optimizer import restore_optimizer


def made_up_data(model):
    """Eight inputs of the model's shape and targets of its loss."""
    random = np.random.default_rng(1)
    inputs = random.random((8, *model.input_shape[1:]), dtype=np.float32)
    classes = model.output_shape[-1]
    labels = random.integers(0, classes, 8)
    loss_name = getattr(model.loss, "__name__", getattr(model.loss, "name", model.loss))
    sparse = str(loss_name).startswith("sparse")
    return inputs, inputs, labels if sparse else keras.utils.to_categorical(labels, classes)


def golden_data(golden, name):
    """The data that all golden files share, or the file's own."""
    facts = golden["files"][name]
    of = facts if "batchInputs" in facts else golden
    array = lambda key: np.asarray(of[key]["data"], np.float32).reshape(of[key]["shape"])
    return array("predictInputs"), array("batchInputs"), array("batchTargets")


def largest_difference(actual, expected):
    return float(np.max(np.abs(np.ravel(actual) - np.ravel(expected))))


def check(path, golden, name):
    model = keras.saving.load_model(path)
    predict_inputs, batch_inputs, batch_targets = golden_data(golden, name) if name else made_up_data(model)
    predictions = model.predict(predict_inputs, verbose=0)
    print(f"{path}: {model.count_params():,} parameters, first prediction {np.round(predictions[0], 6).tolist()}")
    differences = {}
    expected = golden["files"][name] if name else None
    if expected is not None:
        differences["predictions"] = largest_difference(predictions, expected["predictions"]["data"])
    if getattr(model, "optimizer", None) is not None:
        if not path.endswith(".keras"):
            restore_optimizer(model, path)
        loss = model.train_on_batch(batch_inputs, batch_targets)[0]
        print(f"  step {int(model.optimizer.iterations.numpy())}, loss {loss:.7f}")
        if expected is not None:
            differences["loss"] = abs(float(loss) - expected["next"]["loss"])
            weights = [np.ravel(weight) for weight in model.get_weights()]
            expected_weights = [weight["data"] for weight in expected["next"]["weights"]]
            differences["weights"] = largest_difference(np.concatenate(weights), np.concatenate(expected_weights))
    for what, difference in differences.items():
        print(f"  {what} differ by at most {difference:.2e}")
    return max(differences.values(), default=0) <= 1e-6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--golden", metavar="NAME", help="a golden file to compare with")
    options = parser.parse_args()
    golden = json.loads((common.HERE / "golden-files.json").read_text())
    for name in ("golden-layers.json", "golden-training-options.json"):
        golden["files"] |= json.loads((common.HERE / name).read_text())["files"]
    results = [check(path, golden, options.golden) for path in options.files]
    sys.exit(0 if all(results) else 1)


main()
