"""Words a second of whole training steps (forward, backward, fused Adam) of PyTorch's embedding, nn.LSTM of some
layers and one output: the same task as `benchmarks lstm`.

In 32-bit floats, or with --bfloat16 under autocast; the format that the LSTM runs in is checked, and before
anything is timed, that the loss goes down. --masked DENSITY multiplies every matrix by a mask before each step,
as sparse training is usually done. --sparse-gradients gives the embedding sparse gradients and SparseAdam.
Prints one JSON object.
"""

import argparse
import json
import time

import torch

import formats

options = argparse.ArgumentParser()
options.add_argument("--units", type=int, default=256)
options.add_argument("--batch", type=int, default=64)
options.add_argument("--length", type=int, default=100)
options.add_argument("--vocabulary", type=int, default=20_000)
options.add_argument("--threads", type=int, default=1)
options.add_argument("--seconds", type=float, default=2)
options.add_argument("--uniform", action="store_true")
options.add_argument("--layers", type=int, default=1)
options.add_argument("--bidirectional", action="store_true")
options.add_argument("--masked", type=float)
options.add_argument("--sparse-gradients", action="store_true")
formats.add_option(options)
options = options.parse_args()
torch.set_num_threads(options.threads)
torch.manual_seed(1)

embedding = torch.nn.Embedding(options.vocabulary, options.units, sparse=options.sparse_gradients)
lstm = torch.nn.LSTM(options.units, options.units, options.layers, bidirectional=options.bidirectional)
directions = 2 if options.bidirectional else 1
output = torch.nn.Linear(directions * options.units, 1)
rest = [*lstm.parameters(), *output.parameters()]
if options.sparse_gradients:
    optimizers = [
        torch.optim.SparseAdam(embedding.parameters()),
        torch.optim.Adam(rest, fused=True),
    ]
else:
    optimizers = [torch.optim.Adam([*embedding.parameters(), *rest], fused=True)]
masks = []
if options.masked:
    for parameter in [embedding.weight, *(weight for weight in lstm.parameters() if weight.dim() == 2)]:
        masks.append((parameter, (torch.rand_like(parameter) < options.masked).float()))

ranks = torch.arange(1, options.vocabulary - 1, dtype=torch.float64)
weights = torch.ones_like(ranks) if options.uniform else 1 / ranks
count = options.batch * 8
words = torch.multinomial(weights, count * options.length, replacement=True).view(options.length, count) + 2
labels = (words[0] % 2).float()
loss_function = torch.nn.BCEWithLogitsLoss()


def step(words, labels):
    with torch.no_grad():
        for parameter, mask in masks:
            parameter.mul_(mask)
    for optimizer in optimizers:
        optimizer.zero_grad()
    with formats.autocast(options.bfloat16):
        states, (state, _) = lstm(embedding(words))
        # Of the last layer, each direction's last state.
        answers = output(torch.cat(list(state[-directions:]), dim=1)).squeeze(1)
    formats.check(states, options.bfloat16)
    loss = loss_function(answers.float(), labels)
    loss.backward()
    for parameter, mask in masks:
        parameter.grad.mul_(mask)
    for optimizer in optimizers:
        optimizer.step()
    return loss.item()


def timed_step(number):
    chosen = slice(number % 8 * options.batch, (number % 8 + 1) * options.batch)
    return step(words[:, chosen], labels[chosen])


# A few short texts again and again: in any format the loss goes down.
losses = [step(words[:20, :16], labels[:16]) for _ in range(10)]
assert losses[-1] < losses[0] - 0.001, f"training does not learn: {losses}"

# Three steps warm up; where a step takes long, fewer do, and two are measured at least.
start = time.perf_counter()
for number in range(3):
    timed_step(number)
    if time.perf_counter() - start > options.seconds:
        break
least = 5 if number == 2 else 2
steps = 0
start = time.perf_counter()
while time.perf_counter() - start < options.seconds or steps < least:
    loss = timed_step(steps)
    steps += 1
seconds = time.perf_counter() - start
assert loss < 5, "training did not run as it should"
print(json.dumps({"steps": steps, "tokens_per_second": steps * options.batch * options.length / seconds}))
