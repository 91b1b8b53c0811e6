"""
Writes every golden file of this folder with real Keras: the .h5, .keras and .json files beside this script.

    python3.11 -m venv /tmp/golden && /tmp/golden/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0 h5py==3.14.0
    /tmp/golden/bin/python test/golden/make-golden.py            # all of them
    /tmp/golden/bin/python test/golden/make-golden.py training   # one kind: training, options, fit, layers, …

Seeds are fixed: weights and figures come out the same on the same versions. Only the times in keras-prints.json and
the time stamps inside the .h5 and .keras files differ from run to run.
"""

import sys

sys.dont_write_bytecode = True

import golden_archives
import golden_configs
import golden_convolutions
import golden_files
import golden_layers
import golden_prints
import golden_training
import golden_training_options

KINDS = {
    "training": golden_training.write_training,
    "options": golden_training_options.write_options,
    "fit": golden_training.write_fit,
    "configs": golden_configs.write_configs,
    "convolutions": golden_convolutions.write_convolutions,
    "files": golden_files.write_files,
    "layers": golden_layers.write_layers,
    "archives": golden_archives.write_archives,
    "prints": golden_prints.write_prints,
}

for kind in sys.argv[1:] or KINDS:
    if kind not in KINDS:
        sys.exit(f"unknown kind {kind!r}; known are {', '.join(KINDS)}")
    KINDS[kind]()
