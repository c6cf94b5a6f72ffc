"""The estimates beside what was measured: fills, orthogonal matrices, the pipes of a multiprocessor."""

import json
import pathlib

import gpu_ran
import kernel_estimate
from gpu_rows import LARGE, count, counts, figure, jmh_rows, load, percent, table

RESULTS = pathlib.Path(__file__).resolve().parents[3] / "results"
ESTIMATE = RESULTS / "estimate-fills.md"
ORTHOGONAL_ESTIMATE = RESULTS / "estimate-orthogonal.md"

# The estimates' name of a device, by what its own begins with; and the kernels of each fill.
ESTIMATED = {"NVIDIA H100": "H100 SXM", "NVIDIA H200": "H200", "NVIDIA A100": "A100 SXM 40 GB"}
KERNELS = {
    "CONSTANT": "fill_constant",
    "UNIFORM": "fill_uniform",
    "NORMAL": "fill_normal",
    "TRUNCATED_NORMAL": "fill_truncated",
    "QUANTILE": "fill_quantile",
}

# What kernel_estimate.py assumes of an instruction that pipes.cu measures: the pipe, or the
# layout of the table that a lookup reads, and the width of the lookup in words. The pipe to shared
# memory serves four schedulers.
ASSUMED = {
    "IMAD.WIDE": "wide",
    "IMAD": "product",
    "LOP3": "int",
    "SHF": "int",
    "FFMA": "float",
    "I2FP": "int",
    "I2F.F64": "slow",
    "FLO": "slow",
    "DFMA": "double",
    "SHFL": (None, 1),
    "LDS.128 apart": (None, 4),
    "LDS.64 apart": (None, 2),
    "LDS.128 1 copy": (kernel_estimate.interleaved(1, 1), 4),
    "LDS.128 4 copies": (kernel_estimate.interleaved(4, 1), 4),
    "LDS.128 8 copies": (kernel_estimate.interleaved(8, 1), 4),
    "LDS.64 8 hot octaves": (kernel_estimate.slotted(8, 1), 2),
}


def estimated_as(device):
    """The estimates' name of a device; None where they have none."""
    return next((c for name, c in ESTIMATED.items() if device.startswith(name)), None)


def cells_of(text):
    """The cells of each line of a page's tables."""
    return [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in text.replace("|  |", "| - |").splitlines()
        if line.startswith("| ")
    ]


def estimates(text, column):
    """Of each kernel, the GB/s that the estimate's page has in a column, and what limits them."""
    rows = cells_of(text)
    at = [i for i, name in enumerate(rows[0]) if column and name.startswith(column + ":")]
    if not at:
        return {}
    return {
        row[0]: (float(row[at[0] + 1]), row[at[0] + 3])
        for row in rows[1:]
        if len(row) == len(rows[0]) and row[0].startswith("fill_")
    }


def beside_estimate(rows, expected, column, again=None):
    """What was predicted of a large fill, by assumed and by measured pipes, and what it reached."""
    with_measured = (again or {}).get("kernels", {})
    lines = []
    for row in rows:
        given = row["params"]
        if row["class"] != "DeviceThroughput" or int(given["size"]) < LARGE:
            continue
        if given.get("words", "FUSED") != "FUSED" or given["primitive"] not in KERNELS:
            continue
        kernel = KERNELS[given["primitive"]]
        if kernel != "fill_constant":
            kernel += "_" + given["dtype"].lower()
        if kernel not in expected:
            continue
        speed, limit = expected[kernel]
        ours = row["bytes_per_second"] / 1e9
        name = f"{given['primitive']} {given['dtype']} {count(int(given['size']))}"
        cells = [name, kernel, figure(speed), limit, figure(ours), percent(ours, speed)]
        if again:
            second = with_measured.get(kernel, {})
            cells += [figure(second.get("gbs")), second.get("limit", "-"), percent(ours, second.get("gbs"))]
        lines.append(cells)
    if not lines:
        return []
    header = ["Fill", "kernel", "estimate GB/s", "limited by", "measured GB/s", "of the estimate"]
    title = [f"## The estimate for {column} beside what was measured", ""]
    if again:
        header += ["estimate again GB/s", "limited by", "of that"]
        cycles = ", ".join(f"{pipe} {figure(value)}" for pipe, value in again["pipes"].items())
        title += [
            f"The estimate again takes what was measured here: {again['ghz']:.3f} GHz, a memset of"
            f" {again['memset']:.0f} GB/s, cycles of the pipes {cycles}.",
            "",
        ]
    return title + table(header, lines)


