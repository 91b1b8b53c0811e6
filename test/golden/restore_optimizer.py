"""What Keras 3.15 leaves undone when it loads an .h5 file: the optimizer's state."""

import json

import h5py


def restore_optimizer(model, path):
    """
    Gives the model the optimizer state that its file holds. Keras 3.15 means to do so itself, but builds the optimizer
    for no variables (`model._trainable_variables` in legacy_h5_format.py), so that fit() after load_model() fails for
    every .h5 file with optimizer state, its own included.
    """
    with h5py.File(path) as file:
        # Inkling's own group has Keras's layout inside, under a name that Keras passes over.
        group = file.get("optimizer_weights", file.get("inkling_optimizer_weights"))
        if group is None:
            return
        values = [group[name][()] for name in group.attrs["weight_names"]]
        training_config = json.loads(file.attrs["training_config"])
    optimizer = type(model.optimizer).from_config(model.optimizer.get_config())
    # Keras has no place for it in its configurations.
    excluded = training_config["optimizer_config"].get("inkling", {}).get("exclude_from_weight_decay")
    if excluded is not None:
        optimizer.exclude_from_weight_decay(var_names=excluded)
    model.compile(optimizer=optimizer, loss=model.loss, metrics=["accuracy"], jit_compile=False)
    optimizer.build(model.trainable_variables)
    assert len(optimizer.variables) == len(values), (len(optimizer.variables), len(values))
    optimizer.set_weights(values)
