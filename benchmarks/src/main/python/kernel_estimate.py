#!/usr/bin/env python3
"""Predicts what the fill kernels can reach on an H200, H100 or A100, from the compiler's own code.

No device is needed and none is measured: ptxas assembles the shipped PTX, sass.py reads the machine code,
and this counts what a warp issues for each element on the way that nearly every element takes.

    kernel_estimate.py [--ptxas ptxas] [PTX_FOLDER]
    kernel_estimate.py --lookups     what a lookup costs, by the layout of its table

ptxas comes with the CUDA toolkit. The answer is the Markdown of benchmarks/results/estimate-fills.md, on
stdout.

The way through a kernel's main loop, the innermost one with nothing but 16-byte stores: a branch to a
subroutine is never taken; a loop over Philox blocks is gone through as often as a line has blocks; any other
branch half of the time. What a tile costs beside that loop is shared out among its elements, but for the loop
over what the main loop leaves of a tile, of which there is nothing in all but the first tile and the last;
what a block of threads does once, the copy of a table, is left out.
"""
import argparse
import functools
import os
import random
import subprocess
import sys
import tempfile

import sass

# Cycles in which one of a multiprocessor's four schedulers can issue a warp's instruction to a pipe.
# CUDA C++ Programming Guide, table of arithmetic throughput; a wide product writes two registers and is
# counted as two. shared: of the cycles that a simulation finds for the pipe to shared memory, the part that it
# takes.
PIPES_90 = {"int": 2, "product": 2, "wide": 4, "float": 1, "double": 2, "slow": 8, "shared": 1}
PIPES_80 = dict(PIPES_90, float=2, double=4)  # sm_80: 64 float and 32 double lanes a multiprocessor

# ghz: the clock under load, an assumption: an H200's highest, as a fill takes less power than products of
# matrices do; for the others, one below the highest. memset: 90 %
# of the memory's nominal speed.
DEVICES = [
    dict(name="H200", target="sm_90", sms=132, ghz=1.98, memset=4800 * 0.9, pipes=PIPES_90),
    dict(name="H100 SXM", target="sm_90", sms=132, ghz=1.7, memset=3350 * 0.9, pipes=PIPES_90),
    dict(name="A100 SXM 40 GB", target="sm_80", sms=108, ghz=1.41, memset=1555 * 0.9, pipes=PIPES_80),
]

# Of the cycles that the busiest pipe needs, this part is reached: schedulers wait now and then.
REACHED = 0.85
SCHEDULERS = 4
TILE = 1 << 16  # of a fill of 10^9 elements
TABLE_TILE = 1 << 18  # of one by a kernel with a table
THREADS = 256
TABLE_THREADS = 512  # of a block that has a table
CELL_BYTES = {"f32": 4, "f16": 2, "bf16": 2, "f8_e4m3": 1, "f8_e5m2": 1, "f64": 8}

# targets: the part of a memset's speed, by dtype; None: of all others. sides: a law that looks up rows of a
# table in its main loop has a table for one half of the words (1, the other by symmetry) or for both (2);
# copies, of float32, and hot, the octaves of float64 that have a copy of each row for each lane of a half
# warp, trade bank conflicts for shared memory.
LAWS = {
    "fill_constant": dict(targets={None: 90}),
    "fill_uniform": dict(targets={None: 90}),
    "fill_normal": dict(sides=1, copies=8, hot=8, targets={"f32": 80, "bf16": 40, "f64": 45}),
    "fill_truncated": dict(sides=1, copies=8, hot=8, targets={"f32": 80}),
    "fill_quantile": dict(sides=2, copies=4, hot=4, targets={"f32": 75}),
}

# The files of newer devices, the dtypes whose kernels they have, and the first capability that loads them.
PACKED = {"sm_80": (("f16", "bf16"), 80), "sm_89": (("f8_e4m3", "f8_e5m2"), 89)}

# The tables. A word's octave is the number of its leading zeros; a row is a piece of an octave. float32 and
# what is computed in it: a row is 16 bytes, read at once. float64: a row is COEFFICIENTS numbers, read one by
# one.
PIECES = {"f32": 16, "f64": 4}
OCTAVES = {"f32": 32, "f64": 53}
COEFFICIENTS = 13
SLOTS = 16  # float64 numbers beside each other, a line of all banks

