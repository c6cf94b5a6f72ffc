"""The modules that TorchModuleTest carries through TensorInit, and what torch's layers draw.

    torch_models.py manifest NAME [meta]        prints the manifest of a module
    torch_models.py check NAME FILE [meta]      loads FILE into the module and compares
    torch_models.py check NAME FILE FOLDER      loads FOLDER and compares with FILE

Exit status 77 where torch 1.13 or newer is missing.
"""

import json
import math
import os
import struct
import sys

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit(77)
if tuple(int(part) for part in torch.__version__.split(".")[:2]) < (1, 13):
    sys.exit(77)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../python"))
import tensorinit_torch  # noqa: E402


class Cnn(nn.Module):
    def __init__(self, **where):
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 3, **where)
        self.grouped = nn.Conv2d(32, 64, 3, groups=4, **where)
        self.bn = nn.BatchNorm2d(64, **where)
        self.depthwise = nn.Conv2d(64, 64, 3, groups=64, bias=False, **where)
        self.up = nn.ConvTranspose2d(64, 32, 3, groups=2, **where)
        self.act = nn.PReLU(32, **where)
        self.norm = nn.GroupNorm(4, 32, **where)
        self.line = nn.Conv1d(32, 16, 5, **where)
        self.volume = nn.ConvTranspose3d(16, 8, 2, **where)
        self.fc = nn.Linear(512, 10, **where)


class Tagger(nn.Module):
    def __init__(self, **where):
        super().__init__()
        self.embed = nn.Embedding(500, 32, padding_idx=3, **where)
        self.bag = nn.EmbeddingBag(100, 16, **where)
        self.lstm = nn.LSTM(32, 64, 2, bidirectional=True, proj_size=24, **where)
        self.gru = nn.GRU(48, 32, bias=False, **where)
        self.cell = nn.LSTMCell(32, 20, **where)
        self.out = nn.Linear(20, 500, **where)


class Tied(nn.Module):
    def __init__(self, **where):
        super().__init__()
        self.wte = nn.Embedding(300, 64, **where)
        self.attention = nn.MultiheadAttention(
            64, 4, kdim=32, vdim=16, add_bias_kv=True, **where
        )
        self.pair = nn.Bilinear(8, 16, 12, **where)
        self.head = nn.Linear(64, 300, bias=False, **where)
        self.head.weight = self.wte.weight
        self.again = self.pair


MODULES = {
    "cnn": Cnn,
    "lstm": Tagger,
    "layer": lambda **where: nn.TransformerEncoderLayer(64, 4, 128, **where),
    "encoder": lambda **where: nn.TransformerEncoder(
        nn.TransformerEncoderLayer(64, 4, 128, **where), 2
    ),
    "transformer": lambda **where: nn.Transformer(64, 4, 1, 1, 128, **where),
    "tied": Tied,
    "dtypes": lambda **where: nn.Sequential(
        nn.Linear(64, 48, dtype=torch.bfloat16, **where),
        nn.Linear(48, 32, dtype=torch.float64, **where),
        nn.Linear(32, 16, dtype=torch.float16, **where),
    ),
}


def built(name, meta):
    torch.manual_seed(1)
    return MODULES[name](**({"device": "meta"} if meta else {}))


def law(name, module, attribute, parent, in_transformer):
    """What torch.nn draws, from the reset_parameters of its layers: (distribution, size)."""
    tensor = getattr(module, attribute)
    if in_transformer and tensor.dim() > 1:
        return "uniform", math.sqrt(6 / (tensor.size(0) + tensor.size(1)))
    if isinstance(module, (nn.BatchNorm2d, nn.GroupNorm, nn.LayerNorm)):
        return "constant", 1 if attribute in ("weight", "running_var") else 0
    if isinstance(module, nn.PReLU):
        return "constant", 0.25
    if isinstance(module, (nn.Embedding, nn.EmbeddingBag)):
        return "normal", 1
    if isinstance(module, (nn.RNNBase, nn.RNNCellBase)):
        return "uniform", 1 / math.sqrt(module.hidden_size)
    if isinstance(module, nn.Bilinear):
        return "uniform", 1 / math.sqrt(module.in1_features)
    if isinstance(module, nn.MultiheadAttention):
        if attribute == "in_proj_bias":
            return "constant", 0
        if attribute in ("bias_k", "bias_v"):
            return "normal", math.sqrt(2 / (2 * module.embed_dim))
        return "uniform", math.sqrt(6 / (tensor.size(0) + tensor.size(1)))
    if isinstance(parent, nn.MultiheadAttention) and attribute == "bias":
        return "constant", 0
    weight = module.weight
    return "uniform", 1 / math.sqrt(weight.size(1) * weight[0][0].numel())


