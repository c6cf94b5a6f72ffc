#!/usr/bin/env python3
"""From a living torch.nn.Module to TensorInit's manifest, and from the checkpoint back into it.

    python3 tensorinit_torch.py my_models:build > model.json     # my_models.build() gives the module
    tensorinit init model.json -o model.safetensors
    >>> tensorinit_torch.load(model, "model.safetensors")

or, from a program, ``tensorinit_torch.manifest(model)``. The module may lie on the meta device, where
it takes no memory: ``load`` then makes its tensors. Needs Python 3.8, torch 1.13 or newer, and nothing
else. One file, to be copied wherever it is needed.

What the manifest says of each parameter: name, shape, dtype, and of those of torch.nn's own layers the
kind (the layer's class), role and groups of a convolution, the padding row of an embedding. Parameters
that share memory are tied: the first name is stored, the others follow it. Running statistics of
normalizations are in the manifest; what torch sets itself (counters, masks, tables computed by a module)
is not, and is left to the module. Whatever needs a second look is said in notes: on stderr by the
command, as a list by ``survey``.
"""

import argparse
import collections
import importlib
import json
import mmap
import os
import re
import struct
import sys

import torch

__all__ = ["load", "manifest", "survey", "text"]

_WEIGHT_AND_BIAS = "weight|bias"
_RECURRENT = r"(weight_(ih|hh|hr)|bias_(ih|hh))_l\d+(_reverse)?"
_CELL = "weight_ih|weight_hh|bias_ih|bias_hh"
_NORM = "weight|bias|running_mean|running_var"
_ATTENTION = "in_proj_weight|[qkv]_proj_weight|in_proj_bias|bias_[kv]"

# The layers of torch.nn, and of each the names of the parameters that its class itself declares.
_LAYERS = {
    **dict.fromkeys(["Linear", "Bilinear"], _WEIGHT_AND_BIAS),
    **dict.fromkeys(["Conv1d", "Conv2d", "Conv3d"], _WEIGHT_AND_BIAS),
    **dict.fromkeys(["ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"], _WEIGHT_AND_BIAS),
    **dict.fromkeys(["Embedding", "EmbeddingBag", "PReLU"], "weight"),
    **dict.fromkeys(["RNN", "LSTM", "GRU"], _RECURRENT),
    **dict.fromkeys(["RNNCell", "LSTMCell", "GRUCell"], _CELL),
    **dict.fromkeys(["BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm"], _NORM),
    **dict.fromkeys(["InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"], _NORM),
    **dict.fromkeys(["LayerNorm", "GroupNorm", "RMSNorm"], _WEIGHT_AND_BIAS),
    "MultiheadAttention": _ATTENTION,
}

_COUNTER = "num_batches_tracked"

