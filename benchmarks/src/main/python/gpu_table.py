"""Merges what JMH and torch_peers.py measured on one device into a page of Markdown tables.

    gpu_table.py FOLDER     the folder that gpu.sh measured into; the page goes there

Reads machine-*.json (one a run), and of each piece that was measured jmh-PIECE-*.json (one a run of
JMH) and torch-PIECE.json; a piece that is not there is left out. Where the runs' devices differ, no
target is judged and no estimate stands beside. Beside them stand the estimates of
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
from gpu_rows import jmh_rows, measured_in


def page(machines, measured, more=(), ran=(), found=()):
    """The whole page.

    machines are those of the runs, measured maps a piece to JMH's results and torch's, more are more
    parts, ran is what ran, and found is what else is known of the machines.
    """
    runs = len(machines)
    machine = {**gpu_ran.of_all(machines), **dict(found)}
    targets = gpu_pieces.Targets(len(gpu_ran.devices(machines)))
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


def file_name(machines):
    device = re.sub(r"[^a-z0-9]+", "-", " ".join(gpu_ran.devices(machines)).lower()).strip("-")
    return f"{machines[-1]['date']}-{device}.md"


def main(given):
    if len(given) != 1:
        sys.exit(__doc__)
    folder = pathlib.Path(given[0])
    machines = gpu_ran.machines(folder)
    if not machines:
        sys.exit(f"gpu_table.py: {folder} has no machine-*.json; gpu.sh makes it")
    measured = measured_in(folder)
    found = {
        "java": gpu_ran.distinct(
            f"{result['vmName']} {result['vmVersion']}" for results, _ in measured.values() for result in results
        ),
        "torch": gpu_ran.distinct(
            f"{peers['torch']}, CUDA {peers['cuda']}" for _, peers in measured.values() if peers
        ),
    }
    found = {name: fact for name, fact in found.items() if fact}
    for file in ("doctor.txt", "libraries.txt"):
        found.update(gpu_ran.libraries(folder / file))
    seen = gpu_ran.clocks_seen(folder)
    if seen:
        found["multiprocessors' clock meanwhile"] = seen
    ran = gpu_ran.what_ran(folder)
    found["command"] = "benchmarks/lease.sh, the steps below" if ran else "benchmarks/gpu.sh"
    more = [*gpu_beside.estimates_of(folder, machines, measured), gpu_beside.pipes(folder / "pipes.json")]
    path = folder / file_name(machines)
    path.write_text(page(machines, measured, more, ran, found), encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
