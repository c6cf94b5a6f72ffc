"""Tests of the page of a device's figures, without a device."""

import contextlib
import io
import json
import pathlib
import tempfile
import unittest

from figures import MACHINE, fill, jmh, peers

import gpu_rows
import gpu_table
import torch_peers


class PageTest(unittest.TestCase):
    def page(self, **measured):
        return gpu_table.page([MACHINE], measured)

    def test_fills_beside_memset_and_torch(self):
        memset = jmh("DeviceMemset.clear", {"size": "400000000"}, 1, "ops/s", 2e12)
        torch = torch_peers.row("UNIFORM", "F32", 100_000_000, seconds=4e8 / 1e12)
        page = self.page(fills=([memset, fill("UNIFORM", 1.9e12)], peers(torch)))
        self.assertIn(
            "| UNIFORM F32 10^8 | 1900 ± 2 % | 2000 | 95 % | 1000 | 1.90 | memset yes, torch yes |",
            page,
        )
        self.assertIn("**Targets met: 2 of 2.**", page)

    def test_memset_beside_zero_and_types_in_their_order(self):
        memset = [
            jmh("DeviceMemset.clear", {"size": str(size)}, 1, "ops/s", 2e12)
            for size in (400_000_000, 100_000_000)
        ]
        torch = [
            torch_peers.row("MEMSET", "F32", 100_000_000, seconds=4e8 / 1e12),
            torch_peers.row("MEMSET", "F8_E4M3", 100_000_000, refused="no"),
        ]
        rows = [
            fill("NORMAL", 3e12, dtype="BF16"),
            fill("NORMAL", 1e12, words="CURAND"),
            fill("UNIFORM", 1e12),
        ]
        page = self.page(fills=(memset + rows, peers(*torch)))
        self.assertIn("| memset, 10^8 bytes; torch: zero_ | 2000 | - | - | - | - | - |", page)
        self.assertIn("| memset, 4 x 10^8 bytes; torch: zero_ | 2000 | - | - | 1000 | 2.00 | - |", page)
        names = [line.split(" | ")[0][2:] for line in page.splitlines() if line.startswith("| ")]
        self.assertEqual(
            ["UNIFORM F32 10^8", "NORMAL BF16 10^8", "NORMAL F32 10^8 (cuRAND)"], names[-3:]
        )

    def test_what_is_missed_is_named(self):
        memset = jmh("DeviceMemset.clear", {"size": "400000000"}, 1, "ops/s", 2e12)
        torch = torch_peers.row("NORMAL", "F32", 100_000_000, seconds=4e8 / 2e12)
        page = self.page(fills=([memset, fill("NORMAL", 1e12)], peers(torch)))
        self.assertIn("**Targets met: 0 of 2.** Not met:", page)
        self.assertIn("* NORMAL F32 10^8: 50 % of memset, 80% wanted", page)
        self.assertIn("* NORMAL F32 10^8: 0.50 of torch's speed", page)

    def test_missing_figures_are_no_verdicts(self):
        refusal = torch_peers.row("QUANTILE", "F32", 100_000_000, refused="no such fill")
        rows = [fill("QUANTILE", 1e12), fill("NORMAL", 1e12, words="CURAND")]
        page = self.page(fills=(rows, peers(refusal)))
        self.assertIn("| QUANTILE F32 10^8 | 1000 ± 2 % | - | - | refused | - | - |", page)
        self.assertIn("| NORMAL F32 10^8 (cuRAND) | 1000 ± 2 % | - | - | - | - | - |", page)
        self.assertIn("**Targets met: 0 of 0.**", page)

    def test_orthogonal_in_half_of_torchs_time(self):
        params = {"rows": "512", "dtype": "F32", "method": "STEWART"}
        qr = dict(params, method="QR")
        torch = torch_peers.row("ORTHOGONAL", "F32", 512, seconds=0.01)
        rows = [
            jmh("DeviceOrthogonal.fill", params, 4, "ms/op"),
            jmh("DeviceOrthogonal.fill", qr, 8, "ms/op"),
        ]
        own = jmh("DeviceOrthogonal.fill", params, 6, "ms/op")
        own["jvmArgs"] = ["-Xmx1g", gpu_rows.LIBRARIES_OFF]
        page = self.page(orthogonal=(rows + [own], peers(torch)))
        self.assertIn("| 512 x 512 F32, stewart, without libraries | 6.00 | 10.0 | 0.60 | - |", page)
        self.assertIn("| 512 x 512 F32, stewart | 4.00 | 10.0 | 0.40 | yes |", page)
        self.assertIn("| 512 x 512 F32, qr | 8.00 | 10.0 | 0.80 | - |", page)

    def test_a_matrix_measured_without_libraries_alone_is_judged(self):
        own = jmh("DeviceOrthogonal.fill", {"rows": "2048", "dtype": "F32", "method": "STEWART"}, 1.3, "ms/op")
        own["jvmArgs"] = [gpu_rows.LIBRARIES_OFF]
        torch = torch_peers.row("ORTHOGONAL", "F32", 2048, seconds=0.01)
        page = self.page(orthogonal=([own], peers(torch)))
        self.assertIn("| 2048 x 2048 F32, stewart, without libraries | 1.30 | 10.0 | 0.13 | yes |", page)
        self.assertIn("**Targets met: 1 of 1.**", page)

    def test_targets_are_those_of_large_tensors_of_float32(self):
        rows = [
            jmh("DeviceMemset.clear", {"size": "200000000"}, 1, "ops/s", 2e12),
            jmh("DeviceMemset.clear", {"size": "4000"}, 1, "ops/s", 1e9),
            fill("UNIFORM", 1e12, dtype="BF16"),
            fill("UNIFORM", 1e8, size=1000),
        ]
        page = self.page(fills=(rows, None))
        self.assertIn("**Targets met: 0 of 0.**", page)
        self.assertIn("| UNIFORM BF16 10^8 | 1000 ± 2 % | 2000 | 50 % | - | - | - |", page)

    def test_a_model(self):
        torch = [
            torch_peers.row("MODEL", "F32", 768, seconds=0.002),
            torch_peers.row("MODEL_TO_HOST", "F32", 768, seconds=0.04),
        ]
        rows = [
            jmh("DeviceWholeModel.batch", {"rows": "768"}, 500, "us/op"),
            jmh("DeviceWholeModel.toHost", {"rows": "768"}, 50000, "us/op"),
        ]
        page = self.page(model=(rows, peers(*torch)))
        self.assertIn("| width 768, into device memory, one call | 0.50 | 2.00 | yes |", page)
        self.assertIn("| width 768, through the device into Java arrays | 50.0 | 40.0 | no |", page)

    def test_small_tensors_and_host(self):
        torch = torch_peers.row("SMALL", "F32", 4096, seconds=0.001)
        small = [
            jmh("DeviceSmallTensors.batch", {"size": "4096"}, 20, "us/op"),
            jmh("DeviceSmallTensors.each", {"size": "4096"}, 1500, "us/op"),
        ]
        through = {"size": "100000000", "dtype": "F32", "memory": "ARRAY"}
        host = [
            jmh("DeviceToHost.fill", through, 1, "ops/s", 12e9),
            jmh("DeviceFirstFill.withOpening", {"primitive": "NORMAL"}, 700, "ms/op"),
            jmh("DeviceFirstFill.withOpening", {"primitive": "NORMAL"}, 300, "ms/op"),
        ]
        host[-1]["jvmArgs"] = [gpu_rows.KERNELS_KEPT]
        page = self.page(small=(small, peers(torch)), host=(host, None))
        self.assertIn("| 300 x 4096 F32 normal, one launch | 20.0 | 1000 | yes |", page)
        self.assertIn("| 300 x 4096 F32 normal, 300 launches | 1500 | 1000 | no |", page)
        self.assertIn("| NORMAL F32 10^8, array | 12.0 | - |", page)
        name = "finding and opening the device, first fill, NORMAL; kernels"
        self.assertIn(f"| {name} compiled by the driver | 700 |", page)
        self.assertIn(f"| {name} kept from before | 300 |", page)


