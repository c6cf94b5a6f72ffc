"""What is known of the runs of a folder: their machines, how lease.sh's steps ended, libraries, clocks."""

import re
import statistics

from gpu_rows import load

# The columns of the clocks that are read, as lease.sh asks for them.
CLOCK, POWER, HEAT, BUSY = 1, 3, 4, 5


def machines(folder):
    """What gpu_machine.py wrote of the machine, a run each, in their order."""
    return [found for path in sorted(folder.glob("machine*.json")) if (found := load(path))]


def devices(machines):
    """The names of all devices, each once."""
    return list(dict.fromkeys(machine["device"] for machine in machines))


def distinct(facts):
    """Several facts as words, each once."""
    return "; ".join(dict.fromkeys(facts))


def of_all(machines):
    """What is known of all machines as of one: where they differ, all that they say; the last date."""
    names = dict.fromkeys(name for machine in machines for name in machine)
    facts = {name: distinct(machine[name] for machine in machines if name in machine) for name in names}
    return {**facts, "date": machines[-1]["date"]}


def lines_of(folder, names):
    """The lines of all files of a folder that are named so, one run's after the other's."""
    files = sorted(folder.glob(names))
    return [line for file in files for line in file.read_text("utf-8", "replace").splitlines()]


def readings_at_work(folder):
    """The numbers of each reading of the clocks in which the device was at work."""
    readings = []
    for line in lines_of(folder, "clocks*.csv"):
        numbers = [re.match(r"\d+(\.\d+)?", cell) for cell in line.split(", ")]
        values = [float(number[0]) if number else None for number in numbers]
        if len(values) > BUSY and None not in (values[CLOCK], values[BUSY]) and values[BUSY] > 0:
            readings.append(values)
    return readings


def clocks_seen(folder):
    """The multiprocessors' clock while the device was at work, as words."""
    readings = readings_at_work(folder)
    if not readings:
        return None
    clocks = [values[CLOCK] for values in readings]
    power, heat = (max(values[at] or 0 for values in readings) for at in (POWER, HEAT))
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
    return {
        "doctor, " + name: what if there == "yes" else f"no: {what}"
        for name, there, what in found
        if not what.startswith("not looked for")
    }


def what_ran(folder):
    """Lease.sh's steps, the last run of each: how they ended, and what they said."""
    steps = {}
    said = []
    for line in lines_of(folder, "steps*.txt"):
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
