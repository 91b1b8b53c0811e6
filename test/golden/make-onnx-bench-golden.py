"""
Writes onnx-bench.json: small networks as onnx.helper encodes them, which test/bench/onnx-model.test.ts compares with the
benchmarks' own encoder. Run: python test/golden/make-onnx-bench-golden.py (onnx 1.23, NumPy 2).
"""

import json
import pathlib

import numpy as np
from onnx import TensorProto, checker, helper

here = pathlib.Path(__file__).parent


def counting(*shape):
    return np.arange(np.prod(shape), dtype=np.float32).reshape(shape)


def tensor(name, array):
    return helper.make_tensor(name, TensorProto.FLOAT, array.shape, array.astype("<f4").tobytes(), raw=True)


def model(name, nodes, weights, input_shape, outputs):
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", *input_shape])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", outputs])],
        [tensor(f"w{i}", array) for i, array in enumerate(weights)],
    )
    opset = helper.make_opsetid("", 13)
    built = helper.make_model(graph, producer_name="inkling-bench", opset_imports=[opset], ir_version=8)
    checker.check_model(built, full_check=True)
    return built.SerializeToString().hex()


dense = model(
    "dense",
    [
        helper.make_node("Gemm", ["x", "w0", "w1"], ["t0"]),
        helper.make_node("Sigmoid", ["t0"], ["t1"]),
        helper.make_node("Gemm", ["t1", "w2", "w3"], ["t2"]),
        helper.make_node("Softmax", ["t2"], ["probabilities"], axis=-1),
    ],
    [counting(3, 2), counting(2), counting(2, 4), counting(4)],
    [3],
    4,
)

# Keras's layouts (rows, columns, channels, filters) and (pixels × filters, units), turned to channels first.
kernel = counting(3, 3, 1, 2).transpose(3, 2, 0, 1)
rows = counting(8, 3).reshape(2, 2, 2, 3).transpose(2, 0, 1, 3).reshape(8, 3)
convolution = model(
    "convolution",
    [
        helper.make_node("Conv", ["x", "w0", "w1"], ["t0"]),
        helper.make_node("Relu", ["t0"], ["t1"]),
        helper.make_node("MaxPool", ["t1"], ["t2"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Flatten", ["t2"], ["t3"]),
        helper.make_node("Gemm", ["t3", "w2", "w3"], ["t4"]),
        helper.make_node("Softmax", ["t4"], ["probabilities"], axis=-1),
    ],
    [kernel, counting(2), rows, counting(3)],
    [1, 6, 6],
    3,
)

(here / "onnx-bench.json").write_text(json.dumps({"dense": dense, "convolution": convolution}, indent=2) + "\n")
