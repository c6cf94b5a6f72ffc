"""Merges what JMH and torch_peers.py measured on one device into a page of Markdown tables.

    gpu_table.py FOLDER     the folder that gpu.sh measured into; the page goes there

Reads machine.json, and of each piece that was measured jmh-PIECE-*.json (one a run) and
torch-PIECE.json; a piece that is not there is left out. Beside them stand the estimates of
results/estimate-*.md and, where lease.sh left them in the folder, what its steps came to
(steps.txt), the libraries (libraries.txt, doctor.txt), what the pipes took (pipes.json), and the clocks
meanwhile (clocks.csv). Prints the page's path. The targets are those of
benchmarks/README.md.
"""

import json
import pathlib
import re
import statistics
import sys

import kernel_estimate

BYTES = {"F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F64": 8, "C64": 8}

# The part of a memset's speed that a fill of float32 is to reach.
MEMSET_TARGETS = {"CONSTANT": 0.9, "UNIFORM": 0.9, "NORMAL": 0.8, "TRUNCATED_NORMAL": 0.8}

RESULTS = pathlib.Path(__file__).parents[3] / "results"
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

# The part of torch's time that an orthogonal matrix may take.
ORTHOGONAL_TARGET = 0.5

# How gpu.sh measures the backend's own kernels where cuBLAS and cuSOLVER are there, and a first
# fill whose kernels the driver has kept.
LIBRARIES_OFF = "-Dtensorinit.cuda.libraries=off"
KERNELS_KEPT = "-Dbenchmarks.kernels=kept"

# Fewer elements are launches more than bytes.
LARGE = 100_000_000

# Torch's own noise: less than this much slower counts as not slower.
TORCH_NOISE = 0.03


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


def torch_seconds(peers):
    """What torch took, by fill, dtype and size; a string where it refused."""
    return {
        (row["fill"], row["dtype"], row["size"]): row.get("seconds", row.get("refused"))
        for row in (peers or {}).get("rows", [])
    }


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


class Targets:
    """Which targets are met, and which are not."""

    def __init__(self):
        self.met = 0
        self.missed = []

    def check(self, name, reached, wanted):
        """Counts a target; reached and wanted are such that more is better."""
        if reached >= wanted:
            self.met += 1
            return True
        self.missed.append(name)
        return False

    def lines(self):
        total = self.met + len(self.missed)
        summary = f"**Targets met: {self.met} of {total}.**"
        if not self.missed:
            return [summary]
        return [summary + " Not met:", ""] + [f"* {name}" for name in self.missed]


def memset_lines(memset, torch):
    """The device's memset beside torch's zero_ of as many bytes."""
    zeroed = {
        size * BYTES[dtype]: seconds
        for (fill, dtype, size), seconds in torch.items()
        if fill == "MEMSET" and isinstance(seconds, float)
    }
    lines = []
    for size, speed in sorted(memset.items()):
        peer = size / zeroed[size] if size in zeroed else None
        ratio = figure(speed / peer) if peer else "-"
        name = f"memset, {count(size)} bytes; torch: zero_"
        lines.append([name, figure(speed / 1e9), "-", "-", figure(peer / 1e9) if peer else "-", ratio, "-"])
    return lines


def order_of_fills(row):
    """Our own words before cuRAND's, then by type; of one type, as they were measured."""
    given = row["params"]
    return given.get("words", "FUSED") != "FUSED", list(BYTES).index(given.get("dtype", "F32"))


