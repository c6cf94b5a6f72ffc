"""What tensorinit_torch says of modules and refuses of files. Needs torch 1.13 or newer."""

import contextlib
import io
import json
import os
import struct
import sys
import tempfile
import unittest

import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../python"))
import tensorinit_torch  # noqa: E402
from tensorinit_torch import load, manifest, survey, text  # noqa: E402


def safetensors(folder, tensors, name="model.safetensors", header=None):
    """A file of {name: (dtype, shape, bytes)}."""
    entries, data = {}, b""
    for key, (dtype, shape, content) in tensors.items():
        offsets = [len(data), len(data) + len(content)]
        entries[key] = {"dtype": dtype, "shape": shape, "data_offsets": offsets}
        data += content
    coded = json.dumps(entries if header is None else header).encode()
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(coded)) + coded + data)
    return path


def f32(*values):
    return struct.pack(f"<{len(values)}f", *values)


class OwnScale(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(3))
        self.steps = nn.Parameter(torch.zeros(2, dtype=torch.int64), requires_grad=False)
        self.register_buffer("table", torch.arange(4.0))
        self.register_buffer("scratch", torch.zeros(2), persistent=False)


class OwnLinear(nn.Linear):
    def reset_parameters(self):
        nn.init.zeros_(self.weight)


