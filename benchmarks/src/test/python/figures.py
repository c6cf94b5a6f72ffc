"""Figures as the benchmarks write them, for the tests of the scripts that read them."""

import pathlib
import sys

SCRIPTS = pathlib.Path(__file__).parents[2] / "main" / "python"
sys.path.insert(0, str(SCRIPTS))

MACHINE = {"device": "NVIDIA Test 80GB (x)", "date": "2026-01-02", "driver": "1.2"}


def jmh(name, params, score, unit, bytes_per_second=None):
    result = {
        "benchmark": f"io.tensorinit.benchmarks.gpu.{name}",
        "vmName": "Test VM",
        "vmVersion": "17",
        "params": params,
        "primaryMetric": {"score": score, "scoreUnit": unit},
    }
    if bytes_per_second:
        result["secondaryMetrics"] = {
            "bytes": {"score": bytes_per_second, "scoreError": bytes_per_second / 50}
        }
    return result


def fill(primitive, speed, dtype="F32", words="FUSED", size=100_000_000):
    params = {"primitive": primitive, "dtype": dtype, "size": str(size), "words": words}
    return jmh("DeviceThroughput.fill", params, 1, "ops/s", speed)


def peers(*rows):
    return {"torch": "9.9", "cuda": "13.0", "rows": list(rows)}
