"""The initial weights of a GPT-2 small by torch, written as a safetensors file: torch_cold.py FILE.

The names and shapes of cli/examples/gpt2-small.json, N(0, 0.02) in place by torch.nn.init, scales 1,
biases 0. Where the package safetensors is not installed, torch.save writes its own kind of file.
"""

import json
import pathlib
import sys

import torch

MANIFEST = pathlib.Path(__file__).parents[4] / "cli" / "examples" / "gpt2-small.json"


def tensors():
    torch.manual_seed(1234)
    filled = {}
    for parameter in json.loads(MANIFEST.read_text())["parameters"]:
        tensor = torch.empty(parameter["shape"])
        name = parameter["name"]
        if len(parameter["shape"]) > 1:
            torch.nn.init.normal_(tensor, 0.0, 0.02)
        elif name.endswith(".weight"):
            torch.nn.init.ones_(tensor)
        else:
            torch.nn.init.zeros_(tensor)
        filled[name] = tensor
    return filled


def main():
    if sys.argv[1] == "--what":
        try:
            import safetensors

            print(f"torch {torch.__version__}, safetensors {safetensors.__version__}")
        except ImportError:
            print(f"torch {torch.__version__}, torch.save")
        return
    try:
        from safetensors.torch import save_file
    except ImportError:
        torch.save(tensors(), sys.argv[1])
        return
    save_file(tensors(), sys.argv[1])


if __name__ == "__main__":
    main()
