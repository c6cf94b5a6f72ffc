"""Writes the checkpoint files that CheckpointFormatTest compares with, by the formats' own libraries.

    python3 core/src/test/python/make_checkpoints.py core/src/test/resources/format

Made with numpy 2.4.6 and safetensors 0.8.0. Byte i of a tensor is (7 i + 3) mod 251.
"""

import sys
from pathlib import Path

import numpy
import safetensors

ITEM_BYTES = {
    "float8_e5m2": 1, "float8_e4m3fn": 1, "float16": 2, "bfloat16": 2,
    "float32": 4, "complex64": 8, "float64": 8,
}
TENSORS = {
    "b": ("float32", [2, 3]),
    "a": ("float32", [2]),
    "scalar": ("float64", []),
    "half": ("float16", [3]),
    "brain": ("bfloat16", [5, 1]),
    "e4m3": ("float8_e4m3fn", [3]),
    "e5m2": ("float8_e5m2", [2, 2]),
    "complex": ("complex64", [2, 1, 1]),
    "empty": ("float32", [0, 4]),
    "gewicht/\u00fc.\U0001f600\"\\": ("float32", [1]),
}


def content(item_bytes, shape):
    count = item_bytes * int(numpy.prod(shape, dtype=int))
    return bytes((7 * i + 3) % 251 for i in range(count))


def spec(array, dtype, shape):
    return safetensors.TensorSpec(
        dtype=dtype, shape=shape, data_ptr=array.ctypes.data, data_len=array.nbytes
    )


def main(folder):
    raw = {
        name: numpy.frombuffer(content(ITEM_BYTES[dtype], shape), "u1")
        for name, (dtype, shape) in TENSORS.items()
    }
    specs = {name: spec(raw[name], dtype, shape) for name, (dtype, shape) in TENSORS.items()}
    Path(folder, "official.safetensors").write_bytes(
        safetensors.serialize(specs, metadata={"format": "pt"})
    )
    arrays = {
        name: raw[name].view(dtype).reshape(shape)
        for name, (dtype, shape) in TENSORS.items()
        if "float8" not in dtype and dtype != "bfloat16"
    }
    numpy.savez(Path(folder, "official.npz"), **arrays)
    numpy.savez_compressed(Path(folder, "compressed.npz"), **arrays)


main(sys.argv[1])
