"""Tests of what is said of a run, without a device."""

import pathlib
import tempfile
import unittest

import figures  # finds the scripts

import gpu_ran


class ClocksTest(unittest.TestCase):
    def test_clocks_at_work(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            self.assertIsNone(gpu_ran.clocks_seen(folder))
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


if __name__ == "__main__":
    unittest.main()