def fills(rows, peers, targets):
    """GB/s of each fill beside the memset of as many bytes and torch."""
    memset = {
        int(row["params"]["size"]): row["bytes_per_second"]
        for row in rows
        if row["class"] == "DeviceMemset"
    }
    torch = torch_seconds(peers)
    lines = memset_lines(memset, torch)
    for row in sorted(rows, key=order_of_fills):
        if row["class"] != "DeviceThroughput":
            continue
        given = row["params"]
        fill, dtype, size = given["primitive"], given["dtype"], int(given["size"])
        ours = row["bytes_per_second"]
        in_bytes = size * BYTES[dtype]
        ceiling = memset.get(in_bytes)
        peer = torch.get((fill, dtype, size))
        peer_speed = in_bytes / peer if isinstance(peer, float) else None
        fused = given.get("words", "FUSED") == "FUSED"
        name = f"{fill} {dtype} {count(size)}" + ("" if fused else " (cuRAND)")
        verdicts = []
        if fused and ceiling and dtype == "F32" and size >= LARGE and fill in MEMSET_TARGETS:
            wanted = MEMSET_TARGETS[fill]
            met = targets.check(
                f"{name}: {percent(ours, ceiling)} of memset, {wanted:.0%} wanted",
                ours / ceiling,
                wanted,
            )
            verdicts.append("memset " + ("yes" if met else "no"))
        if fused and peer_speed:
            met = targets.check(
                f"{name}: {ours / peer_speed:.2f} of torch's speed",
                ours / peer_speed,
                1 - TORCH_NOISE,
            )
            verdicts.append("torch " + ("yes" if met else "no"))
        lines.append(
            [
                name,
                figure(ours / 1e9) + " ± " + percent(row["error"], ours),
                figure(ceiling / 1e9) if ceiling else "-",
                percent(ours, ceiling),
                figure(peer_speed / 1e9) if peer_speed else "refused" if peer else "-",
                figure(ours / peer_speed) if peer_speed else "-",
                ", ".join(verdicts) or "-",
            ]
        )
    if not lines:
        return []
    header = ["Fill", "GB/s", "memset GB/s", "of memset", "torch GB/s", "of torch", "targets met"]
    return ["## Elementwise fills of device memory", ""] + table(header, lines)


def orthogonal(rows, peers, targets):
    """Milliseconds of a matrix beside torch's orthogonal_."""
    torch = torch_seconds(peers)
    lines = []
    for row in rows:
        if row["class"] != "DeviceOrthogonal":
            continue
        given = row["params"]
        size, dtype, method = int(given["rows"]), given["dtype"], given["method"]
        peer = torch.get(("ORTHOGONAL", dtype, size))
        peer_ms = peer * 1000 if isinstance(peer, float) else None
        verdict = "-"
        if peer_ms and method == "STEWART" and row["libraries"]:
            part = row["score"] / peer_ms
            met = targets.check(
                f"orthogonal {size} {dtype}: {part:.2f} of torch's time,"
                f" {ORTHOGONAL_TARGET} wanted",
                -part,
                -ORTHOGONAL_TARGET,
            )
            verdict = "yes" if met else "no"
        lines.append(
            [
                f"{size} x {size} {dtype}, {method.lower()}"
                + ("" if row["libraries"] else ", without libraries"),
                figure(row["score"]),
                figure(peer_ms),
                figure(row["score"] / peer_ms) if peer_ms else "-",
                verdict,
            ]
        )
    if not lines:
        return []
    header = ["Matrix", "ms", "torch ms", "of torch's time", "target met"]
    return ["## Orthogonal matrices", ""] + table(header, lines)


def small(rows, peers, targets):
    """Microseconds for 300 small tensors: in one launch, in 300, by torch."""
    torch = torch_seconds(peers)
    lines = []
    for row in rows:
        if row["class"] != "DeviceSmallTensors":
            continue
        size = int(row["params"]["size"])
        peer = torch.get(("SMALL", "F32", size))
        peer_us = peer * 1e6 if isinstance(peer, float) else None
        name = {"batch": "one launch", "each": "300 launches"}[row["method"]]
        verdict = "-"
        if peer_us:
            met = targets.check(
                f"300 tensors of {size}, {name}: {row['score'] / peer_us:.2f} of torch's time",
                peer_us / row["score"],
                1 - TORCH_NOISE,
            )
            verdict = "yes" if met else "no"
        lines.append(
            [
                f"300 x {size} F32 normal, {name}",
                figure(row["score"]),
                figure(peer_us),
                verdict,
            ]
        )
    if not lines:
        return []
    header = ["Tensors", "µs", "torch µs", "not slower"]
    return ["## Many small tensors", ""] + table(header, lines)