# torch's names of element types, and safetensors' and TensorInit's.
_DTYPES = {
    getattr(torch, theirs): ours
    for theirs, ours in [
        ("float64", "F64"),
        ("float32", "F32"),
        ("float16", "F16"),
        ("bfloat16", "BF16"),
        ("float8_e4m3fn", "F8_E4M3"),
        ("float8_e5m2", "F8_E5M2"),
        ("complex64", "C64"),
        ("complex128", "C128"),
    ]
    if hasattr(torch, theirs)
}
# What is read besides, of tensors that a manifest leaves to the module.
_READ = {
    **{ours: theirs for theirs, ours in _DTYPES.items()},
    **{"I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8},
    **{"U8": torch.uint8, "BOOL": torch.bool},
}
_INDEX = "model.safetensors.index.json"

_Place = collections.namedtuple("_Place", "name module attribute tensor parent transformer")
_Survey = collections.namedtuple("_Survey", "manifest notes filled left")


def manifest(module, recipe="pytorch", seed=None):
    """The manifest of a module, as a dict that json writes.

    recipe -- the default rules that the manifest names; None for none
    seed   -- an int or a text; None leaves it to TensorInit's default

    Raises ValueError if a lazy layer does not know its shapes yet, or two parameters share a part of
    their memory only.
    """
    return survey(module, recipe, seed).manifest


def text(tree):
    """A manifest as JSON, a parameter a line."""
    head = {key: value for key, value in tree.items() if key != "parameters"}
    opening = "".join(f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
    lines = ",\n".join("    " + json.dumps(each) for each in tree["parameters"])
    return "{\n" + opening + '  "parameters": [\n' + lines + "\n  ]\n}\n"


def survey(module, recipe="pytorch", seed=None):
    """The manifest, and what else is to be known of a module.

    As ``manifest``; of the result ``manifest`` is the manifest, ``notes`` a list of what needs a second
    look, a line each.
    """
    notes, parameters, filled, left = [], [], [], []
    owners, kinds = {}, {}
    for place in _places(module):
        if torch.nn.parameter.is_lazy(place.tensor):
            raise ValueError(f"{place.name}: a lazy layer without a shape yet; run the module once")
        if not _is_filled(place):
            left.append(place)
            continue
        owner = _owner(owners, place)
        filled.append((place, owner))
        entry = {"name": place.name, "shape": list(place.tensor.shape)}
        entry["dtype"] = _DTYPES[place.tensor.dtype]
        kind = _kind(place)
        if owner == place.name:
            kinds[owner] = kind
            entry.update(_layer_fields(place, kind, recipe))
            notes.extend(_notes(place, kind, recipe))
        else:
            entry["tied_to"] = owner
            if kind != kinds[owner]:
                notes.append(
                    f"{place.name} ({kind or 'no layer of torch.nn'}) is tied to {owner}, which is"
                    f" drawn as the parameter of a {kinds[owner] or 'layer by its name'}"
                )
        parameters.append(entry)
    notes.extend(_note_of_left(place) for place in left if _is_kept(place))
    tree = {} if seed is None else {"seed": seed}
    if recipe is not None:
        tree["recipe"] = recipe
    tree["parameters"] = parameters
    return _Survey(tree, notes, filled, left)


def load(module, path, device="cpu"):
    """Loads a checkpoint into the module whose manifest it was made from.

    Tensors on the meta device are made anew on ``device``, ties kept, and counters of batches begin at
    0. Others are overwritten where they lie. Nothing is changed before all names, shapes and dtypes
    were found to agree; what the manifest leaves to the module is read where the file has it.

    path -- a .safetensors file, or a folder with model.safetensors.index.json

    Returns the module. Raises ValueError where file and module disagree, naming what is missing, what
    is too much and what differs, and where a tensor on the meta device is neither in the file nor a
    counter; OSError where a file cannot be read.
    """
    found = survey(module, recipe=None)
    tensors = _tensors(path)
    wanted = {place.name: place.tensor for place, owner in found.filled if owner == place.name}
    extra = {place.name: place.tensor for place in found.left if place.name in tensors}
    _require_same(wanted, extra, tensors, path)
    homeless = [
        place.name
        for place in found.left
        if place.tensor.is_meta and place.name not in extra and not _is_counter(place)
    ]
    if homeless:
        raise ValueError(
            f"{_listed(homeless)}: on the meta device and not in {path}, so nothing says what the"
            " values are; give the module real tensors in their place first"
        )
    with torch.no_grad():
        real = {}
        for name, tensor in {**wanted, **extra}.items():
            real[name] = torch.empty_like(tensor, device=device) if tensor.is_meta else tensor.detach()
            real[name].copy_(tensors[name].read())
        objects = {}
        for place, owner in found.filled + [(place, place.name) for place in found.left]:
            if place.tensor.is_meta:
                if id(place.tensor) not in objects:
                    objects[id(place.tensor)] = _made(place, real.get(owner), device)
                setattr(place.module, place.attribute, objects[id(place.tensor)])
    for each in module.modules():
        if isinstance(each, torch.nn.RNNBase):
            each.flatten_parameters()
    return module


def _places(module):
    """Every parameter and buffer under each of its names, in the order of state_dict."""
    modules = dict(module.named_modules(remove_duplicate=False))
    for path, each in modules.items():
        parents = [modules[path[:i]] for i, letter in enumerate(path) if letter == "."]
        parents = [module] + parents if path else []
        in_transformer = any(isinstance(it, torch.nn.Transformer) for it in parents)
        for attribute, tensor in [*each._parameters.items(), *each._buffers.items()]:
            if tensor is not None:
                name = f"{path}.{attribute}" if path else attribute
                parent = parents[-1] if parents else None
                yield _Place(name, each, attribute, tensor, parent, in_transformer)


def _layer(place):
    """The class of torch.nn that declares the parameter; None where it is none of those."""
    for each in type(place.module).__mro__:
        if each.__module__.split(".")[0] == "torch" and each.__name__ in _LAYERS:
            declared = re.fullmatch(_LAYERS[each.__name__], place.attribute)
            return each.__name__ if declared else None
    return None


def _kind(place):
    """What the manifest says as the parameter's kind; None where its name has to tell."""
    layer = _layer(place)
    if place.transformer and place.tensor.dim() > 1:
        return "Transformer"  # which draws all its matrices anew
    if isinstance(place.parent, torch.nn.MultiheadAttention) and layer == "Linear":
        return "MultiheadAttention"  # its output projection, whose bias it sets to 0
    return layer


def _layer_fields(place, kind, recipe):
    """Kind, role, groups, and the padding row of an embedding."""
    fields = {} if kind is None else {"kind": kind}
    layer = _layer(place)
    if place.attribute != "weight" or layer is None:
        return fields
    if layer.startswith("Conv"):
        groups, channels = place.module.groups, place.module.in_channels
        if layer.startswith("ConvTranspose"):
            fields["role"] = "transposed_convolution"
        else:
            fields["role"] = "depthwise" if groups == channels > 1 else "convolution"
        if groups != 1:
            fields["groups"] = groups
    elif layer == "Linear":
        fields["role"] = "dense"
    elif layer.startswith("Embedding"):
        fields["role"] = "embedding"
        if place.module.padding_idx is not None and recipe == "pytorch":
            config = {"initializer": "torch:normal_", "row": place.module.padding_idx}
            fields["init"] = {"class_name": "padding_row", "config": config}
    return fields


def _notes(place, kind, recipe):
    """What needs a second look."""
    named = type(place.module).__name__
    if kind is None:
        yield f"{place.name}: of {named}, no layer of torch.nn's; its name alone says what it is"
        return
    own = getattr(type(place.module), "reset_parameters", None)
    theirs = getattr(getattr(torch.nn, _layer(place) or "", None), "reset_parameters", None)
    if own is not theirs and _layer(place) is not None:
        yield f"{place.name}: {named} has a reset_parameters of its own, the recipe {kind}'s"
    padding = getattr(place.module, "padding_idx", None)
    if padding is not None and recipe not in ("pytorch", None):
        yield f"{place.name}: row {padding} is padding, which recipe {recipe} has to know"


def _is_filled(place):
    """Whether the manifest has it: parameters, and running statistics."""
    if place.tensor.dtype not in _DTYPES:
        return False
    is_parameter = isinstance(place.tensor, torch.nn.Parameter)
    return is_parameter or place.attribute.startswith("running_") and _layer(place) is not None


def _is_counter(place):
    return place.attribute == "num_batches_tracked"


def _is_kept(place):
    """Whether it is left to the module, but belongs to its checkpoints."""
    transient = place.attribute in place.module._non_persistent_buffers_set
    return not transient and not _is_counter(place)


def _note_of_left(place):
    what = "parameter" if isinstance(place.tensor, torch.nn.Parameter) else "buffer"
    return f"{place.name}: a {what} of {place.tensor.dtype} that the module sets; not in the manifest"


def _owner(owners, place):
    """The name under which the parameter's memory was met first."""
    tensor = place.tensor
    storage = (tensor.untyped_storage() if hasattr(tensor, "untyped_storage") else tensor.storage())._cdata
    size = tensor.element_size()
    start = tensor.storage_offset() * size
    reach = sum((n - 1) * abs(step) for n, step in zip(tensor.shape, tensor.stride()))
    end = start + (reach + 1) * size if tensor.numel() else start
    view = (start, end, tensor.dtype, tuple(tensor.shape), tensor.stride())
    for other, name in owners.setdefault(storage, []):
        if other == view and tensor.numel():
            return name
        if start < other[1] and other[0] < end:
            raise ValueError(
                f"{place.name} and {name} share a part of their memory, or all of it in another form,"
                " which no manifest can say"
            )
    owners[storage].append((view, place.name))
    return place.name


def _made(place, values, device):
    """What takes a meta tensor's place: the values, or a counter's 0."""
    old = place.tensor
    if values is None:
        return torch.zeros(old.shape, dtype=old.dtype, device=device)
    if not isinstance(old, torch.nn.Parameter):
        return values
    new = torch.nn.Parameter(values, requires_grad=old.requires_grad)
    new.__dict__.update(old.__dict__)  # what libraries note on parameters
    return new


def _require_same(wanted, extra, tensors, path):
    """That a file has what is wanted, in its form, and nothing else."""
    faults = []
    missing = [name for name in wanted if name not in tensors]
    if missing:
        faults.append("lacks " + _listed(missing))
    surplus = [name for name in tensors if name not in wanted and name not in extra]
    if surplus:
        faults.append("has " + _listed(surplus) + ", which the module does not store")
    for name, tensor in {**wanted, **extra}.items():
        stored = tensors.get(name)
        if stored is not None and (stored.torch_dtype(), stored.shape) != (
            tensor.dtype,
            tuple(tensor.shape),
        ):
            form = f"{tensor.dtype} {list(tensor.shape)}".replace("torch.", "")
            faults.append(f"has {name} as {stored.dtype} {list(stored.shape)}, the module as {form}")
    if faults:
        raise ValueError(f"{path} is not this module's: it " + "; it ".join(faults))


def _listed(names):
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


class _Stored(collections.namedtuple("_Stored", "content start end dtype shape begin whole")):
    """A tensor in a file that is mapped into memory; ``begin`` where it is a piece of one."""

    def torch_dtype(self):
        """torch's type; None for one that is not read."""
        return _READ.get(self.dtype)

    def read(self):
        """The tensor, which lies in the mapped file."""
        if self.start == self.end:
            return torch.empty(self.shape, dtype=self.torch_dtype())
        narrow = self.dtype.startswith("F8_")
        read_as = torch.uint8 if narrow else self.torch_dtype()
        count = (self.end - self.start) // torch.empty((), dtype=read_as).element_size()
        flat = torch.frombuffer(self.content, dtype=read_as, count=count, offset=self.start)
        return (flat.view(self.torch_dtype()) if narrow else flat).reshape(self.shape)


class _Cut(collections.namedtuple("_Cut", "dtype shape pieces")):
    """A tensor whose pieces lie in several files."""

    def torch_dtype(self):
        """torch's type; None for one that is not read."""
        return _READ.get(self.dtype)

    def read(self):
        """The tensor, put together."""
        tensor = torch.empty(self.shape, dtype=self.torch_dtype())
        for it in self.pieces:
            place = tuple(slice(start, start + n) for start, n in zip(it.begin, it.shape))
            tensor[place] = it.read()
        return tensor


def _count(shape):
    count = 1
    for each in shape:
        count *= each
    return count


def _tensors(path):
    """The tensors of a file or of a folder with an index, by name."""
    if sys.byteorder != "little":
        raise ValueError("safetensors files are little-endian, and this machine is not")
    path = os.fspath(path)
    if not os.path.isdir(path):
        return _file_tensors(path)
    index = os.path.join(path, _INDEX)
    with open(index, encoding="utf-8") as file:
        tree = json.load(file)
    places = tree["weight_map"]
    pieces = {}
    for part in sorted(set(places.values()) | set(tree.get("metadata", {}).get("files", []))):
        if os.path.basename(part) != part:
            raise ValueError(f"{index}: {part!r} is no name of a file beside it")
        there = _file_tensors(os.path.join(path, part))
        for name in places:
            if places[name] == part and name not in there:
                raise ValueError(f"{index}: {part} has no tensor {name}")
        for name, it in there.items():
            if places.get(name) == part or it.begin is not None:
                pieces.setdefault(name, []).append(it)
    return {name: _joined(name, its, path) for name, its in pieces.items()}


def _joined(name, pieces, path):
    """A tensor that several files may hold a piece of."""
    first = pieces[0]
    if first.begin is None or first.shape == first.whole:
        return first
    boxes = [
        [(start, start + n) for start, n in zip(it.begin, it.shape)] for it in pieces if 0 not in it.shape
    ]
    for k, box in enumerate(boxes):
        for other in boxes[:k]:
            if all(a < d and c < b for (a, b), (c, d) in zip(box, other)):
                raise ValueError(f"{path}: pieces of {name} overlap")
        if any(b > n for (_, b), n in zip(box, first.whole)):
            raise ValueError(f"{path}: a piece of {name} lies outside of {list(first.whole)}")
    if {(it.dtype, it.whole) for it in pieces} != {(first.dtype, first.whole)}:
        raise ValueError(f"{path}: pieces of {name} are of several dtypes or wholes")
    if sum(_count(it.shape) for it in pieces) != _count(first.whole):
        raise ValueError(f"{path}: a piece of {name} is missing")
    return _Cut(first.dtype, first.whole, pieces)


def _file_tensors(path):
    """The tensors of one safetensors file, by name."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else size
        if 8 + length > size:
            raise ValueError(f"{path}: no safetensors file, or cut off: it ends within its header")
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    try:
        header = json.loads(content[8 : 8 + length].decode("utf-8"))
        cut = json.loads((header.get("__metadata__") or {}).get("DCP_SHARDING_INFO", "{}"))
        tensors = {
            name: _Stored(
                content,
                8 + length + it["data_offsets"][0],
                8 + length + it["data_offsets"][1],
                it["dtype"],
                tuple(it["shape"]),
                tuple(cut[name]["saved_offsets"]) if name in cut else None,
                tuple(cut.get(name, {}).get("shape", it["shape"])),
            )
            for name, it in header.items()
            if name != "__metadata__"
        }
    except (ValueError, LookupError, TypeError, AttributeError) as e:
        raise ValueError(f"{path}: not a safetensors header: {e}") from e
    for name, it in tensors.items():
        if not 8 + length <= it.start <= it.end <= size:
            raise ValueError(f"{path}: {name} lies outside the file, which is cut off")
        if it.torch_dtype() is not None:
            if it.end - it.start != _count(it.shape) * torch.empty((), dtype=it.torch_dtype()).element_size():
                raise ValueError(f"{path}: {name} has more or fewer bytes than {list(it.shape)}")
    return tensors


def _found(target):
    """What module:name means: a module, or what gives one when it is called."""
    source, _, name = target.partition(":")
    if not name:
        raise ValueError(f"{target!r}: wanted MODULE:NAME, such as my_models:build")
    sys.path.insert(0, os.getcwd())
    found = importlib.import_module(source)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def main(arguments=None):
    """The command; returns its exit status: 0 done, 2 bad input."""
    parser = argparse.ArgumentParser(description="Prints the manifest of a torch.nn.Module.")
    parser.add_argument("target", help="MODULE:NAME of a torch.nn.Module, its class or a function")
    parser.add_argument("--recipe", default="pytorch", help="the manifest's recipe (pytorch)")
    parser.add_argument("--seed", help="the manifest's seed, an integer or a text")
    parser.add_argument("--meta", action="store_true", help="build it on the meta device")
    options = parser.parse_args(arguments)
    seed = options.seed
    if seed is not None and re.fullmatch("[+-]?[0-9]+", seed):
        seed = int(seed)
    try:
        module = _found(options.target)
        if not isinstance(module, torch.nn.Module):
            if options.meta and not hasattr(torch.device, "__enter__"):
                raise ValueError("--meta needs torch 2.0; let the function build it on the meta device")
            if options.meta:
                with torch.device("meta"):
                    module = module()
            else:
                module = module()
        if not isinstance(module, torch.nn.Module):
            raise ValueError(f"{options.target} gives a {type(module).__name__}, no torch.nn.Module")
        found = survey(module, options.recipe, seed)
    except (ValueError, ImportError, AttributeError, TypeError) as e:
        print(f"tensorinit_torch: {str(e) or type(e).__name__}".replace("\n", " "), file=sys.stderr)
        return 2
    for note in found.notes:
        print(f"tensorinit_torch: note: {note}", file=sys.stderr)
    sys.stdout.write(text(found.manifest))
    return 0


if __name__ == "__main__":
    sys.exit(main())
