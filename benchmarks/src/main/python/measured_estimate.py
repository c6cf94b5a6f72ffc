"""The estimate of kernel_estimate.py once more, with what was measured in the place of what it assumes.

    measured_estimate.py [--ptxas ptxas] FOLDER

FOLDER is one that gpu.sh measured into, with pipes.json and clocks-*.csv of lease.sh in it: the pipes'
cycles, the clock at work and the speed of the memset are taken from there. Writes estimate.json, which
gpu_table.py shows: what is left between it and a fill's own figure, no pipe, clock or memory explains.
"""

import argparse
import json
import pathlib
import statistics
import sys

import gpu_beside
import gpu_ran
import gpu_rows
import kernel_estimate

# The instruction of pipes.cu that stands for a pipe, and the loads that stand for the shared one.
MEASURED_BY = {
    "wide": "IMAD.WIDE",
    "product": "IMAD",
    "int": "LOP3",
    "float": "FFMA",
    "double": "DFMA",
    "slow": "I2F.F64",
}
LOADS = [name for name in gpu_beside.ASSUMED if name.startswith("LDS")]
LARGE_BYTES = 1_000_000_000  # a memset of fewer may stay in a cache


def pipes_of(measured):
    """Cycles of each pipe; as assumed where an instruction was not measured."""
    found = dict(kernel_estimate.PIPES_90)
    for pipe, name in MEASURED_BY.items():
        found[pipe] = measured.get(name, (found[pipe],))[0]
    loads = [measured[name][0] / gpu_beside.assumed_cycles(name) for name in LOADS if name in measured]
    if loads:
        found["shared"] = statistics.mean(loads)
    return found


def memset_of(folder):
    """GB/s of the fastest large memset; None where there was none."""
    rows = gpu_rows.jmh_rows(gpu_rows.measured_in(folder)["fills"][0])
    speeds = [
        row["bytes_per_second"] / 1e9
        for row in rows
        if row["class"] == "DeviceMemset" and int(row["params"]["size"]) >= LARGE_BYTES
    ]
    return max(speeds, default=None)


def device_of(folder):
    """The device as it was measured, as kernel_estimate.py describes one."""
    devices = gpu_ran.devices(gpu_ran.machines(folder))
    if len(devices) > 1:
        sys.exit(f"measured_estimate.py: the runs of {folder} were on different devices: {', '.join(devices)}")
    name = gpu_beside.estimated_as(devices[0]) if devices else None
    assumed = next((d for d in kernel_estimate.DEVICES if d["name"] == name), None)
    if assumed is None or assumed["pipes"] is not kernel_estimate.PIPES_90:
        sys.exit(f"measured_estimate.py: no estimate for the device of {folder}, whose pipes are sm_90's")
    measured = gpu_beside.measured_pipes(folder / "pipes.json")
    clocks = [reading[gpu_ran.CLOCK] for reading in gpu_ran.readings_at_work(folder)]
    if not measured and not clocks:
        sys.exit(f"measured_estimate.py: {folder} has neither pipes.json nor clocks-*.csv with figures")
    mega_hertz = clocks or [1000 * ghz for _, ghz in measured.values()]
    return dict(
        assumed,
        ghz=statistics.median(mega_hertz) / 1000,
        memset=memset_of(folder) or assumed["memset"],
        pipes=pipes_of(measured),
    )


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--ptxas", default="ptxas")
    given = options.parse_args()
    device = device_of(given.folder)
    codes = kernel_estimate.codes(kernel_estimate.SHIPPED, given.ptxas, device["target"])
    found = {}
    for law in kernel_estimate.LAWS:
        for _, kernel, dtype in kernel_estimate.kernels(law, device["target"]):
            estimate = kernel_estimate.estimate(codes[kernel], law, dtype, device)
            name = kernel_estimate.row_name(law, dtype)
            found[name] = {"gbs": estimate["gbs"], "limit": estimate["limit"]}
    result = {"ghz": device["ghz"], "memset": device["memset"], "pipes": device["pipes"], "kernels": found}
    (given.folder / "estimate.json").write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
