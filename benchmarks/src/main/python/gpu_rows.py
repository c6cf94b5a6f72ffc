"""What the page of a device is made from: what was measured as rows, figures as words, tables."""

import json
import re
import sys

# The bytes of an element of each type.
BYTES = {"F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F64": 8, "C64": 8}

# How gpu.sh measures the backend's own kernels where cuBLAS and cuSOLVER are there, and a first
# fill whose kernels the driver has kept.
LIBRARIES_OFF = "-Dtensorinit.cuda.libraries=off"
KERNELS_KEPT = "-Dbenchmarks.kernels=kept"

# Fewer elements are launches more than bytes.
LARGE = 100_000_000

PIECES = ("fills", "orthogonal", "small", "model", "host")


def load(path):
    """A file's JSON; None where there is no file, or a run that died left it unfinished."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except json.JSONDecodeError as error:
        print(f"gpu_table.py: {path} is left out: {error}", file=sys.stderr)
        return None


def jmh_rows(results):
    """JMH's JSON as rows: the benchmark's class and method, its parameters, its figures."""
    rows = []
    for result in results or []:
        path = result["benchmark"].split(".")
        metric = result["primaryMetric"]
        row = {
            "class": path[-2],
            "method": path[-1],
            "params": result.get("params") or {},
            "libraries": LIBRARIES_OFF not in result.get("jvmArgs", []),
            "kept": KERNELS_KEPT in result.get("jvmArgs", []),
            "score": float(metric["score"]),
            "unit": metric["scoreUnit"],
        }
        counter = (result.get("secondaryMetrics") or {}).get("bytes")
        if counter:
            row["bytes_per_second"] = counter["score"]
            row["error"] = float(counter["scoreError"])  # JMH writes "NaN" for one iteration
        rows.append(row)
    return rows


def counts(row, rows):
    """Whether a row is what its parameters came to: with libraries, or without them alone.

    Of Stewart's method, which calls no library, both are the same figure.
    """
    return row["libraries"] or not any(
        other["libraries"] and all(other[of] == row[of] for of in ("class", "method", "params")) for other in rows
    )


def in_order(path):
    """A file's name, its numbers as such."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path.name)]


def measured_in(folder):
    """Of each piece, JMH's results of all runs, and torch's."""
    measured = {}
    for piece in PIECES:
        runs = [load(path) for path in sorted(folder.glob(f"jmh-{piece}-*.json"), key=in_order)]
        results = [result for run in runs for result in run or []]
        measured[piece] = (results, load(folder / f"torch-{piece}.json"))
    return measured


def table(header, rows):
    """A Markdown table: the first column of words, figures to the right."""
    lines = ["| " + " | ".join(header) + " |", "| --- |" + " ---: |" * (len(header) - 1)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def figure(value):
    """Three digits or more, of a time or a speed; - for none."""
    if not isinstance(value, (int, float)) or value != value:
        return "-"
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{decimals}f}"


def percent(part, whole):
    return f"{100 * part / whole:.0f} %" if part and whole and part == part else "-"


def count(size):
    """1000000 as 10^6, 4000000000 as 4 x 10^9."""
    zeros = len(str(size)) - len(str(size).rstrip("0"))
    lead = size // 10**zeros
    return str(size) if zeros < 4 else f"10^{zeros}" if lead == 1 else f"{lead} x 10^{zeros}"
