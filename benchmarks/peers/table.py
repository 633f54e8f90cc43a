"""setl's training steps beside PyTorch's, in turn on the same cores, as a table with ratios.

Each row is measured ROUNDS times (3), one program after the other, and the median is shown; PyTorch is taken
with dense and with sparse gradients of the embedding, whichever is faster. BENCHMARKS names the program.
"""

import json
import os
import statistics
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
program = os.environ.get("BENCHMARKS", os.path.join(here, "../../.build/release/benchmarks"))
rounds = int(os.environ.get("ROUNDS", "3"))


def rate(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)[
        "tokens_per_second"
    ]


def setl(*words):
    return rate([program, "lstm", "--json", *words])


def torch(*words):
    return rate([sys.executable, os.path.join(here, "lstm.py"), *words])


def sizes(units, length, threads, *more):
    return ["--units", str(units), "--length", str(length), "--threads", str(threads), *more]


def compare(name, ours, theirs):
    own, best = [], []
    for _ in range(rounds):
        own.append(ours())
        best.append(max(peer() for peer in theirs))
    a, b = statistics.median(own), statistics.median(best)
    print(f"| {name} | {a:,.0f} | {b:,.0f} | {a / b:.1f} |", flush=True)


print("| work | setl, words/s | PyTorch, words/s | ratio |\n|---|---|---|---|", flush=True)
for threads in (1, 2):
    for units, length, more in [
        (256, 100, []), (256, 400, []), (256, 100, ["--uniform"]), (512, 100, []), (1024, 100, []),
    ]:
        words = sizes(units, length, threads, *more)
        name = f"sparse 4 %, {units} units, length {length}{', uniform' if more else ''}, {threads} thread{'s' * (threads > 1)}"
        dense = [lambda: torch(*words), lambda: torch(*words, "--sparse-gradients")]
        compare(name, lambda: setl(*words), dense)
    words = sizes(256, 100, threads)
    compare(f"against masks, 256 units, {threads} thread{'s' * (threads > 1)}", lambda: setl(*words),
            [lambda: torch(*words, "--masked", "0.04")])
    compare(f"both dense, 256 units, {threads} thread{'s' * (threads > 1)}", lambda: setl(*words, "--dense"),
            [lambda: torch(*words), lambda: torch(*words, "--sparse-gradients")])
words = sizes(256, 100, 1)
for density in ("0.1", "0.2", "0.3", "0.45"):
    compare(f"sparse {float(density) * 100:.0f} %, 256 units, 1 thread", lambda: setl(*words, "--density", density),
            [lambda: torch(*words), lambda: torch(*words, "--sparse-gradients")])
