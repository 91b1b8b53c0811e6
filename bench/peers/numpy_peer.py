"""
The same networks in plain NumPy: float32, one matrix product a layer and direction, in-place elementwise steps, no
gradient for the input, all parameters in one buffer so that RMSprop is a handful of calls a step. Networks of dense
layers only. OPENBLAS_NUM_THREADS and its like, which the benchmark sets, say how many threads a product takes.
"""

import time

import numpy as np

from peer import load_mnist, load_weights, sample_image, serve, time_blocks, timed

LEARNING_RATE, RHO, EPSILON = 0.001, 0.9, 1e-7


class Network:
    def __init__(self, network, seed=1):
        units = [*network["inputShape"], *(layer["units"] for layer in network["layers"])]
        self.units, self.activation = units, network["layers"][0]["activation"]
        shapes = [shape for i, o in zip(units, units[1:]) for shape in ((i, o), (o,))]
        count = sum(int(np.prod(shape)) for shape in shapes)
        self.flat, self.gradient, self.square, self.scratch = (np.zeros(count, np.float32) for _ in range(4))
        self.parameters, self.gradients = views(self.flat, shapes), views(self.gradient, shapes)
        rng = np.random.default_rng(seed)
        for kernel in self.parameters[::2]:
            limit = np.sqrt(6 / sum(kernel.shape))
            kernel[:] = rng.uniform(-limit, limit, kernel.shape)

    def forward(self, x):
        """Outputs of all layers, the input first."""
        outputs = [x]
        layers = len(self.units) - 1
        for layer in range(layers):
            z = outputs[-1] @ self.parameters[2 * layer]
            z += self.parameters[2 * layer + 1]
            last = layer == layers - 1
            outputs.append(softmax(z) if last else sigmoid(z) if self.activation == "sigmoid" else relu(z))
        return outputs

    def train_step(self, x, labels):
        """One step of RMSprop; returns the batch's loss and its number of right answers."""
        outputs = self.forward(x)
        d = outputs[-1]
        rows = np.arange(len(x))
        loss = -np.log(np.maximum(d[rows, labels], EPSILON)).sum()
        right = (d.argmax(axis=1) == labels).sum()
        d[rows, labels] -= 1
        d /= len(x)
        for layer in reversed(range(len(self.units) - 1)):
            kernel = self.parameters[2 * layer]
            np.matmul(outputs[layer].T, d, out=self.gradients[2 * layer])
            d.sum(axis=0, out=self.gradients[2 * layer + 1])
            if layer > 0:
                d = d @ kernel.T
                y = outputs[layer]
                d *= y * (1 - y) if self.activation == "sigmoid" else y > 0
        self.rmsprop()
        return loss, right

    def rmsprop(self):
        step = self.scratch
        np.square(self.gradient, out=step)
        step *= 1 - RHO
        self.square *= RHO
        self.square += step
        np.add(self.square, EPSILON, out=step)
        np.sqrt(step, out=step)
        np.divide(self.gradient, step, out=step)
        step *= LEARNING_RATE
        self.flat -= step

    def evaluate(self, x, labels):
        probabilities = self.forward(x)[-1]
        loss = -np.log(np.maximum(probabilities[np.arange(len(x)), labels], EPSILON)).mean()
        return float(loss), float((probabilities.argmax(axis=1) == labels).mean())


def views(flat, shapes):
    starts = np.cumsum([0] + [int(np.prod(shape)) for shape in shapes])
    return [flat[a:b].reshape(shape) for a, b, shape in zip(starts, starts[1:], shapes)]


def sigmoid(z):
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    return np.reciprocal(z, out=z)


def relu(z):
    return np.maximum(z, 0, out=z)


def softmax(z):
    z -= z.max(axis=1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=1, keepdims=True)
    return z


state = {}


def mnist(folder):
    if "data" not in state:
        state["data"] = load_mnist(folder)
    return state["data"]


def fit(network, x, labels, batch_size, epochs):
    """Trains; returns the seconds of each epoch."""
    rng = np.random.default_rng(1)
    seconds = []
    for _ in range(epochs):
        start = time.perf_counter()
        order = rng.permutation(len(x))
        for first in range(0, len(x), batch_size):
            batch = order[first : first + batch_size]
            network.train_step(x[batch], labels[batch])
        seconds.append(time.perf_counter() - start)
    return seconds


def train(request):
    x, y, test_x, test_y = mnist(request["data"])
    network = state["network"] = Network(request["network"])
    images = request["images"]
    seconds = fit(network, x[:images], y[:images], request["batchSize"], request["epochs"])
    if images < len(x):
        return {"epochSeconds": seconds}
    return {"epochSeconds": seconds, "accuracy": network.evaluate(test_x, test_y)[1]}


def whole(request):
    answer = train(request)
    np.savez(f"{request['folder']}/numpy.npz", *state["network"].parameters)
    return {"accuracy": answer["accuracy"]}


def restore(request):
    network = state["network"] = Network(request["network"])
    for own, given in zip(network.parameters, load_weights(request["folder"], request["network"])):
        own[:] = given
    return network


def load(request):
    mnist(request["data"])
    return start(request)


def evaluate(request):
    _, _, x, y = state["data"]
    runs = [timed(lambda: state["network"].evaluate(x, y)) for _ in range(request["times"])]
    return {"seconds": [seconds for seconds, _ in runs], "accuracy": runs[0][1][1]}


def predict_one(request):
    x = state["data"][2]
    network = state["network"]
    return {
        "seconds": time_blocks(request["blocks"], request["calls"], lambda i: network.forward(x[i : i + 1]))
    }


def predict_all(request):
    x = state["data"][2][: request["images"]]
    return {"seconds": time_blocks(request["blocks"], 1, lambda _: state["network"].forward(x))}


def start(request):
    return {"probabilities": restore(request).forward(sample_image())[-1][0].tolist()}


serve(
    {
        "train": train,
        "whole": whole,
        "load": load,
        "evaluate": evaluate,
        "predictOne": predict_one,
        "predictAll": predict_all,
        "start": start,
    }
)
