"""Tests of what is said of a machine, on one with a device or without."""

import subprocess
import types
import unittest
import unittest.mock

import figures  # finds the scripts

import gpu_machine


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
