"""Tests of lease.sh, without a device: a rig that does nothing stands in the real one's place."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest

BENCHMARKS = pathlib.Path(__file__).parents[3]

RIG = """#!/bin/bash
here=$(dirname "$0")
echo "$*" >>"$here/calls"
echo "$* ${RIG_JAVA_OPTS:-}" >>"$here/options"
mkdir -p "$XDG_CACHE_HOME" "$CUDA_CACHE_PATH"
echo why | tee -a "$CUDA_LOG_FILE" "$CUDA_CACHE_PATH/kernels" >"$XDG_CACHE_HOME/natives"
hang() { trap '' TERM; echo $$ >>"$here/hanging"; sleep 1000 & echo $! >>"$here/hanging"; wait; }
case "$*" in
  env) echo "run.sh: warning: not found: ${FAKE_MISSING:-libnothing.so.1}; what needs them will fail" ;;
  *doctor) printf 'cuda  yes  NVIDIA H100 Fake\\nserving:   %s\\nself-test: ok\\n' "${FAKE_SERVING:-cuda}" ;;
  *CudaBackendGpuTest*)
    echo '<testsuite name="Jupiter" tests="3" skipped="1" failures="0" errors="0" time="1">' \\
      >"$OUT/TEST-cuda-jupiter.xml" ;;
  *GraphCaptureGpuTest*)
    printf 'A > one() :: STARTED\\nA > one() :: SUCCESSFUL\\nA > two() :: FAILED\\nA > three() :: STARTED\\n'
    hang ;;
  *Runs*)
    printf '[{"benchmark": "gpu.DeviceSmallTensors.batch", "params": {"size": "4"}, "vmName": "x",
      "vmVersion": "1", "primaryMetric": {"score": 1, "scoreUnit": "s"},
      "secondaryMetrics": {"bytes": {"score": 4e9, "scoreError": 1}}}]' >"$3-1.json"
    case $3 in *fills-F32) hang ;; esac ;;
