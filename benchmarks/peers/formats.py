"""The number formats that PyTorch is timed in: 32-bit floats, and bfloat16 by autocast.

Under autocast the LSTM and the output layer multiply in bfloat16; the weights, the optimizer and the loss
keep 32 bits. A processor without instructions for it converts back and forth, or refuses: there bfloat16 is not
timed. Prints, as JSON, what this processor lacks, or null.
"""

import json

import torch


def lack():
    """The instructions that this processor lacks for products in bfloat16, by their names, or None."""
    has = torch.cpu.get_capabilities()
    if has["architecture"].startswith(("x86", "amd64", "AMD64")):
        return None if has.get("avx512_bf16") or has.get("amx_bf16") else "AVX512-BF16"
    return None if has.get("bf16") else "BF16"


def add_option(options):
    options.add_argument("--bfloat16", action="store_true")


def autocast(is_bfloat16):
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=is_bfloat16)


def check(states, is_bfloat16):
    """Throws where an LSTM gave states in another format than was wished for."""
    wished = torch.bfloat16 if is_bfloat16 else torch.float32
    assert states.dtype == wished, f"the LSTM ran in {states.dtype}, not in {wished}"


if __name__ == "__main__":
    print(json.dumps({"lack": lack()}))
