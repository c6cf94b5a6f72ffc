"""Tests of the estimates beside a device's figures, without a device."""

import contextlib
import io
import json
import pathlib
import tempfile
import unittest

from figures import MACHINE, SCRIPTS, fill, jmh

import gpu_beside
import gpu_rows
import gpu_table


class EstimateTest(unittest.TestCase):
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

    def test_a_matrix_measured_without_libraries_alone_stands_beside(self):
        params = {"rows": "2048", "dtype": "F32", "method": "STEWART"}
        own = jmh("DeviceOrthogonal.fill", params, 1.3, "ms/op")
        own["jvmArgs"] = [gpu_rows.LIBRARIES_OFF]
        with_them = jmh("DeviceOrthogonal.fill", params, 2.6, "ms/op")
        for rows, share in (([own], "1.30 | 50 %"), ([own, with_them], "2.60 | 100 %")):
            lines = gpu_beside.orthogonal_beside_estimate(gpu_rows.jmh_rows(rows), {2048: 2.6}, "H200")
            self.assertEqual([f"| 2048 x 2048 F32 | 2.60 | {share} |"], lines[4:])

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


class PipesTest(unittest.TestCase):
    def test_pipes_beside_what_was_assumed(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            file = folder / "pipes.json"
            self.assertEqual([], gpu_beside.pipes(file))
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

    def test_every_pipe_has_its_name_in_the_table(self):
        source = (SCRIPTS.parent / "cuda" / "pipes.cu").read_text()
        for name in gpu_beside.ASSUMED:
            self.assertIn(f'"{name}"', source)
            self.assertGreater(gpu_beside.assumed_cycles(name), 0)


if __name__ == "__main__":
    unittest.main()
