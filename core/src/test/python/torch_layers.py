"""Compares resources/recipes/pytorch.csv with the torch that is installed.

    python3 core/src/test/python/torch_layers.py      (needs torch; prints a line a class, exits 1 where one differs)

Each constructor of the table is called many times. Names and shapes of its parameters and buffers have to be the
table's, constants have to be exact, uniform values have to lie in the bounds, to come close to them and to have their
standard deviation, normal values to have theirs. It also says which classes of torch.nn hold parameters or buffers and
are in no row. Seeds are 1, 2, 3, ...; the tolerances are 6 sigma of what is compared.
"""

import csv
import inspect
import math
import pathlib
import re
import sys
import warnings

import torch
import torch.nn as nn
import torch.nn.utils.parametrizations
import torch.nn.utils.prune

TABLE = pathlib.Path(__file__).parent.parent / "resources" / "recipes" / "pytorch.csv"
VALUES = 5000
# Lazy classes become their namesakes; containers, losses and fractional pooling hold what they are given; Unflatten only
# speaks of others.
NOT_IN_ROWS = {"LazyLinear", "LazyBatchNorm1d", "LazyBatchNorm2d", "LazyBatchNorm3d", "LazyInstanceNorm1d",
               "LazyInstanceNorm2d", "LazyInstanceNorm3d", "LazyConv1d", "LazyConv2d", "LazyConv3d",
               "LazyConvTranspose1d", "LazyConvTranspose2d", "LazyConvTranspose3d", "Container", "DataParallel",
               "Module", "ModuleDict", "ModuleList", "ParameterDict", "ParameterList", "Sequential", "RNNBase",
               "RNNCellBase", "TransformerEncoder", "TransformerDecoder", "CrossMapLRN2d",
               "BCEWithLogitsLoss", "FractionalMaxPool2d", "FractionalMaxPool3d", "Unflatten"}


def number(text):
    match = re.fullmatch(r"sqrt\((.*)\)", text)
    if match:
        return math.sqrt(number(match.group(1)))
    a, _, b = text.partition("/")
    return float(a) / float(b or 1)


def rows():
    with open(TABLE) as table:
        lines = [line for line in table if not line.startswith("#")]
    classes = {}
    for row in csv.DictReader(lines, delimiter=";"):
        classes.setdefault(row["class"], []).append(row)
    return classes


def tensors(module):
    return {name: value.detach() for name, value in module.state_dict(keep_vars=True).items()}


def check_values(expected, values):
    law, *numbers = expected.split()
    value = number(numbers[0])
    n = values.numel()
    mean, std = values.mean().item(), values.std(unbiased=False).item() if n > 1 else 0.0
    if law == "constant":
        return bool((values == value).all()), f"{values.min().item()} .. {values.max().item()}"
    said = f"mean {mean:.3g}, std {std:.6g}, {values.min().item():.6g} .. {values.max().item():.6g} of {n}"
    if law == "uniform":
        sigma, kurtosis = value / math.sqrt(3), 1.8
        inside = values.abs().max().item() <= value * (1 + 1e-6)
        reaches = values.abs().max().item() >= value * (1 - 30 / n)
        fits = inside and reaches
    else:
        sigma, kurtosis, fits = value, 3.0, True
    fits = fits and abs(mean) < 6 * sigma / math.sqrt(n)
    return fits and abs(std / sigma - 1) < 6 * math.sqrt((kurtosis - 1) / (4 * n)), said


def is_drawn(expected):
    return expected.startswith(("uniform", "normal"))


def is_there(path):
    value = nn
    for word in path.split("."):
        if not hasattr(value, word):
            return False
        value = getattr(value, word)
    return True


def check_class(name, rows):
    constructor = name.split("#")[0].strip()
    table = {row["parameter"].split(".", 1)[1]: row for row in rows}
    drawn = {parameter: [] for parameter in table}
    seed = 0
    while True:
        seed += 1
        torch.manual_seed(seed)
        module = eval(constructor, {"nn": nn})
        found = {n: tuple(t.shape) for n, t in tensors(module).items()}
        wanted = {n: tuple(int(s) for s in row["shape"].split("x") if s) for n, row in table.items()}
        if found != wanted:
            return [f"{name}: has {found}, the table {wanted}"]
        for parameter, value in tensors(module).items():
            drawn[parameter].append(value.double().flatten())
        if all(sum(v.numel() for v in values) >= VALUES or not is_drawn(table[parameter]["expected"])
               for parameter, values in drawn.items()):
            break
    faults = []
    for parameter, values in drawn.items():
        if table[parameter]["expected"].startswith("refused"):
            continue
        fits, said = check_values(table[parameter]["expected"], torch.cat(values))
        if not fits:
            faults.append(f"{name}: {parameter} should be {table[parameter]['expected']}, was {said}")
    return faults


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    faults, checked, absent = [], 0, set()
    named = set()
    for name, its_rows in rows().items():
        path = re.match(r"nn\.([\w.]+)", name).group(1)
        named.add(path)
        if not is_there(path):
            absent.add(path)
            continue
        found = check_class(name, its_rows)
        faults += found
        checked += 1
        print("differs" if found else "equal", name)
    for layer, value in inspect.getmembers(nn, inspect.isclass):
        known = not issubclass(value, nn.Module) or layer in named or layer in NOT_IN_ROWS
        source = "" if known else inspect.getsource(value)
        if re.search(r"Parameter\(|register_buffer\(|Linear\(", source):
            faults.append(f"nn.{layer} may hold parameters, but is in no row")
    print(f"torch {torch.__version__}: {checked} constructors compared, {len(faults)} differ; not there: "
          + (", ".join(sorted(absent)) or "none"))
    print("\n".join(faults))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
