"""Tests of the count of a warp's time, on instructions that are written here."""

import pathlib
import sys
import unittest

SCRIPTS = pathlib.Path(__file__).parents[2] / "main" / "python"
sys.path.insert(0, str(SCRIPTS))

import sass
import warp_time


def instruction(index, name, stall=1, result=None, awaited=(), target=None, conditional=False):
    to = None if target is None else 16 * target
    return sass.Instruction(16 * index, "", name, to, conditional, None, stall, result, None, awaited)


def code(*instructions):
    made = [instruction(index, name, **rest) for index, (name, rest) in enumerate(instructions)]
    return sass.Code(made, set())


class WarpTimeTest(unittest.TestCase):
    def test_loads_side_by_side_are_waited_for_once(self):
        """Two loads, then what needs both, for one scoreboard and for two."""
        for second in (0, 1):
            way = code(
                ("LDG", dict(result=0)), ("LDG", dict(result=second)), ("FADD", dict(awaited=(0, second)))
            ).instructions
            self.assertEqual(302, warp_time.elapsed(way, 300))

    def test_loads_one_after_the_other_are_waited_for_in_turn(self):
        way = code(
            ("LDG", dict(result=0)), ("STS", dict(awaited=(0,))),
            ("LDG", dict(result=0)), ("STS", dict(awaited=(0,))),
        ).instructions
        self.assertEqual(602, warp_time.elapsed(way, 300))

    def test_a_load_in_the_turn_before_is_there_when_the_work_takes_as_long(self):
        """The loop that a kernel's products are: 400 cycles of work hide a load of 300."""
        turn = [("STS", dict(awaited=(0,))), ("LDG", dict(result=0))] + 40 * [("FFMA", dict(stall=10))]
        ahead = code(("LDG", dict(result=0)), *turn)
        loop = [("MOV", {})] + [(i.name, dict(stall=i.stall, result=i.result, awaited=i.awaited))
                                for i in ahead.instructions]
        whole = code(*loop, ("BRA", dict(target=2)), ("BRA", dict(target=0)))
        at_hand, far = (warp_time.elapsed(warp_time.way(whole, (1, 10)), memory) for memory in (0, 300))
        self.assertEqual(300 - 1, far - at_hand)

    def test_the_way_repeats_loops_in_loops(self):
        nest = code(
            ("MOV", {}), ("LDS", {}), ("FFMA", {}), ("BRA", dict(target=2)), ("BRA", dict(target=1)),
            ("BRA", dict(target=0)),
        )
        self.assertEqual([(0, 5), (1, 4), (2, 3)], warp_time.loops(nest))
        way = warp_time.way(nest, (1, 2, 3))
        self.assertEqual(["MOV"] + 2 * (["LDS"] + 3 * ["FFMA", "BRA"] + ["BRA"]) + ["BRA"], [i.name for i in way])
        self.assertEqual(["MOV", "BRA"], [i.name for i in warp_time.way(nest, (1, 0, 3))])

    def test_the_way_goes_around_calls_and_what_is_seldom(self):
        branches = code(
            ("BRA", dict(target=2, conditional=True)), ("CALL", {}),
            ("BRA", dict(target=4, conditional=True)), ("F2F", {}),
            ("BRA", dict(target=6, conditional=True)), ("LDG", {}),
            ("BRA", dict(target=8)), ("FADD", {}),
            ("BRA", dict(target=0)),
        )
        names = [i.name for i in warp_time.way(branches, (1,))]
        self.assertEqual(["BRA", "BRA", "F2F", "BRA", "LDG", "BRA", "BRA"], names)
        names = [i.name for i in warp_time.way(branches, (1,), ("F2F",))]
        self.assertEqual(["BRA", "BRA", "BRA", "LDG", "BRA", "BRA"], names)

    def test_other_loops_than_expected_end_the_program(self):
        with self.assertRaisesRegex(SystemExit, "2 loops expected, not"):
            warp_time.way(code(("MOV", {}), ("BRA", dict(target=0))), (1, 2))


if __name__ == "__main__":
    unittest.main()
