"""Tests of the measurements of torch, without a device and without torch."""

import contextlib
import io
import json
import math
import pathlib
import sys
import tempfile
import types
import unittest
import unittest.mock

from figures import SCRIPTS

import torch_peers


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

    def test_rows_of_before_stay_until_they_are_measured_again(self):
        with tempfile.TemporaryDirectory() as place:
            file = pathlib.Path(place) / "torch.json"

            def run(sizes, torch=None):
                with unittest.mock.patch.dict(sys.modules, {"torch": torch or fake_torch(10**11)}):
                    with contextlib.redirect_stdout(io.StringIO()) as out:
                        torch_peers.main(["orthogonal", "-o", str(file), "--sizes", sizes])
                return out.getvalue().splitlines()[-1], [row["size"] for row in json.loads(file.read_text())["rows"]]

            self.assertEqual(("torch_peers.py: figures: 2, refused: 0", [8, 9]), run("8,9"))
            self.assertEqual(("torch_peers.py: figures: 1, refused: 0", [9, 8]), run("8"))
            newer = fake_torch(10**11)
            newer.__version__ = "newer"
            self.assertEqual(("torch_peers.py: figures: 1, refused: 0", [7]), run("7", newer))

    def test_a_run_that_dies_before_its_first_row_has_no_figures(self):
        with tempfile.TemporaryDirectory() as place:
            file = pathlib.Path(place) / "torch.json"
            torch = fake_torch(10**11)
            old = {"torch": "fake", "cuda": "0.0", "rows": [torch_peers.row("HOST", "F32", 8, seconds=1)]}
            file.write_text(json.dumps(old))
            torch.empty = unittest.mock.Mock(side_effect=MemoryError)
            with unittest.mock.patch.dict(sys.modules, {"torch": torch}):
                with contextlib.redirect_stdout(io.StringIO()) as out, self.assertRaises(MemoryError):
                    torch_peers.main(["host", "-o", str(file), "--sizes", "8"])
            self.assertEqual("torch_peers.py: figures: 0, refused: 0\n", out.getvalue())
            self.assertEqual(old, json.loads(file.read_text()))

    def test_what_does_not_fit_is_said(self):
        rows = self.measure("fills", free=4 * 10**9)
        self.assertEqual(5 * 6, len(rows))
        refused = [row for row in rows if "refused" in row]
        self.assertEqual({"F64", "C64"}, {row["dtype"] for row in refused})
        self.assertEqual(
            {"CUDA out of memory. Tried to allocate"}, {row["refused"] for row in refused}
        )


if __name__ == "__main__":
    unittest.main()
