"""PyTorch's dense language model of the Penn Treebank, as benchmarks/language_model.setl has it: two LSTMs of 300
units, words of 300, batch 20, 35 steps, fused Adam, gradients clipped at 5. The rate stays 0.002: after 400 steps 0.004
is worse, and after five epochs a cosine.

Usage: language_model.py EPOCHS THREADS [STEPS] (SETL_DATA names the data folder).
"""

import math
import os
import sys
import time

import torch

epochs, threads = int(sys.argv[1]), int(sys.argv[2])
most = int(sys.argv[3]) if len(sys.argv) > 3 else None
torch.set_num_threads(threads)
torch.manual_seed(1)
folder = os.path.join(os.environ["SETL_DATA"], "ptb")
parts = {}
for part in ["train", "valid", "test"]:
    with open(os.path.join(folder, f"ptb.{part}.txt")) as file:
        parts[part] = [word for line in file for word in line.split() + ["<eos>"]]
numbers = {word: number for number, word in enumerate(dict.fromkeys(parts["train"]))}
assert len(numbers) == 10_000


def columns(part):
    tokens = torch.tensor([numbers[word] for word in parts[part]])
    length = len(tokens) // 20
    return tokens[: 20 * length].view(20, length).t().contiguous()


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(10_000, 300)
        torch.nn.init.uniform_(self.embedding.weight, -0.05, 0.05)
        self.lstm = torch.nn.LSTM(300, 300, 2, dropout=0.2)
        self.output = torch.nn.Linear(300, 10_000)
        self.dropout = torch.nn.Dropout(0.2)

    def forward(self, words, states):
        outputs, states = self.lstm(self.dropout(self.embedding(words)), states)
        return self.output(self.dropout(outputs)), states


model = Model()
optimizer = torch.optim.Adam(model.parameters(), lr=0.002, fused=True)
loss_function = torch.nn.CrossEntropyLoss()
parameters = sum(parameter.numel() for parameter in model.parameters())
name = f"PyTorch {torch.__version__} dense, {parameters:,} parameters, {threads} threads"


def pieces(text):
    for start in range(0, len(text) - 1, 35):
        count = min(35, len(text) - 1 - start)
        yield text[start : start + count], text[start + 1 : start + 1 + count]


def perplexity(part):
    model.eval()
    total, count, states = 0.0, 0, None
    with torch.no_grad():
        for words, following in pieces(columns(part)):
            answers, states = model(words, states)
            total += loss_function(answers.view(-1, 10_000), following.reshape(-1)).item() * following.numel()
            count += following.numel()
    model.train()
    return math.exp(total / count)


step = 0
for epoch in range(epochs):
    states, total, count, start = None, 0.0, 0, time.perf_counter()
    for words, following in pieces(columns("train")):
        if states is not None:
            states = tuple(state.detach() for state in states)
        optimizer.zero_grad()
        answers, states = model(words, states)
        loss = loss_function(answers.view(-1, 10_000), following.reshape(-1))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimizer.step()
        total += loss.item() * following.numel()
        count += following.numel()
        step += 1
        if step == most:
            break
    seconds = time.perf_counter() - start
    told = f"{name}  step {step:,}  {1000 * seconds * 700 / count:.1f} ms a step  perplexity {math.exp(total / count):.1f}"
    assert total / count < math.log(10_000), "training did not learn"
    print(told if most else f"{told}  validation {perplexity('valid'):.1f}", flush=True)
    if step == most:
        break
part = "valid" if most else "test"
print(f"{name}  {'validation' if most else 'test'} perplexity {perplexity(part):.2f}")
