"""How long one warp takes through a kernel, from what ptxas wrote into each instruction of the machine code: the
cycles until the next one, and which of six scoreboards it sets or waits for.

A warp issues in order. An instruction that a scoreboard guards (a load, a special function) takes the cycles below
until its result is there; how long memory takes, the caller says. The way: each loop as often as the caller says;
a branch over the call of a subroutine is taken (a division of 64 bits, where 32 serve); of others a conditional
branch forwards is not.
"""
import sass

LOAD = "LDG"
SHARED = 30  # cycles of a load from shared memory: an assumption
OTHERS = 20  # of what else has a scoreboard: an assumption
OPERANDS = 15  # until a store or a load has read its registers: an assumption
BARRIER = 30  # from the last warp's arrival on: an assumption


def loops(code):
    """(first, last) instruction of each loop of the kernel itself, by its first one."""
    end = min(code.subroutines, default=16 * len(code.instructions)) // 16
    found = {}
    for last, branch in enumerate(code.instructions[:end]):
        if branch.base == "BRA" and branch.target is not None and branch.target < branch.address:
            first = branch.target // 16
            found[first] = max(last, found.get(first, 0))
    return sorted(found.items())


def way(code, times, seldom=()):
    """The instructions in their order, of the first loop and what is in it.

    times: of each loop, as loops() has them; seldom: instructions over which a branch is taken, beside calls.
    """
    bounds = loops(code)
    if len(bounds) != len(times):
        raise SystemExit("%d loops expected, not %s" % (len(times), bounds))
    inner = {first: (last, count) for (first, last), count in zip(bounds, times)}
    return list(run(code.instructions, bounds[0][0], bounds[0][1], inner, ("CALL",) + seldom))


def run(instructions, first, last, inner, seldom):
    at = first
    while at <= last:
        if at in inner and at != first:
            end, count = inner[at]
            body = {start: loop for start, loop in inner.items() if start != at}
            for _ in range(count):
                yield from run(instructions, at, end, body, seldom)
            at = end + 1
            continue
        instruction = instructions[at]
        yield instruction
        at = following(instructions, at, last, seldom)


def following(instructions, at, last, seldom):
    branch = instructions[at]
    if branch.base == "BRA" and branch.target is not None:
        to = branch.target // 16
        if at < to <= last:
            skipped = instructions[at + 1:to]
            if not branch.conditional or any(i.base in seldom for i in skipped):
                return to
    return at + 1


def elapsed(instructions, memory):
    """Cycles of one warp, whose loads from memory take so many."""
    now, clear = 0, [0] * 6
    for instruction in instructions:
        now = max([now] + [clear[board] for board in instruction.awaited])
        if instruction.base == "BAR":
            now += BARRIER
        if instruction.result is not None:
            base = instruction.base
            takes = memory if base == LOAD else SHARED if base == "LDS" else OTHERS
            clear[instruction.result] = max(clear[instruction.result], now + takes)
        if instruction.operands is not None:
            clear[instruction.operands] = max(clear[instruction.operands], now + OPERANDS)
        now += max(1, instruction.stall)
    return now
