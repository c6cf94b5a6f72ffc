#!/usr/bin/env python3
"""Predicts what the fill kernels can reach on an H100 or A100, from the compiler's own code.

No device is needed and none is measured: ptxas assembles the shipped PTX, nvdisasm lists the machine
code, and this counts what a warp issues for each element on the way that nearly every element takes.

    kernel_estimate.py [--ptxas ptxas] [--nvdisasm nvdisasm] [PTX_FOLDER]

nvdisasm comes with the CUDA toolkit, and in the wheel `triton` (triton/backends/nvidia/bin). The answer
is the Markdown of benchmarks/results/estimate-fills.md, on stdout.

The way through a kernel's main loop, the innermost one with a 16-byte store: a branch to the loop that
stores cell by cell, or to a subroutine, is never taken; the loop over a quantile's tail is taken as often
as a warp has an element there; a loop over Philox blocks as often as a line has blocks; any other branch
half of the time. What a tile costs beside that loop is shared out among its elements.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

# Cycles in which one of a multiprocessor's four schedulers can issue a warp's instruction to a pipe.
# CUDA C++ Programming Guide, table of arithmetic throughput; a wide product writes two registers and is
# counted as two.
PIPES_90 = {"int": 2, "product": 2, "wide": 4, "float": 1, "double": 2, "slow": 8}
PIPES_80 = dict(PIPES_90, float=2, double=4)  # sm_80: 64 float and 32 double lanes a multiprocessor

DEVICES = {
    "sm_90": dict(name="H100 SXM", sms=132, ghz=1.7, memset=3350 * 0.9, pipes=PIPES_90),
    "sm_80": dict(name="A100 SXM 40 GB", sms=108, ghz=1.41, memset=1555 * 0.9, pipes=PIPES_80),
}

# Of the cycles that the busiest pipe needs, this part is reached: schedulers wait now and then.
REACHED = 0.85
TILE = 65536
THREADS = 256
TARGETS = {"fill_constant": 90, "fill_uniform": 90, "fill_normal": 60, "fill_truncated_normal": 60}
CELL_BYTES = {"f32": 4, "f16": 2, "bf16": 2, "f8_e4m3": 1, "f8_e5m2": 1, "f64": 8}

# How often a warp enters the loop over a tail, for four elements a thread, and how often it goes round:
# the most of 32 binomial counts. float32: one word in 1024 (truncated at 2 standard deviations: none);
# float64: 15 of 100, truncated 11 of 100.
TAILS = {
    ("fill_normal", False): (0.118, 1.06),
    ("fill_truncated_normal", False): (0.0, 0.0),
    ("fill_normal", True): (0.99, 2.3),
    ("fill_truncated_normal", True): (0.99, 2.0),
}


HEADER = """# Estimate: what the fill kernels can reach

**No device has measured this.** It is a prediction from the machine code that NVIDIA's compiler makes of
the shipped PTX, to be held against the first measurement; `benchmarks/src/main/python/kernel_estimate.py`
makes it and says how it counts. In short: the instructions that a warp issues for an element on the way
that nearly every element takes, at %d%% of what the busiest of the scheduler and its pipes can do, or 90%%
of the memory's nominal speed, whichever is less.

Where the limit is not the memory, it is the law: one Philox word an element is 9 instructions, a quantile
with 24-bit accuracy some 40, whatever the dtype, so narrow dtypes fill fewer bytes in the same time. The
pipes: `issue` the scheduler itself, `products` 32-bit multiplications (64-bit results counted at half
speed, which NVIDIA does not document), `integers` the rest of integer arithmetic, comparisons and
conversions, `doubles` float64 arithmetic.

