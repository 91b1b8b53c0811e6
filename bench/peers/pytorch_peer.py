"""
The same networks in PyTorch as it is commonly used on a CPU: modules run eagerly, all images in one tensor, batches
fetched by a shuffled index, `inference_mode` for predictions. Images are (N, channels, rows, columns).
"""

import time

import numpy as np
import torch
from torch import nn

from peer import THREADS, load_mnist, load_weights, sample_image, serve, time_blocks, timed

torch.set_num_threads(THREADS)

ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid}

state = {}


def mnist(request):
    """The tensors, in the shape that the network takes."""
    if "data" not in state:
        state["data"] = load_mnist(request["data"])
    x, y, test_x, test_y = state["data"]
    shape = image_shape(request["network"])
    x, test_x = (torch.from_numpy(part).reshape(shape) for part in (x, test_x))
    y, test_y = (torch.from_numpy(part.astype(np.int64)) for part in (y, test_y))
    return x, y, test_x, test_y


def image_shape(network):
    if len(network["inputShape"]) == 1:
        return (-1, *network["inputShape"])
    height, width, channels = network["inputShape"]
    return (-1, channels, height, width)


def create_module(network):
    """Up to the logits: the softmax is left to the loss, and to `probabilities`."""
    modules = []
    for layer in network["layers"]:
        if layer["kind"] == "dense":
            modules.append(nn.LazyLinear(layer["units"]))
        elif layer["kind"] == "conv2d":
            modules.append(nn.LazyConv2d(layer["filters"], layer["kernelSize"]))
        elif layer["kind"] == "maxPooling2d":
            modules.append(nn.MaxPool2d(layer["poolSize"]))
        else:
            modules.append(nn.Flatten())
        if layer.get("activation") in ACTIVATIONS:
            modules.append(ACTIVATIONS[layer["activation"]]())
    module = nn.Sequential(*modules)
    module(torch.zeros(network["inputShape"]).reshape(image_shape(network)))  # Gives lazy layers their shapes.
    for part in module:
        if isinstance(part, (nn.Linear, nn.Conv2d)):
            nn.init.xavier_uniform_(part.weight)
            nn.init.zeros_(part.bias)
    return module


def create_optimizer(network, module):
    """With Keras's defaults; RMSprop's epsilon is added behind the root here, which changes nothing that matters."""
    if network["optimizer"] == "adam":
        return torch.optim.Adam(module.parameters(), lr=0.001, eps=1e-7)
    return torch.optim.RMSprop(module.parameters(), lr=0.001, alpha=0.9, eps=1e-7)


def fit(module, optimizer, x, y, batch_size, epochs):
    """Trains; returns the seconds of each epoch."""
    module.train()
    seconds = []
    for _ in range(epochs):
        start = time.perf_counter()
        total, right = 0.0, 0
        order = torch.randperm(len(x))
        for first in range(0, len(x), batch_size):
            batch = order[first : first + batch_size]
            labels = y[batch]
            logits = module(x[batch])
            loss = nn.functional.cross_entropy(logits, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
            right += (logits.argmax(1) == labels).sum().item()
        seconds.append(time.perf_counter() - start)
    return seconds


def measure(module, x, y, batch_size=1000):
    """Mean loss and accuracy."""
    loss, right = 0.0, 0
    with torch.inference_mode():
        for first in range(0, len(x), batch_size):
            labels = y[first : first + batch_size]
            logits = module(x[first : first + batch_size])
            loss += nn.functional.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
    return loss / len(x), right / len(x)


def train(request):
    x, y, test_x, test_y = mnist(request)
    images, batch = request["images"], request["batchSize"]
    torch.manual_seed(1)
    module = state["module"] = create_module(request["network"])
    optimizer = create_optimizer(request["network"], module)
    if request["warmUpImages"] > 0:
        fit(module, optimizer, x[: request["warmUpImages"]], y[: request["warmUpImages"]], batch, 1)
    seconds = fit(module, optimizer, x[:images], y[:images], batch, request["epochs"])
    if images < len(x):
        return {"epochSeconds": seconds}
    return {"epochSeconds": seconds, "accuracy": measure(module, test_x, test_y)[1]}


def whole(request):
    answer = train(request)
    torch.save(state["module"].state_dict(), f"{request['folder']}/pytorch.pt")
    return {"accuracy": answer["accuracy"]}


def restore(request):
    """A module with Inkling's weights, turned from Keras's layout into PyTorch's."""
    network = request["network"]
    module = create_module(network)
    weights = iter(load_weights(request["folder"], network))
    image = None  # (channels, rows, columns) of what a Flatten takes.
    with torch.no_grad():
        sample = torch.zeros(network["inputShape"]).reshape(image_shape(network))
        for part in module:
            if isinstance(part, nn.Flatten):
                image = sample.shape[1:]
            elif isinstance(part, nn.Conv2d):
                part.weight.copy_(torch.from_numpy(next(weights).copy()).permute(3, 2, 0, 1))
                part.bias.copy_(torch.from_numpy(next(weights).copy()))
            elif isinstance(part, nn.Linear):
                kernel = torch.from_numpy(next(weights).copy())
                if image is not None:
                    channels, rows, columns = image
                    kernel = kernel.reshape(rows, columns, channels, -1).permute(2, 0, 1, 3).flatten(0, 2)
                    image = None
                part.weight.copy_(kernel.T)
                part.bias.copy_(torch.from_numpy(next(weights).copy()))
            sample = part(sample)
    return module.eval()


def probabilities(module, x):
    with torch.inference_mode():
        return module(x).softmax(1)


def sample(network):
    return torch.from_numpy(sample_image()).reshape(image_shape(network))


def load(request):
    state["tensors"] = mnist(request)
    module = state["module"] = restore(request)
    return {"probabilities": probabilities(module, sample(request["network"]))[0].tolist()}


def evaluate(request):
    _, _, x, y = state["tensors"]
    runs = [
        timed(lambda: measure(state["module"], x, y, request["evaluationBatch"])) for _ in range(request["times"])
    ]
    return {"seconds": [seconds for seconds, _ in runs], "accuracy": runs[0][1][1]}


def predict_one(request):
    x, module = state["tensors"][2], state["module"]
    call = lambda i: probabilities(module, x[i : i + 1]).numpy()
    return {"seconds": time_blocks(request["blocks"], request["calls"], call)}


def predict_all(request):
    x, module, size = state["tensors"][2][: request["images"]], state["module"], request["predictionBatch"]

    def call(_):
        for first in range(0, len(x), size):
            probabilities(module, x[first : first + size]).numpy()

    call(0)
    return {"seconds": time_blocks(request["blocks"], 1, call)}


def start(request):
    module = restore(request)
    return {"probabilities": probabilities(module, sample(request["network"]))[0].tolist()}


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
