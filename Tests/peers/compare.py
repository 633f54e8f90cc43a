"""Compares one forward, one backward and three steps of Adam with PyTorch's, for each of the cases.

Usage: compare.py PATH_OF_SETL
"""

import json
import os
import random
import subprocess
import sys
import tempfile

import torch

from cases import CASES, binary, several
from files import Saved

TOLERANCE = 1e-5
STEPS = 3


def texts(classes):
    """A few texts of different lengths, some words of which stand twice."""
    chance = random.Random(1)
    words = [f"w{number}" for number in range(30)]
    return [
        (" ".join(chance.choice(words) for _ in range(chance.randint(1, 12))), "abc"[number % classes])
        for number in range(24)
    ]


def vectors():
    """A few rows of numbers, each with any of three labels, or none."""
    chance = random.Random(1)
    return [
        ([chance.uniform(-2, 2) for _ in range(5)], [label for label in "abc" if chance.random() < 0.4])
        for _ in range(24)
    ]


def source(data):
    """The lines of a program that make examples of texts with a label, or of rows with several."""
    if isinstance(data[0][0], str):
        rows = ", ".join(f'{{text: "{text}", label: "{label}"}}' for text, label in data)
        return (
            f"let rows = [{rows}]\n"
            f'let data = text_dataset(rows, text: "text", label: "label", test: rows, vocabulary: 40).train\n'
        )
    labels = json.dumps([labels for _, labels in data])
    return f"let data = examples({[row for row, _ in data]}, {labels})\n"


def train(setl, model, data, extra, folder):
    """Trains with the command; the files of the start and of each step, and the losses."""
    script = os.path.join(folder, "case.setl")
    with open(script, "w") as file:
        file.write(
            f"seed(1)\n{source(data)}"
            f'let model = sequential({model})\nsave(model, "start.safetensors")\n'
            f"let run = training(model, data, epochs: {STEPS}, batch: {len(data)}, clip: none"
            f"{', ' + extra if extra else ''})\n"
            f'for report in run {{ print(report.loss); save(run, "step{{report.epoch}}.safetensors") }}\n'
        )
    result = subprocess.run([setl, "case.setl"], cwd=folder, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{model}\n{result.stdout}{result.stderr}")
    files = [Saved(os.path.join(folder, f"step{step}.safetensors")) for step in range(1, STEPS + 1)]
    return Saved(os.path.join(folder, "start.safetensors")), files, [float(line) for line in result.stdout.split()]


def whole(file, name, model):
    """A parameter as PyTorch has it: of a sparse matrix all places, 0 where there is no connection."""
    places = file.places(name)
    if places is None:
        return file.values(name).clone()
    rows = len(file.arrays[f"layers.{name}.row_starts"]) - 1
    if "recurrent" in name:
        columns = rows // (4 if "lstm" in model else 3 if "gru" in model else 2)
    elif name.startswith("2."):
        columns = 12 if "bidirectional" in model else 6
    else:
        columns = 7
    matrix = torch.zeros(rows, columns)
    matrix[places] = file.values(name)
    return matrix


def padded(numbers, texts):
    """The numbers of the texts' words, padded with 0, and the texts' lengths."""
    words = [[numbers[word] for word in text.split()] for text in texts]
    lengths = torch.tensor([len(text) for text in words])
    rows = torch.zeros(len(words), max(lengths), dtype=torch.long)
    for row, text in enumerate(words):
        rows[row, : len(text)] = torch.tensor(text)
    return rows, lengths


def compare(setl, model, function, loss, extra):
    """The largest differences of losses, gradients and weights; of an array with numbers above 1, as a share of its
    largest."""
    data = vectors() if loss is several else texts(2 if loss is binary else 3)
    with tempfile.TemporaryDirectory() as folder:
        start, files, losses = train(setl, model, data, extra, folder)
    classes = files[0].classes
    if loss is several:
        inputs = [torch.tensor([row for row, _ in data])]
        labels = torch.tensor([[float(name in labels) for name in classes] for _, labels in data])
    else:
        inputs = padded(files[0].words, [text for text, _ in data])
        labels = torch.tensor([classes.index(label) for _, label in data])
    names = start.parameters()
    weights = {name: whole(start, name, model).requires_grad_() for name in names}
    optimizer = torch.optim.Adam(weights.values())
    differences = {"loss": 0.0, "gradients": 0.0, "weights": 0.0}

    def differ(what, mine, theirs):
        largest = max(1, float(theirs.abs().max()))
        differences[what] = max(differences[what], float((mine - theirs).abs().max()) / largest)

    for step, file in enumerate(files):
        optimizer.zero_grad()
        value = loss(function(weights, *inputs), labels)
        value.backward()
        differ("loss", torch.tensor(losses[step]), value.detach())
        for name, weight in weights.items():
            places = start.places(name)
            if places is not None:
                kept = torch.zeros_like(weight)
                kept[places] = 1
                weight.grad *= kept
            if step == 0:
                gradient = weight.grad if places is None else weight.grad[places]
                differ("gradients", file.gradients(name).reshape(gradient.shape), gradient)
        optimizer.step()
        for name, weight in weights.items():
            places = start.places(name)
            differ("weights", file.values(name), weight.detach() if places is None else weight.detach()[places])
    return differences


def main():
    failed = 0
    setl = os.path.abspath(sys.argv[1])
    for model, function, loss, extra in CASES:
        differences = compare(setl, model, function, loss, extra)
        isWrong = not all(difference <= TOLERANCE for difference in differences.values())
        failed += isWrong
        told = ", ".join(f"{what} {difference:.1e}" for what, difference in differences.items())
        print(f"{'FAILED' if isWrong else 'equal'}  {model}\n        {told}")
    sys.exit(f"{failed} of {len(CASES)} differ by more than {TOLERANCE}" if failed else 0)


if __name__ == "__main__":
    torch.manual_seed(1)
    main()