class Shared(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(3, 5, bias=False)
        self.embed = nn.Embedding(5, 3)
        self.embed.weight = self.head.weight
        self.view = nn.Linear(3, 5, bias=False)
        self.view.weight = nn.Parameter(self.head.weight.data)


class ManifestTest(unittest.TestCase):
    def test_a_module_of_no_layer_of_torchs_is_noted(self):
        found = survey(OwnScale())
        self.assertEqual(
            found.manifest,
            {
                "recipe": "pytorch",
                "parameters": [{"name": "scale", "shape": [3], "dtype": "F32"}],
            },
        )
        self.assertEqual(
            found.notes,
            [
                "scale: of OwnScale, no layer of torch.nn's; its name alone says what it is",
                "steps: a parameter of torch.int64 that the module sets; not in the manifest",
                "table: a buffer of torch.float32 that the module sets; not in the manifest",
            ],
        )

    def test_a_layer_with_a_reset_of_its_own_is_noted(self):
        self.assertEqual(
            survey(nn.Sequential(OwnLinear(2, 2, bias=False))).notes,
            ["0.weight: OwnLinear has a reset_parameters of its own, the recipe Linear's"],
        )

    def test_tied_parameters_are_stored_once_and_doubts_noted(self):
        found = survey(Shared())
        self.assertEqual(
            [entry.get("tied_to") for entry in found.manifest["parameters"]],
            [None, "head.weight", "head.weight"],
        )
        self.assertEqual(
            found.notes,
            [
                "embed.weight (Embedding) is tied to head.weight, which is drawn as the parameter of"
                " a Linear"
            ],
        )

    def test_a_part_of_anothers_memory_is_refused(self):
        module = nn.Linear(4, 4, bias=False)
        module.other = nn.Parameter(module.weight.data.t())
        with self.assertRaisesRegex(ValueError, "other and weight share a part of their memory"):
            manifest(module)
        module.other = nn.Parameter(module.weight.data[2:])
        with self.assertRaisesRegex(ValueError, "other and weight share a part of their memory"):
            manifest(module)

    def test_neighbours_in_one_memory_are_two_parameters(self):
        both = torch.zeros(8)
        module = nn.Module()
        module.a, module.b = nn.Parameter(both[:4]), nn.Parameter(both[4:])
        self.assertEqual([it.get("tied_to") for it in manifest(module)["parameters"]], [None, None])

    def test_a_lazy_layer_is_refused(self):
        with self.assertRaisesRegex(ValueError, "0.weight: a lazy layer without a shape yet"):
            manifest(nn.Sequential(nn.LazyLinear(3)))

    def test_seed_and_recipe_stand_in_the_head(self):
        tree = manifest(nn.Linear(1, 1, bias=False), recipe=None, seed="spring")
        self.assertEqual(list(tree), ["seed", "parameters"])
        self.assertEqual(json.loads(text(tree)), tree)
        self.assertEqual(text(tree).count("\n"), 6)

    def test_weight_norm_gets_no_kind_that_would_be_wrong(self):
        module = nn.utils.weight_norm(nn.Linear(3, 2))
        kinds = {it["name"]: it.get("kind") for it in manifest(module)["parameters"]}
        self.assertEqual(kinds, {"bias": "Linear", "weight_g": None, "weight_v": None})


class LoadTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def assertRefused(self, message, module, path):
        before = {name: it.clone() for name, it in module.state_dict().items() if not it.is_meta}
        with self.assertRaises(ValueError) as caught:
            load(module, path)
        self.assertEqual(str(caught.exception).replace(self.folder + "/", ""), message)
        for name, it in before.items():
            self.assertTrue(torch.equal(it, module.state_dict()[name]), name)

    def test_missing_surplus_and_different_tensors_are_named_at_once(self):
        path = safetensors(
            self.folder,
            {"weight": ("F32", [2], f32(1, 2)), "other": ("I64", [1], bytes(8))},
        )
        self.assertRefused(
            "model.safetensors is not this module's: it lacks bias; it has other, which the module"
            " does not store; it has weight as F32 [2], the module as float32 [1, 2]",
            nn.Linear(2, 1),
            path,
        )
        path = safetensors(self.folder, {"weight": ("BF16", [1, 2], bytes(4))})
        self.assertRefused(
            "model.safetensors is not this module's: it has weight as BF16 [1, 2], the module as"
            " float32 [1, 2]",
            nn.Linear(2, 1, bias=False),
            path,
        )

    def test_what_is_left_to_the_module_is_kept_or_read(self):
        module = OwnScale()
        load(module, safetensors(self.folder, {"scale": ("F32", [3], f32(4, 5, 6))}))
        self.assertEqual(module.scale.tolist(), [4, 5, 6])
        self.assertEqual(module.table.tolist(), [0, 1, 2, 3])
        tensors = {
            "scale": ("F32", [3], f32(1, 2, 3)),
            "steps": ("I64", [2], struct.pack("<2q", 7, 8)),
            "table": ("F32", [4], f32(9, 9, 9, 9)),
        }
        load(module, safetensors(self.folder, tensors))
        self.assertEqual(module.steps.tolist(), [7, 8])
        self.assertEqual(module.table.tolist(), [9, 9, 9, 9])

    def test_a_meta_buffer_that_nothing_tells_is_refused(self):
        module = OwnScale().to("meta")
        path = safetensors(self.folder, {"scale": ("F32", [3], f32(4, 5, 6))})
        self.assertRefused(
            "steps, table, scratch: on the meta device and not in model.safetensors, so nothing says"
            " what the values are; give the module real tensors in their place first",
            module,
            path,
        )
        self.assertTrue(module.scale.is_meta)

    def test_ties_survive_the_meta_device(self):
        module = Shared().to("meta")
        module.embed.weight = module.head.weight
        module.view.weight = nn.Parameter(module.head.weight.data, requires_grad=False)
        module.head.weight.mark = "kept"
        load(module, safetensors(self.folder, {"head.weight": ("F32", [5, 3], f32(*range(15)))}))
        self.assertIs(module.embed.weight, module.head.weight)
        self.assertEqual(module.head.weight.mark, "kept")
        self.assertIsNot(module.view.weight, module.head.weight)
        self.assertEqual(module.view.weight.data_ptr(), module.head.weight.data_ptr())
        self.assertFalse(module.view.weight.requires_grad)
        self.assertEqual(module.head.weight.detach().flatten().tolist(), list(range(15)))

    def test_a_recurrent_layer_runs_after_the_meta_device(self):
        module = nn.LSTM(2, 1, device="meta")
        tensors = {
            name: ("F32", list(it.shape), f32(*[0.5] * it.numel()))
            for name, it in module.named_parameters()
        }
        load(module, safetensors(self.folder, tensors))
        output, _ = module(torch.zeros(1, 1, 2))
        self.assertAlmostEqual(output.item(), 0.3696, places=3)

    def test_scalars_empty_tensors_and_odd_places_are_read(self):
        module = nn.Module()
        module.a = nn.Parameter(torch.tensor(0, dtype=torch.bfloat16))
        module.b = nn.Parameter(torch.zeros(2, 0))
        module.c = nn.Parameter(torch.zeros(1, dtype=torch.complex64))
        tensors = {
            "a": ("BF16", [], b"\x80\x3f"),
            "b": ("F32", [2, 0], b""),
            "c": ("C64", [1], f32(1, -2)),
        }
        load(module, safetensors(self.folder, tensors))
        self.assertEqual(module.a.item(), 1)
        self.assertEqual(module.c.item(), 1 - 2j)

    def test_a_folder_with_an_index_is_one_checkpoint(self):
        safetensors(self.folder, {"weight": ("F32", [1, 2], f32(1, 2))}, "one.safetensors")
        safetensors(self.folder, {"bias": ("F32", [1], f32(3))}, "two.safetensors")
        index = os.path.join(self.folder, "model.safetensors.index.json")
        places = {"weight": "one.safetensors", "bias": "two.safetensors"}
        with open(index, "w", encoding="utf-8") as file:
            json.dump({"metadata": {}, "weight_map": places}, file)
        module = load(nn.Linear(2, 1), self.folder)
        self.assertEqual([module.weight.tolist(), module.bias.tolist()], [[[1, 2]], [3]])
        for places, message in [
            (
                {"weight": "one.safetensors", "bias": "one.safetensors"},
                "model.safetensors.index.json: one.safetensors has no tensor bias",
            ),
            (
                {"weight": "../one.safetensors"},
                "model.safetensors.index.json: '../one.safetensors' is no name of a file beside it",
            ),
        ]:
            with open(index, "w", encoding="utf-8") as file:
                json.dump({"weight_map": places}, file)
            self.assertRefused(message, nn.Linear(2, 1), self.folder)

    def test_pieces_of_ranks_are_put_together(self):
        def ranks(*pieces):
            for k, (begin, shape, values) in enumerate(pieces):
                info = {"weight": {"saved_offsets": begin, "shape": [2, 3]}}
                header = {
                    "__metadata__": {"DCP_SHARDING_INFO": json.dumps(info)},
                    "weight": {"dtype": "F32", "shape": shape, "data_offsets": [0, 4 * len(values)]},
                }
                content = {"weight": ("F32", shape, f32(*values))}
                safetensors(self.folder, content, f"{k}.safetensors", header)
            files = [f"{k}.safetensors" for k in range(len(pieces))]
            index = {"metadata": {"files": files}, "weight_map": {"weight": files[0]}}
            with open(os.path.join(self.folder, "model.safetensors.index.json"), "w") as file:
                json.dump(index, file)
            return self.folder

        module = nn.Linear(3, 2, bias=False)
        load(module, ranks(([0, 0], [2, 2], [1, 2, 4, 5]), ([0, 2], [2, 1], [3, 6]), ([0, 3], [2, 0], [])))
        self.assertEqual(module.weight.tolist(), [[1, 2, 3], [4, 5, 6]])
        for pieces, message in [
            ([([0, 0], [1, 3], [1, 2, 3])], "a piece of weight is missing"),
            (
                [([0, 0], [1, 3], [1, 2, 3]), ([0, 0], [1, 3], [1, 2, 3])],
                "pieces of weight overlap",
            ),
            (
                [([0, 0], [1, 3], [1, 2, 3]), ([2, 0], [1, 3], [1, 2, 3])],
                "a piece of weight lies outside of [2, 3]",
            ),
        ]:
            self.assertRefused(f"{self.folder}: {message}", module, ranks(*pieces))

    def test_broken_files_are_refused(self):
        module = nn.Linear(2, 1, bias=False)
        path = safetensors(self.folder, {"weight": ("F32", [1, 2], f32(1, 2))})
        with open(path, "rb") as file:
            whole = file.read()
        for length, message in [
            (0, "model.safetensors: no safetensors file, or cut off: it ends within its header"),
            (20, "model.safetensors: no safetensors file, or cut off: it ends within its header"),
            (
                len(whole) - 1,
                "model.safetensors: weight lies outside the file, which is cut off",
            ),
        ]:
            with open(path, "wb") as file:
                file.write(whole[:length])
            self.assertRefused(message, module, path)
        path = safetensors(self.folder, {"weight": ("F32", [1, 3], f32(1, 2))})
        self.assertRefused(
            "model.safetensors: weight has more or fewer bytes than [1, 3]", module, path
        )
        path = safetensors(self.folder, {}, header={"weight": {"dtype": "F32"}})
        self.assertRefused(
            "model.safetensors: not a safetensors header: 'data_offsets'", module, path
        )


class CommandTest(unittest.TestCase):
    def run_command(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = tensorinit_torch.main(list(arguments))
        return status, out.getvalue(), err.getvalue()

    def test_a_function_gives_the_module_and_notes_go_to_stderr(self):
        status, out, err = self.run_command("tensorinit_torch_test:OwnScale", "--seed", "7")
        self.assertEqual(status, 0)
        self.assertEqual(json.loads(out)["seed"], 7)
        self.assertEqual(len(err.splitlines()), 3)
        self.assertTrue(err.startswith("tensorinit_torch: note: scale: of OwnScale"))

    def test_bad_input_is_one_line(self):
        for target, message in [
            ("nonsense", "'nonsense': wanted MODULE:NAME, such as my_models:build"),
            ("no_such_module:f", "No module named 'no_such_module'"),
            ("json:dumps", "dumps() missing 1 required positional argument: 'obj'"),
            ("builtins:dict", "builtins:dict gives a dict, no torch.nn.Module"),
        ]:
            status, out, err = self.run_command(target)
            self.assertEqual((status, out), (2, ""))
            self.assertEqual(err, f"tensorinit_torch: {message}\n")


if __name__ == "__main__":
    unittest.main()
