"""The same fills in PyTorch, timed on the same device: one piece a run, rows of JSON.

    torch_peers.py fills|orthogonal|small|model|host -o FILE [--sizes N,...] [--dtypes F32,...]

Each row holds library, fill, dtype, size and either seconds (median of a fill), or the reason why
there is none. Device time is taken by CUDA events around as many fills as the Java benchmarks
launch between two synchronizations (fills_at_once), after warm-up. FILE is written again after each
row, so that a run that is ended early has those before; rows that FILE had of the same torch stay
until they are measured again.
"""

import argparse
import json
import os
import statistics
import sys

from gpu_rows import BYTES

DTYPES = {
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "F8_E4M3": "float8_e4m3fn",
    "F64": "float64",
    "C64": "complex64",
}
FILL_SIZES = [1_000_000_000]
ORTHOGONAL_SIZES = [512, 2048, 8192]
SMALL_TENSORS = 300
SMALL_SIZES = [4096]
HOST_SIZES = [100_000_000]
MODEL_WIDTHS = [768]

# The fills of the Java benchmarks' enum Primitive that torch has, and the device's memset.
FILLS = {
    "MEMSET": lambda init, x: x.zero_(),
    "CONSTANT": lambda init, x: init.constant_(x, 1.0),
    "UNIFORM": lambda init, x: init.uniform_(x, -0.05, 0.05),
    "NORMAL": lambda init, x: init.normal_(x, 0.0, 0.02),
    "TRUNCATED_NORMAL": lambda init, x: init.trunc_normal_(x, 0.0, 0.02, -0.04, 0.04),
}


