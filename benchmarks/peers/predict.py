"""Seconds a text for the answers of PyTorch's embedding, nn.LSTM and one output: the same task as
`benchmarks predict`.

The fastest ordinary form: inference mode, one call of the whole sequence for all texts of a batch (a frozen
TorchScript module, or a sequence without the batch's axis, takes as long). In 32-bit floats, or with --bfloat16
under autocast, whose answers are checked against those of 32 bits. Prints one JSON object; `seconds`
is the median of a call.
"""

import argparse
import json
import statistics
import time

import torch

import formats

options = argparse.ArgumentParser()
options.add_argument("--units", type=int, default=256)
options.add_argument("--batch", type=int, default=1)
options.add_argument("--length", type=int, default=200)
options.add_argument("--vocabulary", type=int, default=20_000)
options.add_argument("--threads", type=int, default=1)
options.add_argument("--seconds", type=float, default=2)
formats.add_option(options)
options = options.parse_args()
torch.set_num_threads(options.threads)
torch.manual_seed(1)

embedding = torch.nn.Embedding(options.vocabulary, options.units)
lstm = torch.nn.LSTM(options.units, options.units)
output = torch.nn.Linear(options.units, 1)
words = torch.randint(2, options.vocabulary, (options.length, options.batch))


def predict(is_bfloat16):
    with formats.autocast(is_bfloat16):
        states, (state, _) = lstm(embedding(words))
        answers = output(state[0]).squeeze(1)
    formats.check(states, is_bfloat16)
    return torch.sigmoid(answers.float())


times = []
with torch.inference_mode():
    first = predict(options.bfloat16)
    assert torch.allclose(first, predict(False), atol=0.02), "the formats give other answers"
    while sum(times) < options.seconds or len(times) < 5:
        start = time.perf_counter()
        found = predict(options.bfloat16)
        times.append(time.perf_counter() - start)
        assert torch.equal(found, first), "the same texts got other answers"
median = statistics.median(times)
print(json.dumps({
    "seconds": median, "best_seconds": min(times), "seconds_a_text": median / options.batch,
    "tokens_per_second": options.batch * options.length / median,
}))
