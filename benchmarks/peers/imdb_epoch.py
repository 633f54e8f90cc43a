"""Seconds of one training epoch over the 25,000 IMDB reviews for PyTorch's dense LSTM 256/256.

The fastest ordinary form: batches of similar length padded to their longest, nn.LSTM on the whole
sequence, fused Adam, gradients clipped. Every eighth batch is run and the epoch reckoned from their
words; the first three batches warm up. In 32-bit floats, or under autocast in bfloat16.
Usage: imdb_epoch.py THREADS [bfloat16] (SETL_DATA names the data folder).
"""

import collections
import os
import random
import re
import sys
import tarfile
import time

import torch

import formats

threads = int(sys.argv[1])
is_bfloat16 = sys.argv[2:] == ["bfloat16"]
name = f"PyTorch {torch.__version__} dense, {'bfloat16' if is_bfloat16 else '32 bits'}  {threads} threads"
if is_bfloat16 and formats.lack():
    print(f"{name}  not timed: this processor has no {formats.lack()}")
    sys.exit()
torch.set_num_threads(threads)
torch.manual_seed(1)
random.seed(1)

texts = []
with tarfile.open(os.path.join(os.environ["SETL_DATA"], "imdb", "aclImdb_labelled.tar.gz")) as archive:
    for entry in archive:
        parts = entry.name.split("/")
        if len(parts) >= 3 and parts[-3] == "train" and parts[-2] in ("pos", "neg"):
            text = archive.extractfile(entry).read().decode("utf-8").lower()
            words = re.findall(r"\w+(?:'\w+)*", re.sub(r"<[^>]*>", " ", text))
            texts.append((words, parts[-2] == "pos"))
counts = collections.Counter(word for words, _ in texts for word in words)
ranks = sorted(counts, key=lambda word: (-counts[word], word))[:19_998]
numbers = {word: index + 2 for index, word in enumerate(ranks)}
data = [([numbers.get(word, 1) for word in words[-200:]], float(label)) for words, label in texts]
random.shuffle(data)
data.sort(key=lambda item: len(item[0]))
batches = [data[start : start + 64] for start in range(0, len(data), 64)]
random.shuffle(batches)


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(20_000, 256)
        self.lstm = torch.nn.LSTM(256, 256)
        self.output = torch.nn.Linear(256, 1)

    def forward(self, words, last):
        states, _ = self.lstm(self.embedding(words))
        formats.check(states, is_bfloat16)
        return self.output(states[last, torch.arange(words.shape[1])]).squeeze(1)


model = Model()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001, fused=True)
loss_function = torch.nn.BCEWithLogitsLoss()


def step(batch):
    longest = max(len(words) for words, _ in batch)
    words = torch.zeros(longest, len(batch), dtype=torch.long)
    for column, (text, _) in enumerate(batch):
        words[: len(text), column] = torch.tensor(text)
    last = torch.tensor([len(text) - 1 for text, _ in batch])
    labels = torch.tensor([label for _, label in batch])
    optimizer.zero_grad()
    with formats.autocast(is_bfloat16):
        answers = model(words, last)
    loss = loss_function(answers.float(), labels)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 5)
    optimizer.step()
    return loss.item()


for batch in batches[:3]:
    step(batch)
chosen = batches[3::8]
start = time.perf_counter()
losses = [step(batch) for batch in chosen]
seconds = time.perf_counter() - start
words = sum(len(text) for batch in chosen for text, _ in batch)
total = sum(len(text) for text, _ in data)
assert sum(losses) / len(losses) < 0.75, "training did not run as it should"
print(
    f"{name}  {total:,} words"
    f"  {seconds * total / words:.1f} s an epoch  {words / seconds:,.0f} words/s"
)