LANES = 32
BANKS = 32  # of 4 bytes
WARPS = 20000  # simulated, for the mean

# A load in the main loop from global memory is taken for one at a random row: this many lines of 128 bytes,
# each with its own lookup of the cache's tags, one in a cycle. An assumption, the worst case: NVIDIA
# documents no rate, and rows of likely octaves share lines.
GATHERED_LINES = 32

SHIPPED = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../../../cuda/src/main/resources/io/tensorinit/cuda/ptx"
)

HEADER = """# Estimate: what the fill kernels can reach

**No device has measured this.** It is a prediction from the machine code that ptxas %s makes of the
shipped PTX, to be held against the first measurement; `benchmarks/src/main/python/kernel_estimate.py`
makes it and says how it counts. In short: the instructions that a warp issues for an element on the way
that nearly every element takes, at %d%% of what the busiest of the scheduler and its pipes can do, or 90%%
of the memory's nominal speed, whichever is less.

%s
The H200's clock is its highest, at which one was read at work; those of the others are below theirs. All three
are assumptions: where the pipes are the limit, the speed goes with the clock.

Where the limit is not the memory, it is the law: one Philox word an element is some 9 instructions, a look
into a table 16, whatever the dtype, so narrow dtypes fill fewer bytes in the same time. `fill_truncated` serves
bounded distributions that are odd, as a normal is that is cut as far below its mean as above; `fill_quantile`
those with both halves of a table (half of the copies, or fewer hot octaves, and more conflicts).
`packed`: the kernel for devices that convert two numbers at once. The pipes: `issue` the scheduler itself,
`products` 32-bit multiplications (64-bit results counted at half speed, which NVIDIA does not document),
`integers` the rest of integer arithmetic, comparisons and conversions, `doubles` float64 arithmetic, `slow`
special functions and 64-bit conversions, `shared` the one pipe to shared memory and cache that the four
schedulers of a multiprocessor have together: of 32 banks of 4 bytes, a lookup takes as many cycles as a
simulation of its bank conflicts finds, in the mean.
"""


def pipe(name):
    """The pipe that an instruction is issued to; None for those that only take a slot of the scheduler."""
    base = name.split(".")[0]
    if base in ("FFMA", "FMUL", "FADD", "HFMA2", "HADD2", "HMUL2"):
        return "float"
    if base == "IMAD":
        return "wide" if ".WIDE" in name or ".HI" in name else "product"
    if base == "IDP":
        return "product"
    if base in ("DFMA", "DMUL", "DADD", "DSETP"):
        return "double"
    if base in ("MUFU", "I2F", "F2F", "F2I", "FRND", "POPC", "FLO", "BREV", "FCHK"):
        return "slow"
    if base in ("LOP3", "IADD3", "VIADD", "ISETP", "SHF", "SEL", "FSEL", "FMNMX", "FSETP", "LEA", "PRMT",
                "I2FP", "PLOP3", "VIMNMX", "VIADDMNMX", "IMNMX", "MOV", "F2FP", "IABS", "VABSDIFF", "SGXT",
                "BMSK", "P2R", "HSET2", "HSETP2", "HMNMX2"):
        return "int"
    return None


def row_of(chance, kind):
    """A random word's row: octave k with probability 2^-(k + 1), any of its pieces."""
    octaves, pieces = OCTAVES[kind], PIECES[kind]
    octave = min(octaves - chance.getrandbits(octaves).bit_length(), octaves - 1)
    return pieces * octave + chance.randrange(pieces)


def side_of(chance, sides):
    return chance.getrandbits(1) if sides == 2 else 0


def interleaved(copies, sides):
    """Addresses in a table of float32: copy c of row r at 16 (copies r + c), lane l reads copy l % copies."""
    rows = PIECES["f32"] * OCTAVES["f32"]

    def address(lane, chance):
        row = row_of(chance, "f32") + rows * side_of(chance, sides)
        return 16 * (copies * row + lane % copies)

    return address