def faults(model):
    """How the values of a module differ from what torch's layers draw; 5.5 standard errors each."""
    modules = dict(model.named_modules())
    once = {name for name, _ in [*model.named_parameters(), *model.named_buffers()]}
    found = []
    for path, module in modules.items():
        parents = [model] + [modules[path[:i]] for i, c in enumerate(path) if c == "."]
        in_transformer = any(isinstance(it, nn.Transformer) for it in parents)
        names = [name for name, _ in module.named_parameters(recurse=False)]
        names += [name for name, it in module.named_buffers(recurse=False) if it.is_floating_point()]
        for name in [it for it in names if (f"{path}.{it}" if path else it) in once]:
            kind, size = law(path, module, name, parents[-1] if path else None, in_transformer)
            values = getattr(module, name).detach().to(torch.float64)
            if getattr(module, "padding_idx", None) is not None:
                if values[module.padding_idx].abs().max() != 0:
                    found.append(f"{path}.{name}: the padding row is not 0")
                values = torch.cat([values[: module.padding_idx], values[module.padding_idx + 1 :]])
            where = f"{path}.{name}: not {kind} of {size}"
            count = values.numel()
            if kind == "constant":
                if not bool((values == size).all()):
                    found.append(where)
                continue
            std = size / math.sqrt(3) if kind == "uniform" else size
            kurtosis = 1.8 if kind == "uniform" else 3
            error = 5.5 * std * math.sqrt((kurtosis - 1) / (4 * count)) + 0.02 * std / math.sqrt(count)
            if abs(values.mean()) > 5.5 * std / math.sqrt(count):
                found.append(f"{where}: mean {values.mean()}")
            if abs(values.pow(2).mean().sqrt() - std) > error + 0.1 * std * (count < 50):
                found.append(f"{where}: std {values.pow(2).mean().sqrt()}, expected {std} +- {error}")
            if kind == "uniform" and values.abs().max() > size * (1 + 2**-8):
                found.append(f"{where}: {values.abs().max()} lies outside")
    return found


def file_bytes(path):
    """Name to (dtype, shape, bytes), read without tensorinit_torch."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    data = content[8 + length :]
    return {
        name: (it["dtype"], it["shape"], data[it["data_offsets"][0] : it["data_offsets"][1]])
        for name, it in header.items()
    }


def check(name, path, source, meta):
    theirs = faults(built(name, False))
    assert not theirs, "torch itself: " + "; ".join(theirs)
    model = built(name, meta)
    before = None if meta else {id(it) for it in model.parameters()}
    assert tensorinit_torch.load(model, source) is model
    assert not any(it.is_meta for it in [*model.parameters(), *model.buffers()])
    assert before is None or before == {id(it) for it in model.parameters()}
    stored = file_bytes(path)
    state = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    counters = [it for it in state if it.endswith("num_batches_tracked")]
    for counter in counters:
        assert state.pop(counter).item() == 0, counter
    assert sorted(stored) == sorted(state), (sorted(stored), sorted(state))
    for key, (_, shape, content) in stored.items():
        tensor = state[key].detach()
        assert list(tensor.shape) == shape, key
        raw = bytes(tensor.contiguous().reshape(-1).view(torch.uint8).tolist())
        assert raw == content, key
    ours = faults(model)
    assert not ours, "; ".join(ours)
    if name == "tied":
        assert model.head.weight is model.wte.weight
    model.eval()
    print(len(stored), "tensors")


if __name__ == "__main__":
    is_meta = sys.argv[-1] == "meta"
    if sys.argv[1] == "manifest":
        sys.stdout.write(
            tensorinit_torch.text(tensorinit_torch.manifest(built(sys.argv[2], is_meta)))
        )
    else:
        source = sys.argv[3] if is_meta else sys.argv[-1]
        check(sys.argv[2], sys.argv[3], source, is_meta)
