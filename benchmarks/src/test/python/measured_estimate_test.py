"""Tests of the estimate from what a device's instructions were measured to take."""

import json
import pathlib
import tempfile
import unittest

from figures import MACHINE, jmh

import kernel_estimate
import measured_estimate


class DeviceTest(unittest.TestCase):
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

    def test_different_devices_have_no_estimate_again(self):
        with tempfile.TemporaryDirectory() as place:
            folder = self.measured_folder(place, "NVIDIA H200")
            (folder / "machine-0.json").write_text(json.dumps(dict(MACHINE, device="NVIDIA H100 NVL")))
            with self.assertRaises(SystemExit) as refusal:
                measured_estimate.device_of(folder)
        self.assertIn("on different devices: NVIDIA H100 NVL, NVIDIA H200", str(refusal.exception))

    def test_a_device_without_an_estimate_has_none_again(self):
        with tempfile.TemporaryDirectory() as place:
            for device in ("Software device 0", "NVIDIA A100-SXM4-40GB"):
                folder = self.measured_folder(place, device)
                with self.assertRaises(SystemExit) as refusal:
                    measured_estimate.device_of(folder)
                self.assertIn("no estimate for the device", str(refusal.exception))


if __name__ == "__main__":
    unittest.main()