def model(rows, peers, targets):
    """Milliseconds for all tensors of a GPT-2 small."""
    torch = torch_seconds(peers)
    names = {
        "batch": "into device memory, one call",
        "each": "into device memory, a call a tensor",
        "toHost": "through the device into Java arrays",
    }
    lines = []
    for row in rows:
        if row["class"] != "DeviceWholeModel":
            continue
        width = int(row["params"]["rows"])
        peer = torch.get(("MODEL_TO_HOST" if row["method"] == "toHost" else "MODEL", "F32", width))
        peer_us = peer * 1e6 if isinstance(peer, float) else None
        name, verdict = names[row["method"]], "-"
        if peer_us:
            met = targets.check(
                f"GPT-2 {name}: {row['score'] / peer_us:.2f} of torch's time",
                peer_us / row["score"],
                1 - TORCH_NOISE,
            )
            verdict = "yes" if met else "no"
        torch_ms = figure(peer_us / 1000) if peer_us else "-"
        lines.append([f"width {width}, {name}", figure(row["score"] / 1000), torch_ms, verdict])
    if not lines:
        return []
    header = ["Tensors", "ms", "torch ms", "not slower"]
    return ["## A whole model: GPT-2 small, 148 tensors of F32", ""] + table(header, lines)


def host(rows, peers, targets):
    """GB/s into host memory, and what the first fill costs."""
    torch = torch_seconds(peers)
    through = []
    first = []
    for row in rows:
        given = row["params"]
        if row["class"] == "DeviceToHost":
            size, dtype = int(given["size"]), given["dtype"]
            peer = torch.get(("HOST", dtype, size))
            pinned = size * BYTES[dtype] / peer / 1e9 if isinstance(peer, float) else None
            name = f"NORMAL {dtype} {count(size)}, {given['memory'].lower()}"
            speed = row["bytes_per_second"] / 1e9
            through.append([name, figure(speed), figure(pinned)])
        if row["class"] == "DeviceFirstFill":
            what = "finding and opening the device, " if row["method"] == "withOpening" else ""
            kernels = "kept from before" if row["kept"] else "compiled by the driver"
            name = f"{what}first fill, {given['primitive']}; kernels {kernels}"
            first.append([name, figure(row["score"])])
    lines = []
    if through:
        header = ["Fill", "GB/s", "torch to pinned memory GB/s"]
        lines += ["## Through the device into host memory", ""] + table(header, through)
    if through and first:
        lines.append("")
    if first:
        lines += ["## What comes once", ""] + table(["In a fresh Java machine", "ms"], first)
    return lines


PIECES = {"fills": fills, "orthogonal": orthogonal, "small": small, "model": model, "host": host}


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


def beside_estimate(rows, expected, column):
    """What was predicted of a large fill, and what it reached."""
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
        lines.append([name, kernel, figure(speed), limit, figure(ours), percent(ours, speed)])
    if not lines:
        return []
    header = ["Fill", "kernel", "estimate GB/s", "limited by", "measured GB/s", "of the estimate"]
    title = f"## The estimate for {column} beside what was measured"
    return [title, ""] + table(header, lines)


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
        if row["class"] != "DeviceOrthogonal" or not row["libraries"]:
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


def pipes(path):
    """What the pipes took beside what the estimate assumes; pipes.cu prints a line a row."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    rows = []
    for line in lines:
        try:
            found = json.loads(line)
            name, cycles, ghz = found["name"], found["cycles"], found["ghz"]
        except (json.JSONDecodeError, KeyError, TypeError):
            continue
        rows.append([name, figure(assumed_cycles(name)), figure(cycles), figure(ghz)])
    if not rows:
        return []
    header = ["Instruction", "assumed for sm_90", "measured", "GHz"]
    title = "## Cycles of a scheduler for an instruction of a warp"
    return [title, ""] + table(header, rows)


# The columns of clocks.csv that are read, as lease.sh asks for them.
CLOCK, POWER, HEAT, BUSY = 1, 3, 4, 5


def clocks_seen(path):
    """The multiprocessors' clock while the device was at work, as words."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return None
    seconds = []
    for line in lines:
        numbers = [re.match(r"\d+(\.\d+)?", cell) for cell in line.split(", ")]
        values = [float(number[0]) if number else None for number in numbers]
        if len(values) > BUSY and None not in (values[CLOCK], values[BUSY]) and values[BUSY] > 0:
            seconds.append(values)
    if not seconds:
        return None
    clocks = [values[CLOCK] for values in seconds]
    power, heat = (max(values[at] or 0 for values in seconds) for at in (POWER, HEAT))
    return (
        f"{min(clocks):.0f} to {max(clocks):.0f} MHz in {len(clocks)} readings at work, half of them"
        f" {statistics.median(clocks):.0f} or more; at most {power:.0f} W, {heat:.0f} °C"
    )


