"""Merges what JMH and torch_peers.py measured on one device into a page of Markdown tables.

    gpu_table.py FOLDER     the folder that gpu.sh measured into; the page goes there

Reads machine.json, and of each piece that was measured jmh-PIECE-*.json (one a run) and
torch-PIECE.json; a piece that is not there is left out. Beside them stand the estimates of
results/estimate-*.md and, where lease.sh left them in the folder, what its steps came to
(steps-*.txt, one a run), the libraries (libraries.txt, doctor.txt), what the pipes took
(pipes.json), the clocks meanwhile (clocks-*.csv), and measured_estimate.py's estimate.json. Prints the page's path. The
targets are those of benchmarks/README.md.
"""

import pathlib
import re
import sys

import gpu_beside
import gpu_pieces
import gpu_ran
from gpu_rows import jmh_rows, load, measured_in


def page(machine, measured, more=(), ran=(), runs=1):
    """The whole page; measured maps a piece to JMH's results and torch's, more are more parts."""
    targets = gpu_pieces.Targets()
    parts = [list(ran)] if ran else []
    for piece, render in gpu_pieces.RENDER.items():
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
        f"Figures of {runs} run{'s' if runs > 1 else ''}, each of them all on one device in one hour."
        " ± is JMH's error (99.9 %) in per cent of the figure.",
        "",
    ]
    lines = head + targets.lines()
    for part in parts:
        lines += [""] + part
    return "\n".join(lines) + "\n"


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
    for file in ("doctor.txt", "libraries.txt"):
        machine.update(gpu_ran.libraries(folder / file))
    seen = gpu_ran.clocks_seen(folder)
    if seen:
        machine["multiprocessors' clock meanwhile"] = seen
    more = [*gpu_beside.estimates_of(folder, machine, measured), gpu_beside.pipes(folder / "pipes.json")]
    path = folder / file_name(machine)
    leases = len(list(folder.glob("steps*.txt")))
    runs = max(1, leases)
    machine["command"] = "benchmarks/lease.sh, the steps below" if leases else "benchmarks/gpu.sh"
    text = page(machine, measured, more, gpu_ran.what_ran(folder), runs)
    path.write_text(text, encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
