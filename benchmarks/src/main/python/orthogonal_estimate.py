#!/usr/bin/env python3
"""Predicts the time of a square orthogonal matrix by Stewart's method on an H200 or H100, from the machine code.

No device is needed and none is measured: ptxas assembles stewart.ptx and orthogonal.ptx, sass.py reads the machine
code, and this counts what the kernels issue, how long a warp of them waits for memory (warp_time.py), and what they
move.

    orthogonal_estimate.py [--ptxas ptxas] [PTX_FOLDER]

ptxas comes with the CUDA toolkit. The answer is the Markdown of benchmarks/results/estimate-orthogonal.md,
on stdout.
"""
import argparse
import functools
import os
import re
import subprocess
import tempfile
from math import ceil, prod

import kernel_estimate
import sass
import warp_time

BLOCK, TILE, CHUNK_TILES = 48, 512, 8
SCHEDULERS, WARPS = 4, 8  # of a multiprocessor, of a thread block
REGISTERS, SHARED_BYTES, MOST_BLOCKS = 65536, 227 << 10, 8  # of a multiprocessor
# The multiprocessors, clock and memory of these are kernel_estimate.py's; the second-level cache of both is one.
DEVICES = [device for device in kernel_estimate.DEVICES if device["target"] == "sm_90"]
CACHE = 5500e9  # bytes a second of the second-level cache: an assumption
CACHED = 40e6  # bytes: what is smaller stays in the second-level cache between two kernels
NEAR, FAR = 300, 650  # cycles of a load from the second-level cache, from memory: an assumption
LAUNCH = 2.0e-6  # seconds between two kernels that depend on each other: an assumption
REACHED = 0.85  # of the busiest pipe, with several blocks a multiprocessor: an assumption
DOUBLE = ("DADD", "DMUL", "DFMA")  # a scheduler issues one of a warp in two cycles
SIZES = (512, 2048, 8192)
TARGETS = {512: 0.3, 2048: 1.6, 8192: 35}
MANY_BLOCKS = 128  # as StewartMatrices has it

# What each element before the products costs: instructions of normals (one Philox block and a lookup for
# each word), of the division in double and the rest; and a reflection's roots and divisions, in cycles. Rough.
BEFORE, ROOTS = 400, 2500

# The inner loop of a product, of two lines or four reflections: the cycles that a warp's loads from shared memory
# take in it. 16 bytes a lane take 4, one address for half a warp each 2, one for all 1.
IN_SHARED = {
    "stewart_gram_f32": 2 * (3 * 2 + 4 * 2),
    "stewart_project_f32": 2 * (3 * 2 + 4 * 2),
    "stewart_project_wide_f32": 2 * (6 * 1 + 4 * 4),
    "stewart_update_f32": 4 * (4 + 2 * 1),
}
# What a kernel has only around work that one launch of many does: the last update multiplies by signs in double.
ONCE = {"stewart_update_f32": ("F2F", "DMUL")}
PRODUCTS = ("stewart_project_f32", "stewart_project_wide_f32", "stewart_update_f32")