def fills_at_once(size_in_bytes):
    """How many fills run between two synchronizations; as in the Java class Launches."""
    return max(1, min(100, 16_000_000_000 // size_in_bytes))


def row(fill, dtype, size, **rest):
    return {"library": "torch", "fill": fill, "dtype": dtype, "size": size, **rest}


def timed(torch, run, repeats, rounds=7, warm=2):
    """The median seconds of one run, by events around several."""
    for _ in range(warm):
        run()
    seconds = []
    for _ in range(rounds):
        begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        begin.record()
        for _ in range(repeats):
            run()
        end.record()
        end.synchronize()
        seconds.append(begin.elapsed_time(end) / 1000 / repeats)
    return statistics.median(seconds)


REFUSALS = (RuntimeError, AttributeError, TypeError, ValueError)


def reason(refusal):
    """The first line of what torch says."""
    return (str(refusal).strip() or type(refusal).__name__).splitlines()[0][:200]


def attempt(fill, dtype, size, measure):
    """A row, whatever torch says: what it cannot do is a result, too."""
    try:
        return row(fill, dtype, size, seconds=measure())
    except REFUSALS as refusal:
        return row(fill, dtype, size, refused=reason(refusal))


def fills(torch, sizes, dtypes):
    for size in sizes:
        for dtype in dtypes:
            try:
                x = torch.empty(size, dtype=getattr(torch, DTYPES[dtype]), device="cuda")
            except REFUSALS as refusal:  # no memory, or no such type
                for fill in FILLS:
                    yield row(fill, dtype, size, refused=reason(refusal))
                continue
            for fill, call in FILLS.items():
                yield attempt(
                    fill,
                    dtype,
                    size,
                    lambda: timed(
                        torch,
                        lambda: call(torch.nn.init, x),
                        fills_at_once(size * BYTES[dtype]),
                    ),
                )
            del x
            torch.cuda.empty_cache()


def orthogonal(torch, sizes, dtypes):
    for size in sizes:
        for dtype in dtypes:
            x = torch.empty(size, size, dtype=getattr(torch, DTYPES[dtype]), device="cuda")
            yield attempt(
                "ORTHOGONAL",
                dtype,
                size,
                lambda: timed(
                    torch, lambda: torch.nn.init.orthogonal_(x), 1, rounds=5, warm=1
                ),
            )


def small(torch, sizes, dtypes):
    for size in sizes:
        for dtype in dtypes:
            tensors = [
                torch.empty(size, dtype=getattr(torch, DTYPES[dtype]), device="cuda")
                for _ in range(SMALL_TENSORS)
            ]

            def each():
                for x in tensors:
                    torch.nn.init.normal_(x, 0.0, 0.02)

            yield attempt("SMALL", dtype, size, lambda: timed(torch, each, 10))


def gpt2(width):
    """Shapes and fills of a GPT-2 small's 148 tensors; as in the Java class Gpt2."""

    def norm():
        return [((width,), "ones"), ((width,), "zeros")]

    def linear(inputs, outputs):
        return [((inputs * width, outputs * width), "normal"), ((outputs * width,), "zeros")]

    layer = norm() + linear(1, 3) + linear(1, 1) + norm() + linear(1, 4) + linear(4, 1)
    return [((50257, width), "normal"), ((1024, width), "normal")] + 12 * layer + norm()


def model(torch, widths, dtypes):
    calls = {
        "normal": lambda x: torch.nn.init.normal_(x, 0.0, 0.02),
        "ones": torch.nn.init.ones_,
        "zeros": torch.nn.init.zeros_,
    }
    for width in widths:
        for dtype in dtypes:
            kind = getattr(torch, DTYPES[dtype])
            tensors = [
                (torch.empty(shape, dtype=kind, device="cuda"), calls[fill])
                for shape, fill in gpt2(width)
            ]

            def fill_all():
                for x, call in tensors:
                    call(x)

            yield attempt("MODEL", dtype, width, lambda: timed(torch, fill_all, 1))
            # memory of the host that was touched before, as the Java benchmark's arrays
            arrays = [torch.zeros(shape, dtype=kind) for shape, _ in gpt2(width)]

            def fill_and_copy():
                for (x, call), array in zip(tensors, arrays):
                    call(x)
                    array.copy_(x)

            yield attempt(
                "MODEL_TO_HOST", dtype, width, lambda: timed(torch, fill_and_copy, 1, rounds=5, warm=1)
            )


def host(torch, sizes, dtypes):
    for size in sizes:
        for dtype in dtypes:
            x = torch.empty(size, dtype=getattr(torch, DTYPES[dtype]), device="cuda")
            to = torch.empty(size, dtype=x.dtype, pin_memory=True)

            def fill_and_copy():
                torch.nn.init.normal_(x, 0.0, 0.02)
                to.copy_(x, non_blocking=True)

            yield attempt("HOST", dtype, size, lambda: timed(torch, fill_and_copy, 1))


PIECES = {
    "fills": (fills, FILL_SIZES, list(DTYPES)),
    "orthogonal": (orthogonal, ORTHOGONAL_SIZES, ["F32"]),
    "small": (small, SMALL_SIZES, ["F32"]),
    "model": (model, MODEL_WIDTHS, ["F32"]),
    "host": (host, HOST_SIZES, ["F32"]),
}


def arguments(given):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("piece", choices=PIECES)
    parser.add_argument("-o", "--output", required=True, help="the file of JSON that is written")
    parser.add_argument(
        "--sizes", type=lambda text: [int(part) for part in text.split(",")], help="elements"
    )
    parser.add_argument("--dtypes", type=lambda text: text.split(","), help=", ".join(DTYPES))
    chosen = parser.parse_args(given)
    for dtype in chosen.dtypes or []:
        if dtype not in DTYPES:
            parser.error(f"dtypes must be of {', '.join(DTYPES)}, was {dtype}")
    return chosen


def main(given):
    chosen = arguments(given)
    import torch

    if not torch.cuda.is_available():
        sys.exit("torch_peers.py: torch finds no CUDA device")
    measure, sizes, dtypes = PIECES[chosen.piece]
    torch.manual_seed(1234)
    result = {"torch": torch.__version__, "cuda": torch.version.cuda}
    before = rows_before(chosen.output, result)
    rows = []
    try:
        for measured in measure(torch, chosen.sizes or sizes, chosen.dtypes or dtypes):
            print(json.dumps(measured), flush=True)
            rows.append(measured)
            before = [old for old in before if what(old) != what(measured)]
            write({**result, "rows": before + rows}, chosen.output)
    finally:
        figures = sum("seconds" in found for found in rows)
        print(f"torch_peers.py: figures: {figures}, refused: {len(rows) - figures}", flush=True)


def what(measured):
    """What a row is of."""
    return measured["fill"], measured["dtype"], measured["size"]


def rows_before(path, result):
    """The rows that a file has of the same torch; none where there is no file that can be read."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    return found["rows"] if {**found, "rows": 0} == {**result, "rows": 0} else []


def write(result, path):
    """Writes the file at once, so that there is never half of one."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(result, file)
    os.replace(path + ".new", path)


if __name__ == "__main__":
    main(sys.argv[1:])