Targets: constant and uniform 90%% of a memset, normal and truncated normal (at 2 standard deviations) 60%%.
"""


def pipe(opcode):
    """The pipe that an opcode is issued to; None for those that only take a slot of the scheduler."""
    base = opcode.split(".")[0]
    if base in ("FFMA", "FMUL", "FADD", "HFMA2"):
        return "float"
    if base == "IMAD":
        return "wide" if ".WIDE" in opcode or ".HI" in opcode else "product"
    if base in ("DFMA", "DMUL", "DADD", "DSETP", "DMNMX"):
        return "double"
    if base in ("MUFU", "I2F", "F2F", "F2I", "POPC", "FLO"):
        return "slow"
    if base in ("LOP3", "IADD3", "VIADD", "ISETP", "SHF", "SEL", "FSEL", "FMNMX", "FSETP", "LEA", "PRMT",
                "I2FP", "PLOP3", "VIMNMX", "IMNMX", "MOV", "F2FP", "IABS", "SGXT", "BMSK", "P2R", "R2P"):
        return "int"
    return None


class Kernel:
    """The basic blocks of one kernel, in the order of its code."""

    def __init__(self, listing, name):
        body = re.search(r"^\.text\.%s:\n(.*?)(?=^\s*\.section|\Z)" % re.escape(name), listing, re.S | re.M)
        if body is None:
            raise SystemExit("no kernel %s in the listing" % name)
        self.blocks = [[]]
        labels = {}
        for line in body.group(1).split("\n"):
            label = re.match(r"\s*(\.L_x_\d+):", line)
            code = re.match(r"\s*/\*[0-9a-f]+\*/\s+(.*?)\s*;", line)
            if label:
                if self.blocks[-1]:
                    self.blocks.append([])
                labels[label.group(1)] = len(self.blocks) - 1
            elif code:
                self.blocks[-1].append(code.group(1))
                if re.search(r"\b(BRA|EXIT|RET)\b|CALL.*`\(\.L_x", code.group(1)):
                    self.blocks.append([])
        self.next = [self._next(i, labels) for i in range(len(self.blocks))]
        self.loops = sorted(
            {(to, i) for i, block in enumerate(self.next) for to in block if to <= i},
            key=lambda loop: loop[1] - loop[0],
        )

    def _next(self, i, labels):
        code = self.blocks[i][-1] if self.blocks[i] else ""
        through = [i + 1] if i + 1 < len(self.blocks) else []
        # ptxas also branches by CALL.REL.NOINC to a label of the kernel
        branch = re.search(r"\b(?:BRA|CALL)\b.*`\((\.L_x_\d+)\)", code)
        if branch:
            conditional = code.startswith("@") or re.search(r"BRA\s+!?U?P\d", code)
            return [labels[branch.group(1)]] + (through if conditional else [])
        if re.search(r"\b(EXIT|RET)\b", code) and not code.startswith("@"):
            return []
        return through

    def has(self, loop, pattern):
        text = "\n".join(x for block in self.blocks[loop[0]:loop[1] + 1] for x in block)
        return len(re.findall(pattern, text))


def main_loop(kernel, law, in_double, blocks_a_line):
    """How often each block runs for one turn of the main loop, and that loop."""
    wide = [l for l in kernel.loops if kernel.has(l, r"STG\S*\.128")]
    loop = wide[0]
    inner = [l for l in kernel.loops if loop[0] <= l[0] and l[1] <= loop[1] and l != loop]
    philox = {l for l in inner if kernel.has(l, r"0x2daee0ad") >= 8}
    cells = {l for l in inner if kernel.has(l, r"STG\.E(\.U8|\.U16|\.64)? ") and not kernel.has(l, r"\.128")}
    tails = {l for l in inner if kernel.has(l, r"MUFU") and l not in philox and l not in cells}
    dead = set()
    for l in cells:
        dead.update(range(l[0], l[1] + 1))
    tail_blocks = set()
    for l in tails:
        tail_blocks.update(range(l[0], l[1] + 1))
    for i in range(loop[1], loop[0] - 1, -1):
        ahead = [n for n in kernel.next[i] if loop[0] <= n <= loop[1]]
        if any("CALL" in x and ".L_x" not in x for x in kernel.blocks[i]):
            dead.add(i)
        stores = any(".128" in x for x in kernel.blocks[i])
        if ahead and not stores and all(n in dead for n in ahead):
            dead.add(i)
        if len(kernel.next[i]) == 1 and kernel.next[i][0] in tail_blocks:
            tail_blocks.add(i)
    entered, turns = TAILS.get((law, in_double), (0.0, 0.0))
    often = {i: 0.0 for i in range(loop[0], loop[1] + 1)}
    often[loop[0]] = 1.0
    for i in range(loop[0], loop[1] + 1):
        ahead = [n for n in kernel.next[i] if i < n <= loop[1] and n not in dead]
        into = [n for n in ahead if n in tail_blocks and i not in tail_blocks]
        for n in ahead:
            if into:
                share = entered if n in into else 1 - entered
                share = 1.0 if len(ahead) == 1 else share
            else:
                share = 1.0 / len(ahead)
            often[n] += often[i] * share
    for i in often:
        for l in inner:
            if l[0] <= i <= l[1]:
                often[i] *= blocks_a_line if l in philox else turns if l in tails else 1
    return often, loop


def cycles(kernel, often, pipes):
    """Instructions, and cycles of the busiest pipe, of so many runs of each block."""
    count = {"all": 0.0}
    for i, times in often.items():
        for code in kernel.blocks[i]:
            opcode = re.sub(r"^@!?U?P\w+\s+", "", code).split()[0]
            count["all"] += times
            where = pipe(opcode)
            if where:
                count[where] = count.get(where, 0) + times
    at = lambda name: count.get(name, 0.0)
    heavy = pipes["product"] * at("product") + pipes["wide"] * at("wide")
    floats = pipes["float"] * at("float")
    busy = {
        "issue": at("all"),
        "integers": pipes["int"] * at("int"),
        "products": heavy if pipes["float"] == 2 else max(heavy, (heavy + 2 * at("float")) / 2),
        "doubles": pipes["double"] * at("double"),
        "slow": pipes["slow"] * at("slow"),
    }
    if pipes["float"] == 2:
        busy["products"] = heavy / 2 + floats / 2 if heavy < floats else heavy
    return count["all"], busy


def estimate(listing, name, law, dtype, device):
    kernel = Kernel(listing, name)
    size = CELL_BYTES[dtype]
    blocks = 1 if size == 8 else 4 // size
    elements = 4 * blocks if law != "fill_constant" else 16 // size
    often, loop = main_loop(kernel, law, dtype == "f64", blocks)
    if law != "fill_constant":
        turns = TILE / THREADS / elements
        tile = next((l for l in kernel.loops if l[0] < loop[0] and l[1] > loop[1]), None)
        if tile:
            for i in range(tile[0], tile[1] + 1):
                if not loop[0] <= i <= loop[1]:
                    often[i] = 1 / turns
    instructions, busy = cycles(kernel, often, device["pipes"])
    limit = max(busy, key=busy.get)
    a_second = device["sms"] * 4 * device["ghz"] * 32 * elements / (busy[limit] / REACHED)
    possible = a_second * size
    reached = min(possible, device["memset"])
    return dict(
        instructions=instructions / elements,
        limit="memory" if possible >= device["memset"] else limit,
        gbs=reached,
        share=100 * reached / device["memset"],
    )


def listings(folder, ptxas, nvdisasm, target):
    result = {}
    with tempfile.TemporaryDirectory() as scratch:
        for law in TARGETS:
            cubin = os.path.join(scratch, law)
            source = os.path.join(folder, law + ".ptx")
            subprocess.run([ptxas, "-arch=" + target, "-O3", "-o", cubin, source], check=True)
            code = subprocess.run([nvdisasm, "-c", cubin], check=True, capture_output=True, text=True)
            result[law] = code.stdout
    return result


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    shipped = os.path.join(here, "../../../../cuda/src/main/resources/io/tensorinit/cuda/ptx")
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("folder", nargs="?", default=shipped)
    options.add_argument("--ptxas", default="ptxas")
    options.add_argument("--nvdisasm", default="nvdisasm")
    given = options.parse_args()
    columns = " | ".join(
        "%s: instructions an element | GB/s | %% of memset | limit" % d["name"] for d in DEVICES.values()
    )
    print(HEADER % round(100 * REACHED))
    print("| Kernel | Target | %s |" % columns)
    print("| --- | --- |" + " --- |" * 4 * len(DEVICES))
    found = {t: listings(given.folder, given.ptxas, given.nvdisasm, t) for t in DEVICES}
    for law, target in TARGETS.items():
        for dtype in CELL_BYTES:
            name = law if law == "fill_constant" else law + "_" + dtype
            cells = []
            for t, device in DEVICES.items():
                e = estimate(found[t][law], name, law, dtype, device)
                cells.append("%.1f | %.0f | %.0f%% | %s" % (
                    e["instructions"], e["gbs"], e["share"], e["limit"]))
            print("| %s | %d%% | %s |" % (name, target, " | ".join(cells)))
            if law == "fill_constant":
                break


if __name__ == "__main__":
    sys.exit(main())
