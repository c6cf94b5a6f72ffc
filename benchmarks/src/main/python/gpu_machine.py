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


def first_device():
    """nvidia-smi's answers for the first device; "unknown" where it has none."""
    command = ["nvidia-smi", "--query-gpu=" + ",".join(ASKED), "--format=csv,noheader"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        found = ""
    answers = found.splitlines()[0].split(", ") if found.strip() else []
    return dict(zip(ASKED, answers)) if len(answers) == len(ASKED) else dict.fromkeys(ASKED, "unknown")


def machine(sources):
    device = first_device()
    return {
        "device": device["name"],
        "date": datetime.date.today().isoformat(),
        "memory": device["memory.total"],
        "driver": device["driver_version"],
        "clocks": f"{device['clocks.max.sm']} multiprocessors, {device['clocks.max.mem']} memory,"
        f" at most {device['power.limit']}",
        "now": f"{device['clocks.sm']} multiprocessors, {device['clocks.mem']} memory,"
        f" {device['temperature.gpu']} °C",
        "host": f"{os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "sources": sources,
    }


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(machine(sys.argv[2]), file)
