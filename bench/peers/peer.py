"""What the Python peers share: how requests arrive (as in ../serve.mjs), MNIST from IDX files, timing, memory."""

import atexit
import gzip
import json
import os
import sys
import time
from pathlib import Path

import numpy as np

THREADS = int(os.environ.get("INKLING_BENCH_THREADS", os.cpu_count() or 1))


def serve(tasks):
    """Answers the one request given as an argument, or each line of standard input, with a line of JSON."""
    atexit.register(tell_peak_memory)
    for line in sys.argv[1:2] or sys.stdin:
        request = json.loads(line)
        print(json.dumps(tasks[request["task"]](request) or {}), flush=True)


def tell_peak_memory():
    """Writes the most memory held, in MB, to the file descriptor that the benchmark opens for it."""
    try:
        status = Path("/proc/self/status").read_text()
        kilobytes = int(status.split("VmHWM:")[1].split()[0])
        os.write(3, str(kilobytes * 1024 / 1e6).encode())
    except OSError:
        pass  # Not on Linux: the memory stays untold.


def load_mnist(folder):
    """Images in 0..1 as float32 (N, 784) and labels (N), for training and for testing."""
    images = [read_idx(folder, f"{part}-images-idx3-ubyte") for part in ("train", "t10k")]
    labels = [read_idx(folder, f"{part}-labels-idx1-ubyte") for part in ("train", "t10k")]
    pixels = [part.reshape(len(part), -1).astype(np.float32) / np.float32(255) for part in images]
    return pixels[0], labels[0], pixels[1], labels[1]


def read_idx(folder, name):
    path = Path(folder, name)
    data = path.read_bytes() if path.exists() else gzip.decompress(Path(folder, f"{name}.gz").read_bytes())
    axes = data[3]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * axes).reshape(np.frombuffer(data, ">i4", axes, 4))


def load_weights(folder, network):
    """A network's weights, in Keras's order and layout, from the one run of float32 that Inkling wrote."""
    flat = np.fromfile(f"{folder}/{network['name']}.f32", np.float32)
    arrays, start = [], 0
    for shape in weight_shapes(network):
        size = int(np.prod(shape))
        arrays.append(flat[start : start + size].reshape(shape))
        start += size
    return arrays


def weight_shapes(network):
    """Convolutions (rows, columns, channels, filters), dense layers (inputs, units), each followed by its bias."""
    shape, shapes = list(network["inputShape"]), []
    for layer in network["layers"]:
        if layer["kind"] == "dense":
            shapes += [(int(np.prod(shape)), layer["units"]), (layer["units"],)]
            shape = [layer["units"]]
        elif layer["kind"] == "conv2d":
            size, filters = layer["kernelSize"], layer["filters"]
            shapes += [(size, size, shape[2], filters), (filters,)]
            shape = [shape[0] - size + 1, shape[1] - size + 1, filters]
        elif layer["kind"] == "maxPooling2d":
            shape = [shape[0] // layer["poolSize"], shape[1] // layer["poolSize"], shape[2]]
        else:
            shape = [int(np.prod(shape))]
    return shapes


def sample_image():
    """The image on whose probabilities all contenders must agree, (1, 784)."""
    return (np.arange(784) % 256).astype(np.float32)[None] / np.float32(255)


def timed(call):
    """Seconds of one call, and what it returned."""
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def time_blocks(blocks, calls, call):
    """Mean seconds of one call, once for each block."""

    def block():
        for i in range(calls):
            call(i)

    return [timed(block)[0] / calls for _ in range(blocks)]
