#!/usr/bin/env python3
"""Predicts the time of a square orthogonal matrix by Stewart's method on an H200 or H100, from the machine code.

No device is needed and none is measured: ptxas assembles stewart.ptx, sass.py reads the machine code, and
this counts what the inner loops of the two products issue, and what they move.

    orthogonal_estimate.py [--ptxas ptxas] [PTX_FOLDER]

ptxas comes with the CUDA toolkit. The answer is the Markdown of benchmarks/results/estimate-orthogonal.md,
on stdout.
"""
import argparse
import os
import subprocess
import tempfile
from math import ceil

import kernel_estimate
import sass

BLOCK, TILE, LINE = 48, 512, 16
SCHEDULERS, WARPS = 4, 8  # of a multiprocessor, of a thread block
# The multiprocessors, clock and memory of these are kernel_estimate.py's; the second-level cache of both is one.
DEVICES = [device for device in kernel_estimate.DEVICES if device["target"] == "sm_90"]
CACHE = 5500e9  # bytes a second of the second-level cache: an assumption
CACHED = 40e6  # bytes: what is smaller stays in the second-level cache between two kernels
LAUNCH = 2.0e-6  # seconds between two kernels that depend on each other: an assumption
REACHED, ALONE = 0.85, 0.5  # of the busiest pipe, with several blocks a multiprocessor and with one
SIZES = (512, 2048, 8192)
TARGETS = {512: 0.3, 2048: 1.6, 8192: 35}

# Kernel, columns of a thread block, how often the inner loop runs for each time that shared memory is
# written, and the cycles that a warp's loads from it take in that loop: 16 bytes a lane take 4, one address
# for half a warp each 2, one for all 1.
PROJECT = ("stewart_project_f32", 64, 8, 3 * 2 + 4 * 2)
PROJECT_WIDE = ("stewart_project_wide_f32", 128, 8, 6 * 1 + 4 * 4)
UPDATE = ("stewart_update_f32", 64, 4, 4 * (4 + 2 * 1))
MANY_BLOCKS = 128  # as StewartMatrices has it

# What each element before the products costs: instructions of normals (one Philox block and a lookup for
# each word), of the division in double and the rest. Rough.
BEFORE = 400


def loops(code):
    """The instructions of each loop, and of the loops in it."""
    for branch in code.instructions:
        if branch.base == "BRA" and branch.target is not None and branch.target < branch.address:
            yield [i for i in code.instructions if branch.target <= i.address <= branch.address]


def fused(body):
    """How many fused multiply-adds."""
    return sum(i.base == "FFMA" for i in body)


class Kernel:
    def __init__(self, name, width, times, shared, code):
        inner = max(loops(code), key=lambda body: fused(body) / len(body))
        outer = min((body for body in loops(code) if len(body) > len(inner) and fused(body)), key=len)
        self.name, self.width = name, width
        self.inner, self.loads = len(inner), sum(i.name == "LDS.128" for i in inner)
        self.of_inner = fused(inner)
        whole = max((body for body in loops(code) if fused(body)), key=len)
        # as if no branch in the outer loop were taken, and half of what is around it left out
        self.issued = times * len(inner) + len(outer) - len(inner)
        self.fused = times * fused(inner)
        self.shared = times * shared
        self.around = (len(whole) - len(outer)) / 2

    def operations(self):
        """Floating-point operations an instruction of a thread."""
        return 2 * self.fused / self.issued

    def seconds(self, device, blocks, fused):
        """Of so many thread blocks, each with so many fused operations a thread."""
        busy = max(self.issued / SCHEDULERS, self.shared)
        cycles = WARPS * (fused / self.fused * busy + self.around / SCHEDULERS)
        rounds = ceil(blocks / device["sms"])
        return rounds * cycles / (REACHED if rounds > 1 else ALONE) / device["ghz"] / 1e9


def moved(device, amount, resident):
    """Seconds for so many bytes of something that takes so many."""
    return amount / (CACHE if resident < CACHED else device["memset"] * 1e9)


