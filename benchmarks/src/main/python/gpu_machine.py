"""Writes what there is to know of the machine, and prints it.

    gpu_machine.py FILE.json SOURCES        SOURCES: the revision of the sources that are measured
"""

import datetime
import json
import os
import platform
import subprocess
import sys

ASKED = [
    "name",
    "driver_version",
    "memory.total",
    "clocks.max.sm",
    "clocks.max.mem",
    "power.limit",
    "clocks.sm",
    "clocks.mem",
    "temperature.gpu",
]

UNKNOWN = "unknown"


def asked(names):
    """nvidia-smi's answers for the first device; None where it gives none."""
    command = ["nvidia-smi", "--query-gpu=" + ",".join(names), "--format=csv,noheader"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    answers = found.splitlines()[0].split(", ") if found.strip() else []
    return dict(zip(names, answers)) if len(answers) == len(names) else None


def first_device():
    """What nvidia-smi says of the first device, one by one where it refuses a name of them all."""
    answers = asked(ASKED)
    if answers is None and asked(["name"]) is not None:
        answers = {}
        for name in ASKED:
            answers.update(asked([name]) or {name: UNKNOWN})
    return answers or dict.fromkeys(ASKED, UNKNOWN)


def line_of(path, beginning):
    """What follows a colon in the first line of a file that begins so; None where there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return next((x.split(":", 1)[1].strip() for x in file if x.startswith(beginning)), None)
    except OSError:
        return None


def host():
    """The machine around the device, as words."""
    processor = line_of("/proc/cpuinfo", "model name") or platform.machine()
    return f"{os.cpu_count()} cores ({processor}), {platform.system()} {platform.release()}"


def machine(sources):
    device = first_device()
    return {
        "device": device["name"],
        "date": datetime.date.today().isoformat(),
        "memory": device["memory.total"],
        "driver": device["driver_version"],
        "clocks": f"{device['clocks.max.sm']} multiprocessors, {device['clocks.max.mem']} memory,"
        f" at most {device['power.limit']}",
        "before": f"{device['clocks.sm']} multiprocessors, {device['clocks.mem']} memory,"
        f" {device['temperature.gpu']} °C",
        "host": host(),
        "sources": sources,
    }


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(machine(sys.argv[2]), file)
