"""Tests of the scripts beside the GPU benchmarks, without a device and without torch."""

import contextlib
import io
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest
import unittest.mock

SCRIPTS = pathlib.Path(__file__).parents[2] / "main" / "python"
sys.path.insert(0, str(SCRIPTS))

import gpu_beside
import gpu_machine
import gpu_ran
import gpu_rows
import gpu_table
import kernel_estimate
import measured_estimate
import torch_peers

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


class PageTest(unittest.TestCase):
    def page(self, **measured):
        return gpu_table.page(dict(MACHINE), measured)

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

    def test_the_estimate_stands_beside(self):
        text = gpu_beside.ESTIMATE.read_text(encoding="utf-8")
        self.assertEqual({}, gpu_beside.estimates(text, gpu_beside.estimated_as("Software device 0")))
        column = gpu_beside.estimated_as("NVIDIA H100 80GB HBM3")
        expected = gpu_beside.estimates(text, column)
        for kernel in gpu_beside.KERNELS.values():
            self.assertIn(kernel if kernel == "fill_constant" else kernel + "_bf16", expected)
        speed, limit = expected["fill_normal_f32"]
        rows = gpu_rows.jmh_rows([fill("NORMAL", speed * 0.5e9), fill("NORMAL", 1, size=1000)])
        lines = gpu_beside.beside_estimate(rows, expected, column)
        self.assertEqual(5, len(lines))
        self.assertTrue(lines[4].startswith("| NORMAL F32 10^8 | fill_normal_f32 | "), lines[4])
        self.assertTrue(lines[4].endswith(f"| {limit} | {speed / 2:.0f} | 50 % |"), lines[4])

    def test_a_device_has_the_estimate_of_its_own_name(self):
        text = gpu_beside.ESTIMATE.read_text(encoding="utf-8")
        speeds = {}
        for device in ("NVIDIA H200", "NVIDIA H100 80GB HBM3", "NVIDIA A100-SXM4-40GB"):
            name = gpu_beside.estimated_as(device)
            self.assertTrue(device.split()[1].startswith(name.split()[0]), (device, name))
            self.assertIn(f"* {name}: ", text)
            speeds[name] = gpu_beside.estimates(text, name)["fill_constant"][0]
        # nine tenths of 4800, 3350 and 1555 GB/s
        self.assertEqual({"H200": 4320, "H100 SXM": 3015, "A100 SXM 40 GB": 1400}, speeds)

    def test_the_page_of_a_device_compares_with_its_own_estimate(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            (folder / "machine.json").write_text(json.dumps(dict(MACHINE, device="NVIDIA H200")))
            params = {"rows": "2048", "dtype": "F32", "method": "STEWART"}
            runs = {
                "fills-1": fill("CONSTANT", 2.16e12, size=1_000_000_000),
                "orthogonal-1": jmh("DeviceOrthogonal.fill", params, 2.7, "ms/op"),
            }
            for run, result in runs.items():
                (folder / f"jmh-{run}.json").write_text(json.dumps([result]))
            with contextlib.redirect_stdout(io.StringIO()):
                gpu_table.main([place])
            text = (folder / "2026-01-02-nvidia-h200.md").read_text(encoding="utf-8")
        for line in (
            "## The estimate for H200 beside what was measured",
            "| CONSTANT F32 10^9 | fill_constant | 4320 | memory | 2160 | 50 % |",
            "## Orthogonal matrices: the estimate for H200 beside what was measured",
        ):
            self.assertIn(line, text)
        expected = gpu_beside.orthogonal_estimates(
            gpu_beside.ORTHOGONAL_ESTIMATE.read_text(encoding="utf-8"), "H200"
        )
        self.assertEqual({512, 2048, 8192}, set(expected))
        share = gpu_rows.percent(2.7, expected[2048])
        self.assertIn(f"| 2048 x 2048 F32 | {expected[2048]:.2f} | 2.70 | {share} |", text)

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


    def test_what_ran_stands_first_each_step_once(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            (folder / "machine.json").write_text(json.dumps(MACHINE))
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

    def test_pipes_and_clocks(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            file = folder / "pipes.json"
            self.assertEqual([], gpu_beside.pipes(file))
            self.assertIsNone(gpu_ran.clocks_seen(folder))
            file.write_text(
                '{"name": "IMAD.WIDE", "cycles": 4.012, "ghz": 1.7}\n'
                '{"name": "LDS.64 apart", "cycles": 8, "ghz": 1.7}\n'
                '{"name": "IMAD+FFMA", "cycles": 1, "ghz": 1.7}\n{"na'
            )
            self.assertEqual(
                [
                    "| IMAD.WIDE | 4.00 | 4.01 | 1.70 |",
                    "| LDS.64 apart | 8.00 | 8.00 | 1.70 |",
                    "| IMAD+FFMA | - | 1.00 | 1.70 |",
                ],
                gpu_beside.pipes(file)[4:],
            )
            readings = [
                "timestamp, clocks.current.sm [MHz], clocks.current.memory [MHz], power.draw [W],"
                " temperature.gpu, utilization.gpu [%]",
                "t, 345 MHz, 2619 MHz, 75.5 W, 30, 0 %",
                "t, 1980 MHz, 3201 MHz, 412.3 W, 41, 98 %",
                "t, 1755 MHz, 3201 MHz, [N/A], 44, 100 %",
                "t, 1700 MHz, 3201 MHz, 300.0 W, 40, [N/A]",
                "t, 1800 MHz, 3201 MHz, 380.0 W, 43, 5 %",
                "t, 19",
            ]
            (folder / "clocks-1.csv").write_text("\n".join(readings[:3]))
            (folder / "clocks-2.csv").write_text("\n".join(readings[3:]))
            self.assertEqual(
                "1755 to 1980 MHz in 3 readings at work, half of them 1800 or more; at most 412 W, 44 °C",
                gpu_ran.clocks_seen(folder),
            )

    def measured_folder(self, place, device):
        folder = pathlib.Path(place)
        (folder / "machine.json").write_text(json.dumps(dict(MACHINE, device=device)))
        (folder / "pipes.json").write_text(
            '{"name": "IMAD.WIDE", "cycles": 4.5, "ghz": 1.6}\n'
            '{"name": "LDS.64 apart", "cycles": 8.8, "ghz": 1.7}\n'
            '{"name": "IMAD+FFMA", "cycles": 1.5, "ghz": 1.8}\n'
        )
        memset = [
            jmh("DeviceMemset.clear", {"size": str(size)}, 1, "ops/s", speed)
            for size, speed in ((4000, 9e12), (4_000_000_000, 4.1e12), (8_000_000_000, 4.2e12))
        ]
        (folder / "jmh-fills-1.json").write_text(json.dumps(memset))
        return folder

    def test_the_estimate_again_takes_what_was_measured(self):
        with tempfile.TemporaryDirectory() as place:
            folder = self.measured_folder(place, "NVIDIA H200")
            device = measured_estimate.device_of(folder)
            self.assertEqual(("H200", 132, 4200, 1.7), tuple(device[of] for of in ("name", "sms", "memset", "ghz")))
            assumed = kernel_estimate.PIPES_90
            self.assertEqual(4.5, device["pipes"]["wide"])
            self.assertAlmostEqual(1.1, device["pipes"]["shared"])
            self.assertEqual(assumed["int"], device["pipes"]["int"])
            self.assertEqual((4, 1), (assumed["wide"], assumed["shared"]))
            (folder / "clocks-1.csv").write_text("t, 1755 MHz, 3201 MHz, 400 W, 40, 98 %\n")
            self.assertEqual(1.755, measured_estimate.device_of(folder)["ghz"])

    def test_a_device_without_an_estimate_has_none_again(self):
        with tempfile.TemporaryDirectory() as place:
            for device in ("Software device 0", "NVIDIA A100-SXM4-40GB"):
                folder = self.measured_folder(place, device)
                with self.assertRaises(SystemExit) as refusal:
                    measured_estimate.device_of(folder)
                self.assertIn("no estimate for the device", str(refusal.exception))

    def test_the_estimate_again_stands_beside_the_first(self):
        again = {
            "ghz": 1.755,
            "memset": 4200.4,
            "pipes": {"wide": 4.5},
            "kernels": {"fill_normal_f32": {"gbs": 3000.0, "limit": "issue"}},
        }
        expected = {"fill_normal_f32": (4000.0, "memory"), "fill_uniform_f32": (4000.0, "memory")}
        rows = gpu_rows.jmh_rows([fill("NORMAL", 2e12), fill("UNIFORM", 1e12)])
        lines = gpu_beside.beside_estimate(rows, expected, "H200", again)
        self.assertIn("1.755 GHz, a memset of 4200 GB/s, cycles of the pipes wide 4.50.", lines[2])
        self.assertEqual(
            [
                "| NORMAL F32 10^8 | fill_normal_f32 | 4000 | memory | 2000 | 50 % | 3000 | issue | 67 % |",
                "| UNIFORM F32 10^8 | fill_uniform_f32 | 4000 | memory | 1000 | 25 % | - | - | - |",
            ],
            lines[6:],
        )

    def test_every_pipe_has_its_name_in_the_table(self):
        source = (SCRIPTS.parent / "cuda" / "pipes.cu").read_text()
        for name in gpu_beside.ASSUMED:
            self.assertIn(f'"{name}"', source)
            self.assertGreater(gpu_beside.assumed_cycles(name), 0)

    def test_a_run_that_died_is_left_out(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            (folder / "jmh-fills-1.json").write_text("")
            (folder / "jmh-fills-2.json").write_text(json.dumps([fill("NORMAL", 1e12)]))
            with contextlib.redirect_stderr(io.StringIO()) as err:
                results, peers = gpu_rows.measured_in(folder)["fills"]
            self.assertEqual((1, None), (len(results), peers))
            self.assertIn("jmh-fills-1.json is left out", err.getvalue())


class PeersTest(unittest.TestCase):
    def test_arguments(self):
        given = torch_peers.arguments(["fills", "-o", "x", "--sizes", "1,20", "--dtypes", "F32,C64"])
        self.assertEqual(([1, 20], ["F32", "C64"]), (given.sizes, given.dtypes))

    def test_a_dtype_that_is_none_is_refused(self):
        with contextlib.redirect_stderr(io.StringIO()) as err, self.assertRaises(SystemExit):
            torch_peers.arguments(["fills", "-o", "x", "--dtypes", "F31"])
        self.assertIn("was F31", err.getvalue())

    def test_fills_at_once_are_those_of_the_java_class(self):
        java = SCRIPTS.parent / "java/io/tensorinit/benchmarks/gpu/Launches.java"
        self.assertIn("MOST = 100", java.read_text())
        self.assertIn("BYTES = 16_000_000_000L", java.read_text())
        self.assertEqual(
            [100, 40, 1], [torch_peers.fills_at_once(size) for size in (1, 400_000_000, 10**10)]
        )

    def test_a_refusal_is_a_row(self):
        def refuse():
            raise RuntimeError("not implemented for 'Float8_e4m3fn'\nmore")

        self.assertEqual(
            "not implemented for 'Float8_e4m3fn'",
            torch_peers.attempt("UNIFORM", "F8_E4M3", 1, refuse)["refused"],
        )


    def test_a_refusal_without_words_has_its_kind(self):
        def refuse():
            raise ValueError()

        self.assertEqual("ValueError", torch_peers.attempt("UNIFORM", "F32", 1, refuse)["refused"])


class FakeTensor:
    """Stands for a tensor: every method does nothing."""

    dtype = "float32"

    def __getattr__(self, name):
        return lambda *given, **named: self


class FakeEvent:
    def __init__(self, enable_timing):
        assert enable_timing

    def record(self):
        pass

    synchronize = record

    def elapsed_time(self, end):
        return 2.0


def fitting(sizes, dtype, free):
    size_of = {name: torch_peers.BYTES[key] for key, name in torch_peers.DTYPES.items()}
    shape = sizes[0] if isinstance(sizes[0], tuple) else sizes
    if math.prod(shape) * size_of[dtype] > free:
        raise RuntimeError("CUDA out of memory. Tried to allocate\nmore")
    return FakeTensor()


def fake_torch(free):
    """A torch that takes 2 ms for anything and whose device has so many bytes free."""
    torch = types.ModuleType("torch")
    torch.__version__ = "fake"
    torch.version = types.SimpleNamespace(cuda="0.0")
    torch.manual_seed = lambda seed: None
    torch.empty = torch.zeros = lambda *sizes, dtype, **named: fitting(sizes, dtype, free)
    for name in torch_peers.DTYPES.values():
        setattr(torch, name, name)
    torch.cuda = types.SimpleNamespace(
        is_available=lambda: True,
        empty_cache=lambda: None,
        Event=FakeEvent,
    )
    fill = lambda x, *given: x
    names = ["constant_", "uniform_", "normal_", "trunc_normal_", "orthogonal_"]
    names += ["ones_", "zeros_"]
    torch.nn = types.SimpleNamespace(init=types.SimpleNamespace(**dict.fromkeys(names, fill)))
    return torch


class ModelTest(unittest.TestCase):
    def test_it_is_gpt2_small(self):
        shapes = [shape for shape, _ in torch_peers.gpt2(768)]
        self.assertEqual(148, len(shapes))
        self.assertEqual(124_439_808, sum(math.prod(shape) for shape in shapes))


class EveryPieceTest(unittest.TestCase):
    def measure(self, piece, free=10**11):
        with tempfile.TemporaryDirectory() as place:
            file = pathlib.Path(place) / "torch.json"
            with unittest.mock.patch.dict(sys.modules, {"torch": fake_torch(free)}):
                with contextlib.redirect_stdout(io.StringIO()):
                    torch_peers.main([piece, "-o", str(file)])
            return json.loads(file.read_text())["rows"]

    def test_every_piece_has_rows_with_figures(self):
        expected = {"fills": 5 * 6, "orthogonal": 3, "small": 1, "model": 2, "host": 1}
        for piece, count in expected.items():
            rows = self.measure(piece)
            self.assertEqual(count, len(rows), piece)
            for row in rows:
                at_once = {"SMALL": 10, "ORTHOGONAL": 1, "MODEL": 1, "MODEL_TO_HOST": 1, "HOST": 1}.get(row["fill"])
                at_once = at_once or torch_peers.fills_at_once(
                    row["size"] * torch_peers.BYTES[row["dtype"]]
                )
                self.assertAlmostEqual(0.002 / at_once, row["seconds"])

    def test_what_does_not_fit_is_said(self):
        rows = self.measure("fills", free=4 * 10**9)
        self.assertEqual(5 * 6, len(rows))
        refused = [row for row in rows if "refused" in row]
        self.assertEqual({"F64", "C64"}, {row["dtype"] for row in refused})
        self.assertEqual(
            {"CUDA out of memory. Tried to allocate"}, {row["refused"] for row in refused}
        )


class MachineTest(unittest.TestCase):
    def test_a_machine_without_a_device_has_one_too(self):
        found = gpu_machine.machine("abc")
        self.assertEqual("abc", found["sources"])
        self.assertTrue({"device", "date", "driver"} <= set(found))

    def test_a_name_that_is_refused_leaves_the_others(self):
        def run(command, **_):
            names = command[1].split("=")[1].split(",")
            if "power.limit" in names:
                raise subprocess.CalledProcessError(2, command)
            return types.SimpleNamespace(stdout=", ".join(f"its {name}" for name in names) + "\n")

        with unittest.mock.patch("subprocess.run", run):
            found = gpu_machine.machine("abc")
        self.assertEqual(("its name", "its driver_version"), (found["device"], found["driver"]))
        self.assertTrue(found["clocks"].endswith("at most unknown"), found["clocks"])


if __name__ == "__main__":
    unittest.main()