def libraries(path):
    """What doctor found of the driver, the device and NVIDIA's libraries: name and what it says."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return {}
    found = re.findall(r"^(driver|device 0|cuRAND|cuBLAS|cuSOLVER) +(yes|no) +(.*)$", text, re.M)
    return {"doctor, " + name: (what if there == "yes" else f"no: {what}") for name, there, what in found}


def what_ran(path):
    """Lease.sh's steps, the last run of each: how they ended, and what they said."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    steps = {}
    said = []
    for line in lines:
        if line.startswith("\t"):
            said.append(line.strip())
        elif line.count("\t") == 3:
            name, status, seconds, sources = line.split("\t")
            said = []
            steps.pop(name, None)
            steps[name] = (status, seconds, sources, said)
    if not steps:
        return []
    outcome = {"0": "done", "killed": "ended by its limit"}
    rows = [
        [
            name,
            outcome.get(status, f"failed, exit {status}"),
            seconds,
            sources,
            "; ".join(said).replace("|", "/")[:400] or "-",
        ]
        for name, (status, seconds, sources, said) in steps.items()
    ]
    lines = ["| Step | how it ended | s | revision | what it says |", "| --- | --- | ---: | --- | --- |"]
    return ["## What ran", ""] + lines + ["| " + " | ".join(row) + " |" for row in rows]


def page(machine, measured, more=(), ran=()):
    """The whole page; measured maps a piece to JMH's results and torch's, more are more parts."""
    targets = Targets()
    parts = [list(ran)] if ran else []
    for piece, render in PIECES.items():
        results, peers = measured.get(piece, (None, None))
        lines = render(jmh_rows(results), peers, targets)
        if lines:
            parts.append(lines)
    parts += [lines for lines in more if lines]
    head = [f"# {machine['device']}, {machine['date']}", ""]
    facts = {name: fact for name, fact in machine.items() if name not in ("device", "date")}
    head += [f"* {name}: {fact}" for name, fact in facts.items()]
    head += [
        "",
        "Figures of one run, everything on the same device in the same hour. ± is JMH's error"
        " (99.9 %) in per cent of the figure.",
        "",
    ]
    lines = head + targets.lines()
    for part in parts:
        lines += [""] + part
    return "\n".join(lines) + "\n"


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


def file_name(machine):
    device = re.sub(r"[^a-z0-9]+", "-", machine["device"].lower()).strip("-")
    return f"{machine['date']}-{device}.md"


def main(given):
    if len(given) != 1:
        sys.exit(__doc__)
    folder = pathlib.Path(given[0])
    machine = load(folder / "machine.json")
    if machine is None:
        sys.exit(f"gpu_table.py: {folder} has no machine.json; gpu.sh makes it")
    measured = measured_in(folder)
    for results, peers in measured.values():
        for result in results:
            machine.setdefault("java", f"{result['vmName']} {result['vmVersion']}")
        if peers:
            machine.setdefault("torch", f"{peers['torch']}, CUDA {peers['cuda']}")
    machine.update({**libraries(folder / "doctor.txt"), **libraries(folder / "libraries.txt")})
    seen = clocks_seen(folder / "clocks.csv")
    if seen:
        machine["multiprocessors' clock meanwhile"] = seen
    column = estimated_as(machine["device"])
    expected = estimates(ESTIMATE.read_text(encoding="utf-8"), column)
    expected_ms = orthogonal_estimates(ORTHOGONAL_ESTIMATE.read_text(encoding="utf-8"), column)
    more = [
        beside_estimate(jmh_rows(measured["fills"][0]), expected, column),
        orthogonal_beside_estimate(jmh_rows(measured["orthogonal"][0]), expected_ms, column),
        pipes(folder / "pipes.json"),
    ]
    path = folder / file_name(machine)
    path.write_text(page(machine, measured, more, what_ran(folder / "steps.txt")), encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