class Kernel:
    """A kernel's code, and how many of its thread blocks a multiprocessor holds."""

    def __init__(self, name, code, registers, shared):
        self.name, self.code = name, code
        each = REGISTERS // (ceil(registers / 8) * 8 * 32 * WARPS)
        self.resident = min(each, SHARED_BYTES // (shared + 1024), MOST_BLOCKS)

    @functools.lru_cache(maxsize=None)
    def cycles(self, times, latency):
        """(cycles in which a multiprocessor issues a block's work, cycles of the work where it is alone)."""
        way = warp_time.way(self.code, times, ONCE.get(self.name, ()))
        issued = sum(2 if i.base in DOUBLE else 1 for i in way) / SCHEDULERS
        shared = IN_SHARED.get(self.name, 0) * prod(times)
        busy = WARPS * max(issued, shared)
        elapsed = warp_time.elapsed(way, latency)
        return busy, max(elapsed, busy + elapsed - warp_time.elapsed(way, 0))

    def seconds(self, device, times, work, latency=NEAR):
        """Of so much work, each piece a thread block's."""
        busy, alone = self.cycles(times, latency)
        left, cycles = ceil(work / device["sms"]), 0
        full, rest = divmod(left, self.resident)
        for together, rounds in ((self.resident, full), (rest, 1 if rest else 0)):
            cycles += rounds * max(together * busy / REACHED, alone)
        return cycles / device["ghz"] / 1e9


def latency(amount):
    """Cycles of a load from something that takes so many bytes."""
    return NEAR if amount < CACHED else FAR


def moved(device, amount, resident):
    """Seconds for so many bytes of something that takes so many."""
    return amount / (CACHE if resident < CACHED else device["memset"] * 1e9)


def rows_of(w):
    """The turns of 32 rows of a tile, and of two of the 8 lines in each."""
    return 1, ceil(min(TILE, w) / 32), 4


def steps(device, n, kernels):
    """Seconds of all project, weigh and update; floating-point operations; bytes of Q moved."""
    times, operations, amount = [0.0, 0.0, 0.0], 0, 0
    for first in range(0, n, BLOCK):
        w = n - first
        b, q = min(BLOCK, w), 4 * w * w
        tiles = ceil(w / TILE)
        wide = ceil(w / 128) * tiles >= MANY_BLOCKS
        width = 128 if wide else 64
        blocks = ceil(w / width) * tiles
        project = kernels["stewart_project_wide_f32" if wide else "stewart_project_f32"]
        run = project.seconds(device, rows_of(w), blocks, latency(q))
        loads = blocks * min(TILE, w) * (BLOCK + width) * 4 / CACHE
        times[0] += max(run, loads, moved(device, q, q)) + LAUNCH
        sums = 4 * b * w * tiles
        # tiles two at a time; then six groups of eight reflections, four at a time
        run = kernels["stewart_weigh_f32"].seconds(device, (1, tiles // 2) + 6 * (2,), ceil(w / 32))
        times[1] += max(run, 2 * sums / CACHE) + LAUNCH
        # three groups of 16 reflections, four at a time
        run = kernels["stewart_update_f32"].seconds(device, (1, 3, 4), ceil(w / 128) * ceil(w / 64), latency(2 * q))
        times[2] += max(run, moved(device, 2 * q, q)) + LAUNCH
        operations += 4 * b * w * w
        amount += 3 * q
    return times, operations, amount


def before(device, n, kernels):
    """Seconds of normals to factors: instructions of every element, the chains of three kernels, five launches."""
    issue = n * n / 2 * BEFORE / 32 / SCHEDULERS / device["sms"] / device["ghz"] / 1e9 / REACHED
    tiles = ceil(n / TILE)
    squares = kernels["stewart_squares_f32"].seconds(device, (1, 8, 8), ceil(n / 32) * tiles)
    gram = kernels["stewart_gram_f32"].seconds(device, rows_of(n), ceil(n / BLOCK) * tiles)
    # a chunk's tiles two at a time; twelve groups of four columns; T's columns, a warp each, short of an inner loop
    times = (1, ceil(tiles / CHUNK_TILES), min(tiles, CHUNK_TILES) // 2) + 12 * (4,) + (6, 0)
    factors = kernels["stewart_factors_f32"].seconds(device, times, ceil(n / BLOCK))
    return issue + squares + ROOTS / device["ghz"] / 1e9 + gram + factors + 5 * LAUNCH


def store(device, n, kernels):
    """Seconds of the matrix, row by row, to where it belongs."""
    size = 4 * n * n
    run = kernels["orthogonal_store_turned_f32"].seconds(device, (1,), ceil(n / 32) ** 2, latency(size))
    return max(run, size / device["memset"] / 1e9 + moved(device, size, size)) + LAUNCH


def assembled(ptxas, folder):
    """The float32 kernels by their names."""
    kernels = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("stewart", "orthogonal"):
            cubin = os.path.join(scratch, name + ".cubin")
            said = subprocess.run(
                [ptxas, "-v", "-arch=sm_90", "-O3", "-o", cubin, os.path.join(folder, name + ".ptx")],
                check=True, stderr=subprocess.PIPE, text=True).stderr
            used = re.findall(r"entry function '(\w+)'.*?Used (\d+) registers([^\n]*)", said, re.S)
            used = {kernel: rest for kernel, *rest in used if kernel.endswith("_f32")}
            codes = sass.read(cubin, list(used))
            for kernel, (registers, rest) in used.items():
                shared = re.search(r"(\d+) bytes smem", rest)
                kernels[kernel] = Kernel(kernel, codes[kernel], int(registers), int(shared[1]) if shared else 0)
    return kernels


HEADER = """# Estimate: orthogonal matrices on an H200 and an H100

**No device has measured this.** It is a prediction from the machine code that ptxas %s makes of the shipped
PTX, to be held against the first measurement; `benchmarks/src/main/python/orthogonal_estimate.py` makes it.
A kernel takes as long as its busiest resource: what is issued, what is moved, or what one thread block waits for, step
by step, where a multiprocessor has no other. Assumed are the multiprocessors, clocks and memory of
[the other estimate](estimate-fills.md), %.0f GB/s of second-level cache, %d cycles until a load from it is there and %d
from memory, 30 from shared memory and at a barrier, %.0f us between two kernels that depend on each other, and %d%% of
the pipe where a multiprocessor has several thread blocks.

The loops of float32, of a thread, sm_90; flops an instruction with the loads from global memory; cycles of a block of
threads with all of its work, with the loads at hand and %d cycles away:

| Kernel | Instructions of the inner loop | of them fused multiply-adds | 16-byte loads from shared memory | flops an instruction | blocks a multiprocessor | cycles of issue | alone | with loads far |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""


def row(kernel):
    """What the table says of a product's kernel."""
    bounds = warp_time.loops(kernel.code)
    outer, inner = (kernel.code.instructions[first:last + 1] for first, last in bounds[1:])
    times = (1, 3, 4) if "update" in kernel.name else rows_of(TILE)
    fused = sum(i.base == "FFMA" for i in inner)
    issued = times[2] * len(inner) + len(outer) - len(inner)
    busy, alone = kernel.cycles(times, NEAR)
    return (f"| {kernel.name} | {len(inner)} | {fused} | {sum(i.name == 'LDS.128' for i in inner)} |"
            f" {2 * times[2] * fused / issued:.2f} | {kernel.resident} | {busy:.0f} | {alone:.0f} |"
            f" {kernel.cycles(times, FAR)[1]:.0f} |")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--ptxas", default="ptxas")
    here = os.path.dirname(os.path.abspath(__file__))
    options.add_argument("folder", nargs="?", default=os.path.join(
        here, "../../../../cuda/src/main/resources/io/tensorinit/cuda/ptx"))
    given = options.parse_args()
    kernels = assembled(given.ptxas, given.folder)
    print(HEADER % (sass.version(given.ptxas), CACHE / 1e9, NEAR, FAR, LAUNCH * 1e6, 100 * REACHED, FAR), end="")
    for name in PRODUCTS:
        print(row(kernels[name]))
    print("""
Milliseconds of a square float32 matrix of n rows, one at a time. Project is W = V^H Q, weigh T W, update
Q -= V (T W), before all that comes before the products, store what brings Q to the destination. Flops and bytes: of
the products, and of Q to and from memory or cache; a step does 4 48 w^2 flops and moves 3 4 w^2 bytes of Q, w the
columns left: 16 flops a byte.

| Device | n | Gflop | GB of Q | before | project | weigh | update | store | all | target |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |""")
    for device in DEVICES:
        for n in SIZES:
            times, operations, amount = steps(device, n, kernels)
            parts = [before(device, n, kernels), *times, store(device, n, kernels)]
            cells = " | ".join(f"{1e3 * part:.2f}" for part in parts + [sum(parts)])
            print(f"| {device['name']} | {n} | {operations / 1e9:.1f} | {amount / 1e9:.2f} | {cells} | {TARGETS[n]} |")
    print("""
An H100 does some 20 float32 flops in the time of a byte from memory, an H200 some 16, so at 8192 the update of an
H100 is about as much bound by memory as by its instructions. Blocks of 96 reflections would halve the bytes of Q, for
twice as much work in T W and in the products of reflections; they would change every bit, on the CPU, too, and by this
estimate the targets are met without them.""")


if __name__ == "__main__":
    main()