esac
"""


@unittest.skipUnless(sys.platform == "linux" and shutil.which("bash"), "wants Linux, with bash")
class LeaseTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = pathlib.Path(place.name)
        target = self.root / "benchmarks"
        shutil.copytree(BENCHMARKS / "src/main/python", target / "src/main/python")
        (target / "results").mkdir()
        for page in BENCHMARKS.glob("results/estimate-*.md"):
            shutil.copy(page, target / "results")
        for script in ("lease.sh", "gpu.sh"):
            shutil.copy(BENCHMARKS / script, target)
        (self.root / ".gpu").mkdir()
        (self.root / ".gpu/run.sh").write_text(RIG)
        (self.root / ".gpu/sources").write_text("abc123\n")
        # no device, even where there is one
        (self.root / "bin").mkdir()
        stub = self.root / "bin/nvidia-smi"
        stub.write_text("#!/bin/sh\nexit 1\n")
        stub.chmod(0o755)
        self.out = self.root / "out"

    def lease(self, *steps, **environment):
        environment = {
            **os.environ,
            "PATH": f"{self.root}/bin:{os.environ['PATH']}",
            "OUT": str(self.out),
            "WORK": str(self.root / "work"),
            **environment,
        }
        started = time.monotonic()
        done = subprocess.run(
            ["bash", str(self.root / "benchmarks/lease.sh"), *steps],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=50,
        )
        return done.returncode, done.stdout, time.monotonic() - started

    def calls(self):
        return (self.root / ".gpu/calls").read_text()

    def test_what_comes_first_fits(self):
        status, plan, _ = self.lease("--plan")
        self.assertEqual(0, status, plan)
        parts = subprocess.run(
            ["bash", str(BENCHMARKS / "gpu.sh"), "-l"], stdout=subprocess.PIPE, text=True, check=True
        ).stdout.split()
        for part in parts:
            self.assertIn(f"  {part}\n", plan)
        self.assertEqual(1, self.lease("--plan", BUDGET="300")[0])

    def test_every_test_for_a_device_is_run(self):
        tagged = {
            file.stem
            for modules in ("*", "adapters/*")
            for file in BENCHMARKS.parent.glob(modules + "/src/test/java/**/*.java")
            if '@Tag("gpu")' in file.read_text(encoding="utf-8")
        }
        script = (BENCHMARKS / "lease.sh").read_text(encoding="utf-8")
        self.assertGreater(len(tagged), 5)
        named = set(re.findall(r"\.([A-Z]\w*Test)\b", script))
        self.assertEqual(tagged, named)

    def test_what_the_steps_need_is_packed(self):
        script = (BENCHMARKS / "lease.sh").read_text(encoding="utf-8")
        packed = re.search(r"^MODULES=(\S+)", script, re.M)[1].split(",")
        used = set(re.findall(r"\) tests (\S+) \w+\.", script)) | set(re.findall(r"--module (\w+)", script))
        self.assertTrue({"cuda", "cli", "benchmarks", "adapters/jcuda"} <= used, used)
        self.assertEqual(set(), used - set(packed))
        for module in packed:
            self.assertTrue((BENCHMARKS.parent / module / "pom.xml").exists(), module)

    def test_a_step_that_hangs_is_ended_and_loses_nothing(self):
        status, printed, took = self.lease(
            "rig", "doctor", "contract", "capture", "fills-memset", "fills-F32", "small-tensors", LIMIT="7"
        )
        self.assertEqual(0, status, printed)
        self.assertLess(took, 30)
        for line in (
            "not found: libnothing.so.1",
            "tests 3, skipped 1, failures 0, errors 0",
            "capture: exit killed",
            "no report; printed: successful 1, failed 1",
            "A > two() :: FAILED",
            "fills-F32: exit killed",
            "small-tensors: exit 0",
            "300 x 4 F32 normal, one launch",
            "the end",
        ):
            self.assertIn(line, printed)
        for process in (self.root / ".gpu/hanging").read_text().split():
            state = pathlib.Path(f"/proc/{process}/stat")
            self.assertFalse(state.exists() and ") Z " not in state.read_text(), process)
        names = {file.name for file in self.out.iterdir()}
        self.assertEqual({"summary.txt", "table.md", "clocks.csv", "results.tgz"}, names)
        with tarfile.open(self.out / "results.tgz") as results:
            kept = results.getnames()
            for name in ("jmh-fills-memset-1.json", "jmh-fills-F32-1.json", "TEST-contract.xml"):
                self.assertIn(f"./{name}", kept)
            machine = json.load(results.extractfile("./machine.json"))
        self.assertEqual("abc123", machine["sources"])
        self.assertIn("./cuda.log", kept)
        self.assertFalse({"./cache/natives", "./nv/kernels"} & set(kept), kept)
        # searched once, not at every start
        self.assertIn("env\n", self.calls())
        self.assertTrue((self.root / "work/missing/libnothing.so.1").exists())

    def test_a_gate_ends_everything(self):
        status, printed, took = self.lease(FAKE_SERVING="cpu")
        self.assertEqual(1, status, printed)
        self.assertIn("doctor is a gate", printed)
        self.assertIn("serving:   cpu", printed)
        self.assertLess(took, 20)
        self.assertNotIn("junit", self.calls())
        self.assertIn("smoke", self.calls())

    def options_of(self, call):
        lines = (self.root / ".gpu/options").read_text().splitlines()
        return [line for line in lines if call in line]

    def test_no_library_decides_whether_anything_runs(self):
        status, printed, _ = self.lease("rig", "doctor", "libraries", "orthogonal-tests")
        self.assertEqual(0, status, printed)
        gate, all_of_it = self.options_of("doctor")
        self.assertIn("-Dtensorinit.cuda.libraries=off", gate)
        self.assertNotIn("libraries=off", all_of_it)
        self.assertNotIn("libraries=off", self.options_of("OrthogonalGpuTest")[0])

    def test_a_library_that_the_rig_does_not_find_is_not_called(self):
        steps = ("rig", "libraries", "orthogonal-tests", "curand-tests")
        self.lease(*steps, FAKE_MISSING="libcusolver.so.12")
        self.assertIn("libraries=off", self.options_of("doctor")[0])
        self.assertIn("libraries=off", self.options_of("OrthogonalGpuTest")[0])
        self.assertNotIn("libraries=off", self.options_of("WordSourceGpuTest")[0])
        self.lease(*steps)  # found now
        self.assertNotIn("libraries=off", self.options_of("OrthogonalGpuTest")[1])

    def test_when_the_time_is_up_the_rest_is_skipped(self):
        status, printed, took = self.lease(
            "rig", "doctor", "capture", "small-tensors", "host-arrays", BUDGET="12", LIMIT="30"
        )
        self.assertEqual(0, status, printed)
        self.assertIn("capture: exit killed", printed)
        self.assertIn("host-arrays: skipped", printed)
        self.assertLess(took, 20)

    def test_an_unknown_step_is_refused(self):
        status, printed, _ = self.lease("nothing")
        self.assertEqual((2, "lease.sh: no step nothing\n"), (status, printed))


if __name__ == "__main__":
    unittest.main()