def slotted(hot, sides):
    """Addresses of one coefficient in a table of float64, in groups of rows, 16 slots a group.

    Coefficient k of slot j of group g is at 8 (16 (13 g + k) + j). A row of the first hot octaves has a group
    to itself and is in all slots: lane l reads slot l % 16. Of the other rows, r is in slot r % 16, 16 a group.
    """
    pieces = PIECES["f64"]
    groups = pieces * hot + (pieces * OCTAVES["f64"] + SLOTS - 1) // SLOTS

    def address(lane, chance):
        row = row_of(chance, "f64")
        if row < pieces * hot:
            group, slot = row, lane % SLOTS
        else:
            group, slot = pieces * hot + row // SLOTS, row % SLOTS
        group += groups * side_of(chance, sides)
        return 8 * (SLOTS * COEFFICIENTS * group + slot)

    return address


def wavefronts(addresses, words):
    """Cycles of the pipe for one load of a warp, of so many 4-byte words a lane, aligned to as many.

    The whole warp, its halves or its quarters are served one after the other, 32 words at most; a cycle
    gives one word of each bank, to all lanes that want that word.
    """
    together = LANES // words
    total = 0
    for first in range(0, LANES, together):
        wanted = {a // (4 * words) for a in addresses[first:first + together]}
        banks = [unit % (BANKS // words) for unit in wanted]
        total += max(banks.count(bank) for bank in set(banks))
    return total


def lines(addresses):
    """Lines of 128 bytes that a load of a warp touches."""
    return len({a // 128 for a in addresses})


def mean(address, cost, warps=WARPS):
    """A load's mean cost over random words."""
    chance = random.Random(1)
    return sum(cost([address(lane, chance) for lane in range(LANES)]) for _ in range(warps)) / warps


@functools.lru_cache(None)
def lookup(law, in_double, words):
    """Cycles of the pipe for a lookup of a warp in the table of a law."""
    its = LAWS[law]
    layout = slotted(its["hot"], its["sides"]) if in_double else interleaved(its["copies"], its["sides"])
    return mean(layout, lambda addresses: wavefronts(addresses, words))


def shared_cycles(i, in_loop, law, in_double):
    """Cycles that a warp's instruction takes of the pipe that the multiprocessor's schedulers share.

    Loads and stores of neighbouring cells take one for each 128 bytes. In the main loop, a load from shared
    memory is a lookup at a random row, and one from global memory a gather.
    """
    words = 4 if ".128" in i.name else 2 if ".64" in i.name else 1
    if i.base == "LDS" and in_loop:
        return lookup(law, in_double, words)
    if i.base in ("LDG", "LD") and in_loop:
        return GATHERED_LINES
    if i.base in ("LDS", "STS", "LDG", "STG", "LD", "ST", "LDL", "STL", "ATOMS", "ATOMG", "RED"):
        return words
    return 1 if i.base == "SHFL" else 0


PHILOX = 0xd2511f53  # a round of Philox multiplies by it


def is_philox(i):
    return i.base == "IMAD" and i.immediate == PHILOX


def is_line(i):
    return i.name == "STG.128"


def is_cell(i):
    return i.base == "STG" and not is_line(i)


class Kernel:
    """The basic blocks of one kernel, in the order of its code."""

    def __init__(self, code):
        self.subroutines = code.subroutines
        starts = {i.target for i in code.instructions} | self.subroutines
        self.blocks = [[]]
        labels = {}
        for i in code.instructions:
            if i.address in starts:
                if self.blocks[-1]:
                    self.blocks.append([])
                labels[i.address] = len(self.blocks) - 1
            self.blocks[-1].append(i)
            if i.base in ("EXIT", "RET") or self._branches(i):
                self.blocks.append([])
        self.next = [self._next(i, labels) for i in range(len(self.blocks))]
        self.loops = sorted(
            {(to, i) for i, block in enumerate(self.next) for to in block if to <= i},
            key=lambda loop: loop[1] - loop[0],
        )

    def calls(self, i):
        return i.base == "CALL" and i.target in self.subroutines

    def _branches(self, i):
        # ptxas also branches by CALL.REL.NOINC to a label of the kernel
        return i.base in ("BRA", "CALL") and not self.calls(i)

    def _next(self, i, labels):
        through = [i + 1] if i + 1 < len(self.blocks) else []
        if not self.blocks[i]:
            return through
        last = self.blocks[i][-1]
        if last.name == "BRA.DIV":  # taken by warps that are not whole
            return through
        if self._branches(last):
            return [labels[last.target]] + (through if last.conditional else [])
        if last.base in ("EXIT", "RET") and not last.guard:
            return []
        return through

    def count(self, loop, test):
        return sum(test(i) for block in self.blocks[loop[0]:loop[1] + 1] for i in block)


def main_loop(kernel, blocks_a_line):
    """How often each block runs for one turn of the main loop, and that loop."""
    wide = [l for l in kernel.loops if kernel.count(l, is_line)]
    loop = next((l for l in wide if not kernel.count(l, is_cell)), wide[0])
    inner = [l for l in kernel.loops if loop[0] <= l[0] and l[1] <= loop[1] and l != loop]
    philox = {l for l in inner if kernel.count(l, is_philox) >= 8}
    cells = {l for l in inner if kernel.count(l, is_cell) and not kernel.count(l, is_line)}
    dead = set()
    for l in cells:
        dead.update(range(l[0], l[1] + 1))
    for i in range(loop[1], loop[0] - 1, -1):
        ahead = [n for n in kernel.next[i] if loop[0] <= n <= loop[1]]
        if any(kernel.calls(x) for x in kernel.blocks[i]):
            dead.add(i)
        stores = any(is_line(x) for x in kernel.blocks[i])
        if ahead and not stores and all(n in dead for n in ahead):
            dead.add(i)
    often = {i: 0.0 for i in range(loop[0], loop[1] + 1)}
    often[loop[0]] = 1.0
    for i in range(loop[0], loop[1] + 1):
        ahead = [n for n in kernel.next[i] if i < n <= loop[1] and n not in dead]
        # a loop is left as often as it is entered, and gone through as often as it is gone through
        leaves = any(l[0] <= i <= l[1] and not l[0] <= n <= l[1] for l in inner for n in ahead)
        for n in ahead:
            often[n] += often[i] * (1.0 if leaves else 1.0 / len(ahead))
    for i in often:
        for l in inner:
            if l[0] <= i <= l[1]:
                often[i] *= blocks_a_line if l in philox else 1
    return often, loop


def cycles(kernel, often, pipes, shared):
    """Instructions, and cycles of each pipe as a scheduler sees them, of so many runs of each block.

    shared(instruction, block) is in cycles of the multiprocessor's pipe: while it serves a warp of one
    scheduler, those of the three others wait for it, so a scheduler gets one cycle in four.
    """
    count = {"all": 0.0, "shared": 0.0}
    for block, times in often.items():
        for i in kernel.blocks[block]:
            count["all"] += times
            if times:
                count["shared"] += times * shared(i, block)
            where = pipe(i.name)
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
        "shared": pipes["shared"] * SCHEDULERS * at("shared"),
    }
    if pipes["float"] == 2:
        busy["products"] = heavy / 2 + floats / 2 if heavy < floats else heavy
    return count["all"], busy


def estimate(code, law, dtype, device):
    kernel = Kernel(code)
    size = CELL_BYTES[dtype]
    in_double = dtype == "f64"
    blocks = 1 if size == 8 else 4 // size
    often, loop = main_loop(kernel, blocks)
    lines = 1 if law == "fill_constant" else kernel.count(loop, is_line)
    elements = lines * 16 // size
    if law != "fill_constant":
        positions, threads = (TABLE_TILE, TABLE_THREADS) if "sides" in LAWS[law] else (TILE, THREADS)
        turns = positions / threads / elements
        tile = next((l for l in kernel.loops if l[0] < loop[0] and l[1] > loop[1]), None)
        if tile:
            rest = {i for l in kernel.loops if tile[0] < l[0] and l[1] < tile[1] and kernel.count(l, is_cell)
                    for i in range(l[0], l[1] + 1)}
            for i in range(tile[0], tile[1] + 1):
                if not loop[0] <= i <= loop[1] and i not in rest:
                    often[i] = 1 / turns
    shared = lambda i, block: shared_cycles(i, loop[0] <= block <= loop[1], law, in_double)
    instructions, busy = cycles(kernel, often, device["pipes"], shared)
    limit = max(busy, key=busy.get)
    a_second = device["sms"] * SCHEDULERS * device["ghz"] * LANES * elements / (busy[limit] / REACHED)
    possible = a_second * size
    reached = min(possible, device["memset"])
    return dict(
        instructions=instructions / elements,
        busy={where: cycles / elements for where, cycles in busy.items()},
        limit="memory" if possible >= device["memset"] else limit,
        gbs=reached,
        share=100 * reached / device["memset"],
    )


def kernels(law, target):
    """(file, kernel, dtype) of what runs of a law take on a device."""
    if law == "fill_constant":
        return [(law, law, "f32")]
    result = []
    for dtype in CELL_BYTES:
        file, kernel = law, law + "_" + dtype
        for packed, (dtypes, capability) in PACKED.items():
            if dtype in dtypes and capability <= int(target[3:]):
                file, kernel = law + "." + packed, kernel + "_packed"
        result.append((file, kernel, dtype))
    return result


def codes(folder, ptxas, target):
    """The machine code of every kernel: name -> sass.Code."""
    result = {}
    wanted = [k for law in LAWS for k in kernels(law, target)]
    with tempfile.TemporaryDirectory() as scratch:
        for file in {file for file, _, _ in wanted}:
            cubin = os.path.join(scratch, file)
            source = os.path.join(folder, file + ".ptx")
            subprocess.run([ptxas, "-arch=" + target, "-O3", "-o", cubin, source], check=True)
            result.update(sass.read(cubin, [name for its, name, _ in wanted if its == file]))
    return result


def row_name(law, dtype):
    """What the page calls a kernel, however it stores."""
    return law if law == "fill_constant" else law + "_" + dtype


def print_lookups():
    """What copies and hot octaves buy: the mean cycles of the shared pipe for a lookup, and its least."""
    sided = "one-sided | two-sided"
    print("float32, a row of 16 bytes at once (least 4)\n\n| Copies | %s |\n| --- | --- | --- |" % sided)
    for copies in (1, 2, 4, 8):
        found = [mean(interleaved(copies, s), lambda a: wavefronts(a, 4)) for s in (1, 2)]
        print("| %d | %.2f | %.2f |" % (copies, *found))
    print("\nfloat64, each of %d coefficients (least 2)\n\n| Hot octaves | %s |\n| --- | --- | --- |"
          % (COEFFICIENTS, sided))
    for hot in range(9):
        found = [mean(slotted(hot, s), lambda a: wavefronts(a, 2)) for s in (1, 2)]
        print("| %d | %.2f | %.2f |" % (hot, *found))
    found = [mean(interleaved(1, s), lines) for s in (1, 2)]
    print("\nLines of 128 bytes of a float32 table without copies: %.2f one-sided, %.2f two-sided" % (*found,))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("folder", nargs="?", default=SHIPPED)
    options.add_argument("--ptxas", default="ptxas")
    options.add_argument("--lookups", action="store_true")
    given = options.parse_args()
    if given.lookups:
        return print_lookups()
    columns = " | ".join(
        "%s: instructions an element | GB/s | %% of memset | limit" % d["name"] for d in DEVICES
    )
    assumed = "".join(
        "* %s: %d multiprocessors at %.2f GHz, %.0f GB/s of memory\n" % (d["name"], d["sms"], d["ghz"], d["memset"])
        for d in DEVICES
    )
    print(HEADER % (sass.version(given.ptxas), round(100 * REACHED), assumed))
    print("| Kernel | Target | %s |" % columns)
    print("| --- | --- |" + " --- |" * 4 * len(DEVICES))
    found = {t: codes(given.folder, given.ptxas, t) for t in {d["target"] for d in DEVICES}}
    for law, its in LAWS.items():
        for row in zip(*(kernels(law, d["target"]) for d in DEVICES)):
            dtype = row[0][2]
            cells = []
            for device, (_, name, _) in zip(DEVICES, row):
                e = estimate(found[device["target"]][name], law, dtype, device)
                cells.append("%.1f%s | %.0f | %.0f%% | %s" % (
                    e["instructions"], " packed" if name.endswith("_packed") else "", e["gbs"], e["share"],
                    e["limit"]))
            target = its["targets"].get(dtype, its["targets"].get(None))
            print("| %s | %s | %s |" % (row_name(law, dtype), "%d%%" % target if target else "", " | ".join(cells)))


if __name__ == "__main__":
    sys.exit(main())