class FolderTest(unittest.TestCase):
    def test_the_page_lies_beside_what_was_measured(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            (folder / "machine.json").write_text(json.dumps(MACHINE))
            (folder / "jmh-fills-1.json").write_text(json.dumps([fill("CONSTANT", 1e12)]))
            (folder / "jmh-fills-2.json").write_text(json.dumps([fill("NORMAL", 1e12)]))
            (folder / "torch-fills.json").write_text(json.dumps(peers()))
            with contextlib.redirect_stdout(io.StringIO()) as out:
                gpu_table.main([place])
            page = folder / "2026-01-02-nvidia-test-80gb-x.md"
            self.assertEqual(str(page), out.getvalue().strip())
            text = page.read_text()
            self.assertTrue(text.startswith("# NVIDIA Test 80GB (x), 2026-01-02\n"))
            for line in ("* java: Test VM 17", "* command: benchmarks/gpu.sh\n", "* torch: 9.9, CUDA 13.0", "| CONSTANT F32", "| NORMAL"):
                self.assertIn(line, text)

    def of_two_runs(self, **second):
        """The page of fills, and a matrix, measured in two runs, of which the second says otherwise."""
        params = {"rows": "2048", "dtype": "F32", "method": "STEWART"}
        machine = dict(MACHINE, device="NVIDIA H200", sources="abc")
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            for name, content in {
                "machine-1": machine,
                "machine-2": dict(machine, sources="def", **second),
                "jmh-fills-1": [jmh("DeviceMemset.clear", {"size": "400000000"}, 1, "ops/s", 2e12)],
                "jmh-fills-2": [fill("UNIFORM", 1.9e12)],
                "jmh-orthogonal-1": [jmh("DeviceOrthogonal.fill", params, 2.7, "ms/op")],
                "torch-fills": peers(torch_peers.row("UNIFORM", "F32", 100_000_000, seconds=4e8 / 1e12)),
                "torch-orthogonal": peers(torch_peers.row("ORTHOGONAL", "F32", 2048, seconds=0.01)),
            }.items():
                (folder / f"{name}.json").write_text(json.dumps(content))
            with contextlib.redirect_stdout(io.StringIO()) as out:
                gpu_table.main([place])
            return pathlib.Path(out.getvalue().strip()).read_text(encoding="utf-8")

    def test_runs_of_different_devices_are_not_judged(self):
        page = self.of_two_runs(device="NVIDIA H100 80GB HBM3")
        for line in (
            "# NVIDIA H200; NVIDIA H100 80GB HBM3, 2026-01-02\n",
            "* sources: abc; def\n",
            "**Targets: none is judged, for the runs were on different devices.**",
            "| UNIFORM F32 10^8 | 1900 ± 2 % | 2000 | 95 % | 1000 | 1.90 | - |",
            "| 2048 x 2048 F32, stewart | 2.70 | 10.0 | 0.27 | - |",
        ):
            self.assertIn(line, page)
        self.assertNotIn("Targets met", page)
        self.assertNotIn("beside what was measured", page)

    def test_runs_of_one_device_are_one_page_of_all_revisions(self):
        page = self.of_two_runs(driver="1.3", date="2026-01-03")
        for line in (
            "# NVIDIA H200, 2026-01-03\n",
            "* driver: 1.2; 1.3\n",
            "* sources: abc; def\n",
            "* torch: 9.9, CUDA 13.0\n",
            "Figures of 2 runs, each",
            "**Targets met: 3 of 3.**",
            "beside what was measured",
        ):
            self.assertIn(line, page)

    def test_what_ran_stands_first_each_step_once(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            for run in "12":
                (folder / f"machine-{run}.json").write_text(json.dumps(MACHINE))
            (folder / "doctor.txt").write_text(
                "cuda uses  found  what, or what to do\ndriver     yes    knows CUDA 13.0\n"
                "cuRAND     no     not looked for: off\ncuBLAS     no     install it\n"
            )
            (folder / "libraries.txt").write_text("cuRAND     yes    10.4.0, from the system\n")
            (folder / "steps-2.txt").write_text(
                "contract\t0\t40\tdef\n\ttests 3, skipped 0, failures 0, errors 0\n"
            )
            (folder / "steps-1.txt").write_text(
                "contract\t1\t41\tabc\n\ttests 3, skipped 0, failures 1, errors 0\n\tA > b() | FAILED\n"
                "fills-F32\tkilled\t18\tabc\n"
            )
            (folder / "jmh-fills-1.json").write_text(json.dumps([fill("NORMAL", 1e12)]))
            with contextlib.redirect_stdout(io.StringIO()) as out:
                gpu_table.main([place])
            text = pathlib.Path(out.getvalue().strip()).read_text(encoding="utf-8")
        self.assertLess(text.index("## What ran"), text.index("## Elementwise fills"))
        for line in (
            "* doctor, driver: knows CUDA 13.0\n",
            "* doctor, cuRAND: 10.4.0, from the system\n",
            "* doctor, cuBLAS: no: install it\n",
            "* command: benchmarks/lease.sh, the steps below\n",
            "Figures of 2 runs, each",
            "| fills-F32 | ended by its limit | 18 | abc | - |\n"
            "| contract | done | 40 | def | tests 3, skipped 0, failures 0, errors 0 |\n",
        ):
            self.assertIn(line, text)
        self.assertNotIn("FAILED", text)

    def test_a_run_that_died_is_left_out(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            (folder / "jmh-fills-1.json").write_text("")
            (folder / "jmh-fills-2.json").write_text(json.dumps([fill("NORMAL", 1e12)]))
            with contextlib.redirect_stderr(io.StringIO()) as err:
                results, peers = gpu_rows.measured_in(folder)["fills"]
            self.assertEqual((1, None), (len(results), peers))
            self.assertIn("jmh-fills-1.json is left out", err.getvalue())


if __name__ == "__main__":
    unittest.main()
