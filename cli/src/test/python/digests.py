"""Prints the digests of a safetensors file as the README defines them, by the standard library."""
import hashlib
import json
import struct
import sys

SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "C64": 8}
BLOCK = 1 << 20

with open(sys.argv[1], "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
    data = file.read()

lines = []
for name, tensor in header.items():
    if name == "__metadata__":
        continue
    begin, end = tensor["data_offsets"]
    elements = data[begin:end]
    step = BLOCK * SIZES[tensor["dtype"]]
    sizes = ",".join(str(size) for size in tensor["shape"])
    digest = hashlib.sha256(f"{tensor['dtype']}\n{sizes}\n".encode())
    for start in range(0, len(elements), step):
        digest.update(hashlib.sha256(elements[start : start + step]).digest())
    lines.append((name.encode(), digest.hexdigest()))

text = b"".join(digest.encode() + b"  " + name + b"\n" for name, digest in sorted(lines))
sys.stdout.buffer.write(text + hashlib.sha256(text).hexdigest().encode() + b"  (model)\n")
