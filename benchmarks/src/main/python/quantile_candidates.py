#!/usr/bin/env python3
"""Counts what the bake-off's quantiles cost on an H100 or A100; needs nvcc and ptxas, no device.

    quantile_candidates.py

compiles src/main/cuda/quantile_candidates.cu and counts as kernel_estimate.py does. One column is its own: the
share of a memset that the busiest pipe would allow were the memory faster, so that candidates which the memory
limits alike can be told apart. Narrow dtypes, with less to store, go by that column.
"""
import os
import subprocess
import tempfile

import kernel_estimate as estimates
import sass

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../cuda/quantile_candidates.cu")

# How often a warp enters the loop over rare words, of four elements a thread, and goes round in it.
RARE = {"polynomials": 0.118 * 1.06, "half_octaves": 0.002 * 4}
KERNELS = (
    "polynomials", "two_sided", "leading_zeros", "scaled_place", "float_bits", "float_bits_ratio",
    "half_octaves", "quadratics", "quartics",
)


def row(chance, pieces, octaves=32):
    """A random word's row."""
    octave = min(octaves - chance.getrandbits(octaves).bit_length(), octaves - 1)
    return pieces * octave + chance.randrange(pieces)


def copied(pieces, words, copies):
    """Addresses of so many words of a row, each row's copies side by side."""
    return lambda lane, chance: 4 * words * (copies * row(chance, pieces) + lane % copies)


def cost(pieces, words, copies):
    return estimates.mean(copied(pieces, words, copies), lambda a: estimates.wavefronts(a, words))


LOOKUPS = {
    "leading_zeros": {"LDS.128": cost(16, 4, 8)},
    "quadratics": {"LDS.64": cost(64, 2, 4), "LDS": cost(64, 1, 4)},
    "quartics": {"LDS.128": cost(8, 4, 8), "LDS": cost(8, 1, 32)},
    # lines of 128 bytes, 8 rows each, of a table with two halves: one look at the cache's tags each
    "two_sided": {"LDG.128": estimates.mean(
        lambda lane, chance: 16 * (row(chance, 16) + 512 * chance.getrandbits(1)), estimates.lines)},
}
for other in ("scaled_place", "float_bits", "float_bits_ratio"):
    LOOKUPS[other] = LOOKUPS["leading_zeros"]


def often(kernel, name):
    """How often each block runs for a turn of the main loop, and that loop."""
    loop = next(l for l in kernel.loops if kernel.count(l, estimates.is_line))
    blocks = range(loop[0], loop[1] + 1)
    rare = {i for l in kernel.loops if loop[0] <= l[0] and l[1] <= loop[1] and l != loop
            for i in range(l[0], l[1] + 1)}
    for i in reversed(blocks):
        ahead = [n for n in kernel.next[i] if i < n <= loop[1]]
        if ahead and all(n in rare for n in ahead):
            rare.add(i)
    return {i: RARE.get(name, 0) if i in rare else 1 for i in blocks}, loop


def shared(i, lookups):
    if i.base == "SHFL":
        return 1
    if i.name in lookups:
        return lookups[i.name]
    return 4 if i.name == "STG.128" else 0


def count(code, name, device):
    kernel = estimates.Kernel(code)
    times, loop = often(kernel, name)
    lookups = LOOKUPS.get(name, {})
    instructions, busy = estimates.cycles(kernel, times, device["pipes"], lambda i, _: shared(i, lookups))
    limit = max(busy, key=busy.get)
    elements = device["sms"] * estimates.SCHEDULERS * device["ghz"] * estimates.LANES * 4
    possible = 4 * elements / (busy[limit] / estimates.REACHED)
    used = [x.name for i in times for x in kernel.blocks[i] if times[i] == 1]
    wavefronts = sum(lookups.get(n, 1 if n.startswith("SHFL") else 0) for n in used) / 4
    return instructions / 4, wavefronts, possible / device["memset"], limit, busy


def main():
    with tempfile.TemporaryDirectory() as scratch:
        ptx = os.path.join(scratch, "ptx")
        subprocess.run(["nvcc", "-arch=compute_75", "-ptx", "-fmad=false", "-o", ptx, SOURCE], check=True)
        print("| Kernel | cycles of a lookup, a warp |"
              + "".join(" %s: instructions | %% of memset, memory aside | busiest | %% of memset |" % d["name"]
                        for d in estimates.DEVICES))
        print("| --- | ---: |" + " ---: | ---: | --- | ---: |" * len(estimates.DEVICES))
        codes = {}
        for target in {device["target"] for device in estimates.DEVICES}:
            cubin = os.path.join(scratch, target)
            subprocess.run(["ptxas", "-arch=" + target, "-O3", "-o", cubin, ptx], check=True)
            codes[target] = sass.read(cubin, KERNELS)
        for name in KERNELS:
            cells = []
            for device in estimates.DEVICES:
                code = codes[device["target"]][name]
                instructions, wavefronts, possible, limit, _ = count(code, name, device)
                cells.append("%.1f | %.0f%% | %s | %.0f%%" % (
                    instructions, 100 * possible, limit, min(100, 100 * possible)))
            print("| %s | %.1f | %s |" % (name.replace("_", "-"), wavefronts, " | ".join(cells)))


if __name__ == "__main__":
    main()
