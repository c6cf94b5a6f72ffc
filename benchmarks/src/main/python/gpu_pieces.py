"""A device's page, piece by piece: ours beside memset and torch, and which targets are met."""

from gpu_rows import BYTES, LARGE, count, counts, figure, percent, table

# The part of a memset's speed that a fill of float32 is to reach.
MEMSET_TARGETS = {"CONSTANT": 0.9, "UNIFORM": 0.9, "NORMAL": 0.8, "TRUNCATED_NORMAL": 0.8}

# The part of torch's time that an orthogonal matrix may take.
ORTHOGONAL_TARGET = 0.5

# Torch's own noise: less than this much slower counts as not slower.
TORCH_NOISE = 0.03


def torch_seconds(peers):
    """What torch took, by fill, dtype and size; a string where it refused."""
    return {
        (row["fill"], row["dtype"], row["size"]): row.get("seconds", row.get("refused"))
        for row in (peers or {}).get("rows", [])
    }


class Targets:
    """Which targets are met, and which are not; none is judged where devices are several."""

    def __init__(self, devices=1):
        self.devices = devices
        self.met = 0
        self.missed = []

    def check(self, name, reached, wanted):
        """Counts a target, and says yes or no; reached and wanted are such that more is better."""
        if self.devices > 1:
            return "-"
        if reached >= wanted:
            self.met += 1
            return "yes"
        self.missed.append(name)
        return "no"

    def lines(self):
        if self.devices > 1:
            return [
                "**Targets: none is judged, for the runs were on different devices.** A fill's figure, its memset's"
                " and torch's may each be of another."
            ]
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
            verdicts.append("memset " + met)
        if fused and peer_speed:
            met = targets.check(
                f"{name}: {ours / peer_speed:.2f} of torch's speed",
                ours / peer_speed,
                1 - TORCH_NOISE,
            )
            verdicts.append("torch " + met)
        lines.append(
            [
                name,
                figure(ours / 1e9) + " ± " + percent(row["error"], ours),
                figure(ceiling / 1e9) if ceiling else "-",
                percent(ours, ceiling),
                figure(peer_speed / 1e9) if peer_speed else "refused" if peer else "-",
                figure(ours / peer_speed) if peer_speed else "-",
                ", ".join(verdict for verdict in verdicts if not verdict.endswith("-")) or "-",
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
        if peer_ms and method == "STEWART" and counts(row, rows):
            part = row["score"] / peer_ms
            verdict = targets.check(
                f"orthogonal {size} {dtype}: {part:.2f} of torch's time,"
                f" {ORTHOGONAL_TARGET} wanted",
                -part,
                -ORTHOGONAL_TARGET,
            )
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
            verdict = targets.check(
                f"300 tensors of {size}, {name}: {row['score'] / peer_us:.2f} of torch's time",
                peer_us / row["score"],
                1 - TORCH_NOISE,
            )
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
            verdict = targets.check(
                f"GPT-2 {name}: {row['score'] / peer_us:.2f} of torch's time",
                peer_us / row["score"],
                1 - TORCH_NOISE,
            )
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


RENDER = {"fills": fills, "orthogonal": orthogonal, "small": small, "model": model, "host": host}
