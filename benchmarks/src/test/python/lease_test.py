"""Tests of lease.sh, without a device: a rig that does nothing stands in the real one's place."""

import fnmatch
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
  *doctor) printf 'cuda  yes  NVIDIA H100 Fake\\nserving:   %s\\nself-test: %s\\n' "${FAKE_SERVING:-cuda}" "${FAKE_TEST:-ok}" ;;
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
        self.program("bin/nvidia-smi", "exit 1")
        self.out = self.root / "out"

    def program(self, name, *lines):
        file = self.root / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(("#!/bin/sh", *lines, "")))
        file.chmod(0o755)

    def start(self, *steps, **environment):
        environment = {
            **os.environ,
            "PATH": f"{self.root}/bin:{os.environ['PATH']}",
            "OUT": str(self.out),
            "WORK": str(self.root / "work"),
            **environment,
        }
        return subprocess.Popen(
            ["bash", str(self.root / "benchmarks/lease.sh"), *steps],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def lease(self, *steps, **environment):
        started = time.monotonic()
        process = self.start(*steps, **environment)
        printed, _ = process.communicate(timeout=50)
        return process.returncode, printed, time.monotonic() - started

    def kept(self):
        try:
            with tarfile.open(self.out / "results.tgz") as results:
                return results.getnames()
        except FileNotFoundError:
            return []

    def assert_nothing_hangs(self):
        for process in (self.root / ".gpu/hanging").read_text().split():
            state = pathlib.Path(f"/proc/{process}/stat")
            self.assertFalse(state.exists() and ") Z " not in state.read_text(), process)

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

    def test_resources_that_the_tree_holds_travel_once(self):
        resources = self.root / "cuda/src/main/resources"
        (resources / "ptx").mkdir(parents=True)
        (resources / "ptx/fill.ptx").write_text("kernel")
        (resources / "version").write_text("${version}")
        self.program(
            "rig/prepare.sh",
            'echo "$*" >packed-with',
            "mkdir -p .gpu/cp .gpu/smoke .gpu/mods/cuda/classes .gpu/mods/cli/test-classes",
            "cp -R cuda/src/main/resources/. .gpu/mods/cuda/classes/; echo 1 >.gpu/mods/cuda/classes/version",
            "echo cuda >.gpu/mods/cuda/dir; echo classes >.gpu/cp/benchmarks; cp rig/run.sh .gpu/",
            "exit 1",  # too large, with the resources
        )
        shutil.copy(self.root / ".gpu/run.sh", self.root / "rig")
        for name in ("java", "nvcc", "git"):
            self.program(f"bin/{name}", "exit 0")
        status, printed, _ = self.lease("--prepare", RIG=str(self.root / "rig"))
        self.assertEqual(0, status, printed)
        self.assertRegex((self.root / "packed-with").read_text(), "-pl cuda,cli,benchmarks,adapters/jcuda$")
        packed = self.root / ".gpu/mods/cuda/classes"
        self.assertFalse((packed / "ptx/fill.ptx").exists())
        self.assertEqual("1\n", (packed / "version").read_text())  # the build has changed it
        self.assertFalse((self.root / ".gpu/mods/cli/test-classes").exists())
        self.lease("rig")
        self.assertEqual("kernel", (packed / "ptx/fill.ptx").read_text())
        self.assertEqual("1\n", (packed / "version").read_text())
        self.program("rig/prepare.sh", "exit 1")
        status, printed, _ = self.lease("--prepare", RIG=str(self.root / "rig"))
        self.assertEqual(1, status)
        self.assertIn("nothing is packed", printed)

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
            "figures: 1, runs: 2",
            "300 x 4 F32 normal, one launch",
            "the end",
        ):
            self.assertIn(line, printed)
        self.assert_nothing_hangs()
        for row in ("| contract | done | ", "| fills-F32 | ended by its limit | "):
            self.assertIn(row, (self.out / "table.md").read_text(encoding="utf-8"))
        names = {file.name for file in self.out.iterdir()}
        self.assertEqual({"summary.txt", "table.md", "clocks.csv", "results.tgz"}, names)
        with tarfile.open(self.out / "results.tgz") as results:
            kept = results.getnames()
            for name in ("jmh-fills-memset-1.json", "jmh-fills-F32-1.json", "TEST-contract.xml"):
                self.assertIn(f"./{name}", kept)
            name, = [name for name in kept if name.startswith("./machine")]
            machine = json.load(results.extractfile(name))
        self.assertEqual("abc123", machine["sources"])
        self.assertIn("./cuda.log", kept)
        self.assertFalse({"./cache/natives", "./nv/kernels"} & set(kept), kept)
        # searched once, not at every start
        self.assertIn("env\n", self.calls())
        self.assertTrue((self.root / "work/missing/libnothing.so.1").exists())

    def test_a_run_that_is_killed_has_left_its_figures_and_the_next_one_adds_to_them(self):
        killed = self.start("fills-memset", "fills-F32", EVERY="1")
        until = time.monotonic() + 30
        while "./jmh-fills-F32-1.json" not in self.kept() and time.monotonic() < until:
            time.sleep(0.2)
        killed.kill()
        self.addCleanup(killed.stdout.close)
        killed.wait(10)
        self.assertIn("./jmh-fills-memset-1.json", self.kept())
        self.assertIn("./jmh-fills-F32-1.json", self.kept())
        self.assertIn("fills-memset: exit 0", (self.out / "summary.txt").read_text())
        self.assertTrue((self.root / "work/scratch").exists())
        (self.root / "work/scratch/gpt2-cpu.safetensors").write_text("left")
        status, printed, _ = self.lease("small-tensors")
        self.assertEqual(0, status, printed)
        self.assert_nothing_hangs()
        table = (self.out / "table.md").read_text(encoding="utf-8")
        for step in ("fills-memset", "small-tensors"):
            self.assertIn(f"| {step} | done | ", table)
        kept = self.kept()
        self.assertIn("./jmh-fills-F32-1.json", kept)
        self.assertFalse((self.root / "work/scratch").exists())
        self.assertEqual([], [name for name in kept if "scratch" in name])
        for of_each in ("machine", "steps", "clocks"):
            self.assertEqual(2, sum(name.startswith(f"./{of_each}-") for name in kept), kept)

    def row(self, text):
        return json.dumps([{"benchmark": "gpu.DeviceMemset.clear", "params": {"size": "4"}, "vmName": text,
            "vmVersion": "1", "primaryMetric": {"score": 1, "scoreUnit": "s"},
            "secondaryMetrics": {"bytes": {"score": 4e9, "scoreError": 1}}}])

    def test_rows_of_before_stay_where_a_step_is_ended(self):
        work = self.root / "work"
        work.mkdir()
        for part in ("fills-F32", "fills-memset"):
            for run in (1, 5):
                (work / f"jmh-{part}-{run}.json").write_text(self.row("before"))
        status, printed, _ = self.lease("fills-F32", "fills-memset", LIMIT="7")
        self.assertIn("fills-F32: exit killed", printed)
        self.assertNotIn("before", (work / "jmh-fills-F32-1.json").read_text())
        self.assertIn("before", (work / "jmh-fills-F32-5.json").read_text())
        # a part that is done has its own alone
        self.assertIn("figures: 1, runs: 4", printed)
        self.assertEqual(["jmh-fills-memset-1.json"], [file.name for file in work.glob("jmh-fills-memset-*")])

    def test_figures_of_before_are_not_those_of_a_step_that_failed(self):
        work = self.root / "work"
        work.mkdir()
        (work / "jmh-host-again-1.json").write_text(self.row("before"))
        rig = (self.root / ".gpu/run.sh").read_text()
        (self.root / ".gpu/run.sh").write_text(rig.replace("*Runs*)", "*Runs*) exit 1"))
        status, printed, _ = self.lease("host-again")
        self.assertIn("host-again: exit 1", printed)
        self.assertIn("figures: 0, runs: 1", printed)
        self.assertIn("before", (work / "jmh-host-again-1.json").read_text())

    def test_a_sanitizer_that_the_machine_refuses_costs_seconds(self):
        self.program(".gpu/pipes", "exit 0")
        self.program("bin/compute-sanitizer", "echo '========= Error: Device not supported'", "exit 1")
        status, printed, took = self.lease("racecheck", "memcheck")
        self.assertEqual(0, status, printed)
        self.assertIn("racecheck: exit 0", printed)
        self.assertIn(
            "memcheck does not run on this machine: ========= Error: Device not supported", printed
        )
        self.assertLess(took, 10)
        self.assertEqual("env\n", self.calls())  # the machine is new to the rig

    def test_what_a_sanitizer_finds_fails_its_step(self):
        self.program(".gpu/pipes", "exit 0")
        self.program(
            "bin/compute-sanitizer",
            "while [ $# -gt 0 ] && [ \"$1\" != bash ]; do shift; done; \"$@\"",
            "echo '========= COMPUTE-SANITIZER'",
            "echo '========= Error: Race reported between two threads'; [ $# = 0 ] || ${FAKE_HANG:-:}",
            'echo "========= ERROR SUMMARY: ${FAKE_ERRORS:-0} errors"',
        )
        status, printed, _ = self.lease("racecheck")
        self.assertIn("racecheck: exit 0", printed)
        self.assertIn("junit --module cuda --select-class=io.tensorinit.cuda.orthogonal", self.calls())
        status, printed, _ = self.lease("racecheck", FAKE_ERRORS="2")
        self.assertIn("racecheck: exit 1", printed)
        self.assertIn("1 ========= ERROR SUMMARY: 2 errors", printed)
        status, printed, _ = self.lease("racecheck", FAKE_HANG="sleep 100", LIMIT="8")
        self.assertIn("racecheck: exit killed", printed)
        self.assertIn("reports of the sanitizer: 1", printed)

    def test_a_program_that_does_not_start_there_is_compiled_there(self):
        self.program(".gpu/pipes", "exit 127")
        self.program(
            "bin/nvcc",
            'while [ "$1" != -o ]; do shift; done',
            "printf '#!/bin/sh\\necho %s\\n' '{}' >\"$2\"; chmod +x \"$2\"",
        )
        status, printed, _ = self.lease("pipes")
        self.assertIn("pipes: exit 0", printed)
        self.assertEqual("{}\n", (self.root / "work/pipes.json").read_text())

    def slow_torch(self):
        """A torch whose import takes 3 s, and says so in work/log/torch.txt."""
        (self.root / "modules").mkdir()
        (self.root / "modules/torch.py").write_text(
            "import time\n__version__ = 'slow'\ntime.sleep(3)\nzeros = lambda *_, **__: print('zeros')\n"
        )
        # when the program of the pipes starts, torch has to be done
        self.program(".gpu/pipes", f"[ $# != 0 ] || cat '{self.root}/work/log/torch.txt'")
        return {"PYTHONPATH": str(self.root / "modules")}

    def test_nothing_is_measured_beside_torch(self):
        status, printed, _ = self.lease("pipes", "torch-small", **self.slow_torch())
        self.assertIn("pipes: exit 0", printed)
        self.assertIn("torch slow is in memory", (self.root / "work/pipes.json").read_text())
        self.assertIn("zeros", (self.root / "work/pipes.json").read_text())
        self.assertNotIn("torch is not in memory yet", printed)

    def test_torch_is_not_loaded_for_steps_without_it(self):
        status, printed, _ = self.lease("rig", "small-tensors", **self.slow_torch())
        self.assertIn("small-tensors: exit 0", printed)
        self.assertFalse((self.root / "work/log/torch.txt").exists())

    def test_what_is_measured_waits_for_torch(self):
        script = (BENCHMARKS / "lease.sh").read_text(encoding="utf-8")
        waiting = re.search(r"^ +(pipes \|.*)\)$", script, re.M)[1].split(" | ")
        parts = subprocess.run(
            ["bash", str(BENCHMARKS / "gpu.sh"), "-l"], stdout=subprocess.PIPE, text=True, check=True
        ).stdout.split()
        for part in parts:
            self.assertTrue(any(fnmatch.fnmatch(part, pattern) for pattern in waiting), part)

    def test_a_gate_ends_everything(self):
        status, printed, took = self.lease(FAKE_SERVING="cpu")
        self.assertEqual(1, status, printed)
        self.assertIn("doctor is a gate", printed)
        self.assertIn("serving: cpu", printed)
        self.assertLess(took, 20)
        self.assertNotIn("junit", self.calls())
        self.assertIn("smoke", self.calls())

    def test_a_device_that_computes_wrongly_shows_where(self):
        status, printed, took = self.lease(FAKE_TEST="normal differs")
        self.assertEqual(1, status, printed)
        self.assertIn("self-test: normal differs", printed)
        self.assertIn("tests 3, skipped 1, failures 0, errors 0", printed)
        self.assertNotIn("GraphCaptureGpuTest", self.calls())
        self.assertLess(took, 20)

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