def steps(device, n, kernels):
    """Seconds of all project, weigh and update; floating-point operations; bytes of Q moved."""
    times, operations, amount = [0.0, 0.0, 0.0], 0, 0
    for first in range(0, n, BLOCK):
        w = n - first
        b, q = min(BLOCK, w), 4 * w * w
        tiles = ceil(w / TILE)
        wide = ceil(w / 128) * tiles >= MANY_BLOCKS
        project = kernels[PROJECT_WIDE if wide else PROJECT]
        blocks = ceil(w / project.width) * tiles
        rows = min(TILE, w)
        run = project.seconds(device, blocks, rows * BLOCK * project.width / (32 * WARPS))
        loads = blocks * rows * (BLOCK + project.width) * 4 / CACHE
        times[0] += max(run, loads, moved(device, q, q)) + LAUNCH
        sums = 4 * b * w * tiles
        times[1] += max(2 * sums / CACHE, tiles * 1e-8 + 1.5e-6) + LAUNCH
        update = kernels[UPDATE]
        blocks = ceil(w / 128) * ceil(w / 64)
        run = update.seconds(device, blocks, BLOCK * 128 * 64 / (32 * WARPS))
        times[2] += max(run, moved(device, 2 * q, q)) + LAUNCH
        operations += 4 * b * w * w
        amount += 3 * q
    return times, operations, amount


def before(device, n):
    """Seconds of normals to factors: instructions of every element, five launches, two serial chains."""
    issue = n * n / 2 * BEFORE / 32 / SCHEDULERS / device["sms"] / device["ghz"] / 1e9 / REACHED
    chains = (TILE * 12 + BLOCK * BLOCK / 2 * 12) / device["ghz"] / 1e9
    return issue + chains + 5 * LAUNCH


HEADER = """# Estimate: orthogonal matrices on an H200 and an H100

**No device has measured this.** It is a prediction from the machine code that NVIDIA's compiler makes of the
shipped `stewart.ptx`, to be held against the first measurement; `benchmarks/src/main/python/orthogonal_estimate.py`
makes it and says what it assumes: the multiprocessors, clocks and memory of [the other estimate](estimate-fills.md),
%.0f GB/s of second-level cache (assumed), %.0f us between two kernels that depend on each other (assumed), %d%% of
the busiest pipe where a multiprocessor has several thread blocks, %d%% where it has one (assumed).

The loops of float32, of a thread, sm_90; flops an instruction with the loads from global memory:

| Kernel | Instructions of the inner loop | of them fused multiply-adds | 16-byte loads from shared memory | shared memory's cycles for one of issue | flops an instruction |
| --- | --- | --- | --- | --- | --- |
"""


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--ptxas", default="ptxas")
    here = os.path.dirname(os.path.abspath(__file__))
    options.add_argument("folder", nargs="?", default=os.path.join(
        here, "../../../../cuda/src/main/resources/io/tensorinit/cuda/ptx"))
    given = options.parse_args()
    wanted = (PROJECT, PROJECT_WIDE, UPDATE)
    with tempfile.TemporaryDirectory() as scratch:
        cubin = os.path.join(scratch, "stewart.cubin")
        subprocess.run([given.ptxas, "-arch=sm_90", "-O3", "-o", cubin,
                        os.path.join(given.folder, "stewart.ptx")], check=True)
        codes = sass.read(cubin, [name for name, *_ in wanted])
    kernels = {key: Kernel(*key, codes[key[0]]) for key in wanted}
    print(HEADER % (CACHE / 1e9, LAUNCH * 1e6, 100 * REACHED, 100 * ALONE), end="")
    for kernel in kernels.values():
        print(f"| {kernel.name} | {kernel.inner} | {kernel.of_inner} | {kernel.loads} |"
              f" {kernel.shared / kernel.issued * SCHEDULERS:.2f} | {kernel.operations():.2f} |")
    print("""
Milliseconds of a square float32 matrix of n rows, one at a time. Project is W = V^H Q, weigh T W, update
Q -= V (T W), before all that comes before the products. Flops and bytes: of the products, and of Q to and from
memory or cache; a step does 4 48 w^2 flops and moves 3 4 w^2 bytes of Q, w the columns left: 16 flops a byte.

| Device | n | Gflop | GB of Q | before | project | weigh | update | all | target |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |""")
    for device in DEVICES:
        for n in SIZES:
            times, operations, amount = steps(device, n, kernels)
            parts = [before(device, n), *times]
            cells = " | ".join(f"{1e3 * part:.2f}" for part in parts + [sum(parts)])
            print(f"| {device['name']} | {n} | {operations / 1e9:.1f} | {amount / 1e9:.2f} | {cells} | {TARGETS[n]} |")
    print("""
An H100 does some 20 float32 flops in the time of a byte from memory, an H200 some 16, so at 8192 the update of an
H100 is about as much bound by memory as by its instructions. Blocks of 96 reflections would halve the bytes of Q, for
twice as much work in T W and in the products of reflections; they would change every bit, on the CPU, too, and by this
estimate the targets are met without them.""")


if __name__ == "__main__":
    main()