def orthogonal_estimates(text, name):
    """Of each number of rows, the milliseconds that the estimate's page has for a device."""
    found = {}
    at = None
    for cells in cells_of(text):
        if cells[0] == "Device":
            at = cells.index("n"), cells.index("all")
        elif at and cells[0] == name:
            found[int(cells[at[0]])] = float(cells[at[1]])
    return found


def orthogonal_beside_estimate(rows, expected, name):
    """What was predicted of an orthogonal matrix, and what it took."""
    lines = []
    for row in rows:
        given = row["params"]
        if row["class"] != "DeviceOrthogonal" or not counts(row, rows):
            continue
        if (given["dtype"], given["method"]) != ("F32", "STEWART"):
            continue
        estimate = expected.get(int(given["rows"]))
        if estimate:
            ours = row["score"]
            cells = [figure(estimate), figure(ours), percent(ours, estimate)]
            lines.append([f"{given['rows']} x {given['rows']} F32"] + cells)
    if not lines:
        return []
    header = ["Matrix", "estimate ms", "measured ms", "of the estimate"]
    return [f"## Orthogonal matrices: the estimate for {name} beside what was measured", ""] + table(header, lines)


def estimates_of(folder, machines, measured):
    """The tables of both estimates, for one device that has them."""
    devices = gpu_ran.devices(machines)
    if len(devices) > 1:
        return []
    name = estimated_as(devices[0])
    expected = estimates(ESTIMATE.read_text(encoding="utf-8"), name)
    again = load(folder / "estimate.json")
    in_ms = orthogonal_estimates(ORTHOGONAL_ESTIMATE.read_text(encoding="utf-8"), name)
    return [
        beside_estimate(jmh_rows(measured["fills"][0]), expected, name, again),
        orthogonal_beside_estimate(jmh_rows(measured["orthogonal"][0]), in_ms, name),
    ]


def assumed_cycles(name):
    """Cycles of a scheduler for a warp's instruction; None where nothing is assumed."""
    assumed = ASSUMED.get(name)
    if assumed is None:
        return None
    if isinstance(assumed, str):
        return kernel_estimate.PIPES_90[assumed]
    layout, words = assumed
    if layout is None:
        return kernel_estimate.SCHEDULERS * words
    cost = lambda addresses: kernel_estimate.wavefronts(addresses, words)
    return kernel_estimate.SCHEDULERS * kernel_estimate.mean(layout, cost, 1000)


def measured_pipes(path):
    """What pipes.cu printed, a line an instruction: its cycles, and the clock meanwhile in GHz."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    found = {}
    for line in lines:
        try:
            row = json.loads(line)
            found[row["name"]] = row["cycles"], row["ghz"]
        except (json.JSONDecodeError, KeyError, TypeError):
            continue
    return found


def pipes(path):
    """What the pipes took beside what the estimate assumes."""
    rows = [
        [name, figure(assumed_cycles(name)), figure(cycles), figure(ghz)]
        for name, (cycles, ghz) in measured_pipes(path).items()
    ]
    if not rows:
        return []
    header = ["Instruction", "assumed for sm_90", "measured", "GHz"]
    title = "## Cycles of a scheduler for an instruction of a warp"
    return [title, ""] + table(header, rows)
