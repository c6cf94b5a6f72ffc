"""The network of FashionMnist.java in PyTorch, with the first weights of a file.

    load_fashion_mnist.py first.safetensors

Prints DJL's name and the SHA-256 of each parameter that the module holds.
"""

import hashlib
import json
import struct
import sys

import torch

NAMES = {
    "01Linear_weight": "0.weight",
    "01Linear_bias": "0.bias",
    "03Linear_weight": "2.weight",
    "03Linear_bias": "2.bias",
}


def tensors(path):
    """The float32 tensors of a safetensors file by name."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    data = content[8 + length :]
    for name, about in json.loads(content[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = about["data_offsets"]
            values = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32)
            yield name, values.reshape(about["shape"])


network = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
network.load_state_dict({NAMES[name]: tensor for name, tensor in tensors(sys.argv[1])})
held = network.state_dict()
for djl, name in NAMES.items():
    print(djl, hashlib.sha256(held[name].contiguous().numpy().tobytes()).hexdigest())
