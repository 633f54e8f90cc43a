"""Reads what the command saves: arrays by name, sparse matrices as dense ones and where they have connections."""

import json
import struct

import torch


class Saved:
    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8 : 8 + length])
        self.metadata = header.pop("__metadata__", {})
        self.arrays = {}
        for name, entry in header.items():
            start, end = entry["data_offsets"]
            kind = {"F32": torch.float32, "I32": torch.int32}[entry["dtype"]]
            values = torch.frombuffer(bytearray(data[8 + length + start : 8 + length + end] or b"\0" * 4), dtype=kind)
            self.arrays[name] = values[: (end - start) // 4].reshape(entry["shape"])

    @property
    def words(self):
        """The number of each word."""
        return {word: number + 2 for number, word in enumerate(json.loads(self.metadata["setl.vocabulary"]))}

    @property
    def classes(self):
        return json.loads(self.metadata["setl.classes"])

    def parameters(self):
        """What each parameter of the model is called."""
        names = []
        for name in self.arrays:
            if name.startswith("layers."):
                name = name[len("layers.") :]
                for ending in (".row_starts", ".column_indices", ".values"):
                    name = name.removesuffix(ending)
                if name not in names:
                    names.append(name)
        return names

    def places(self, name):
        """Row and column of each connection of a sparse matrix, None of anything else."""
        starts = self.arrays.get(f"layers.{name}.row_starts")
        if starts is None:
            return None
        rows = torch.repeat_interleave(torch.arange(len(starts) - 1), starts.diff())
        return rows, self.arrays[f"layers.{name}.column_indices"].long()

    def values(self, name):
        if self.places(name) is None:
            return self.arrays[f"layers.{name}"]
        return self.arrays[f"layers.{name}.values"]

    def gradients(self, name):
        """Of the first step, from the means that Adam keeps: 0.1 of them."""
        return self.arrays[f"training.{name}.mean"] * 10
