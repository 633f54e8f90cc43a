"""setl beside PyTorch and SciPy on the same cores, as Markdown tables with ratios: above 1, setl is faster.

One size at a time is changed from 256 units, length 100, batch 64. Each row is measured ROUNDS times (3), one
program after the other, each for SECONDS (1), and the medians are shown. Of PyTorch's training with dense and
with sparse gradients of the embedding, the faster one counts; from 1024 units on, where the optimizer is a
fiftieth of a step, only the first is run. FULL=1 runs the perceptron at its full size, else it has a tenth of
the neurons. A row is marked where other programs took more than a twentieth of a core meanwhile: PyTorch's two
threads wait for each other in a loop, and take many times as long then. BENCHMARKS names the program. Usage: table.py [NAME ...], of the tables named below; all without.
"""

import json
import os
import statistics
import subprocess
import sys
from time import perf_counter

# Each library chooses its kernels by the processor, whatever was wished for elsewhere.
os.environ.pop("OPENBLAS_CORETYPE", None)
here = os.path.dirname(os.path.abspath(__file__))
program = os.environ.get("BENCHMARKS", os.path.join(here, "../../.build/release/benchmarks"))
rounds = int(os.environ.get("ROUNDS", "3"))
time = ["--seconds", os.environ.get("SECONDS", "1")]
hidden = 300_000 if os.environ.get("FULL") == "1" else 30_000


def lines(command):
    """What a program prints, one JSON object a line; what it says of errors goes to the terminal."""
    found = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in found.stdout.splitlines()]


def setl(benchmark, *words, figure="tokens_per_second"):
    return lambda: lines([program, benchmark, "--json", *time, *words])[0][figure]


def peer(script, *words, figure="tokens_per_second"):
    return lambda: lines([sys.executable, os.path.join(here, script), *time, *words])[0][figure]


def trainings(units, *words):
    """PyTorch's training, in the ways that may be fastest."""
    dense = peer("lstm.py", "--units", units, *words)
    return [dense] if units >= 1024 else [dense, peer("lstm.py", "--units", units, *words, "--sparse-gradients")]


class Watch:
    """Tells whether other programs ran since it was made; never where there is no /proc/stat."""

    def __init__(self):
        self.start = self.now()

    @staticmethod
    def now():
        """Seconds: passed, of all processors' work, and of that of this program and those it started."""
        try:
            with open("/proc/stat") as file:
                user, nice, system = (int(word) for word in file.readline().split()[1:4])
        except OSError:
            return perf_counter(), 0, 0
        return perf_counter(), (user + nice + system) / os.sysconf("SC_CLK_TCK"), sum(os.times()[:4])

    def mark(self):
        passed, all, own = (b - a for a, b in zip(self.start, self.now()))
        return " (disturbed)" if all - own > 0.05 * passed else ""


def heading(title, *columns):
    print(f"\n## {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)


def compare(name, ours, theirs, is_rate=True):
    """Prints a row: medians of `ours` and of the best of `theirs`, measured in turn, and their ratio."""
    watch, own, best = Watch(), [], []
    for _ in range(rounds):
        own.append(ours())
        best.append((max if is_rate else min)(other() for other in theirs))
    a, b = statistics.median(own), statistics.median(best)
    words = "{:,.0f}" if is_rate else "{:.4g}"
    print(f"| {name} | {words.format(a)} | {words.format(b)} | {a / b if is_rate else b / a:.2f}{watch.mark()} |", flush=True)


def usual():
    heading("Training, 4 % of the connections", "256 units, length 100, batch 64", "setl, words/s", "PyTorch, words/s", "ratio")
    for threads in (1, 2):
        words = ["--threads", threads]
        compare(f"{threads} thread{'s' * (threads > 1)}", setl("lstm", *words), trainings(256, *words))


def sizes():
    for threads in (1, 2):
        heading(f"Training, 4 % of the connections, {threads} thread{'s' * (threads > 1)}",
                "256 units, length 100, batch 64, but for", "setl, words/s", "PyTorch, words/s", "ratio")
        rows = [("nothing", 256, [])]
        rows += [(f"{units} units", units, []) for units in (128, 512, 1024, 2048)]
        rows += [(f"length {length}", 256, ["--length", length]) for length in (50, 400, 1000)]
        rows += [(f"batch {batch}", 256, ["--batch", batch]) for batch in (1, 16, 256)]
        rows += [("uniform words", 256, ["--uniform"])]
        for name, units, more in rows:
            words = ["--threads", threads, *more]
            compare(name, setl("lstm", "--units", units, *words), trainings(units, *words))


def forms():
    heading("Training, the same form of network", "256 units, length 100, batch 64", "setl, words/s", "PyTorch, words/s",
            "ratio")
    for threads in (1, 2):
        words = ["--threads", threads]
        name = f"{threads} thread{'s' * (threads > 1)}"
        compare(f"4 % against masks, {name}", setl("lstm", *words), [peer("lstm.py", *words, "--masked", 0.04)])
        compare(f"dense against dense, {name}", setl("lstm", *words, "--dense"), trainings(256, *words))


def density():
    heading("Training by density, 1 thread", "256 units, length 100, batch 64", "setl, words/s", "PyTorch dense, words/s",
            "ratio")
    compare("100 %, dense form", setl("lstm", "--dense"), trainings(256))
    for percent in (100, 60, 45, 30, 20, 10, 4, 2, 1):
        compare(f"{percent} %", setl("lstm", "--density", percent / 100), trainings(256))


def predict():
    heading("Answers, 4 % of the connections", "256 units, length 200", "setl, s", "PyTorch dense, s", "ratio")
    for batch, threads, packed in ((1, 1, 0), (1, 1, 32), (1, 1, 8), (1, 2, 0), (64, 1, 0), (64, 2, 0)):
        words = ["--batch", batch, "--threads", threads]
        name = f"{batch} text{'s' * (batch > 1)}, {threads} thread{'s' * (threads > 1)}"
        name += f", packed, {packed} bits" if packed else ""
        ours = setl("predict", *words, *(["--packed", packed] if packed else []), figure="seconds")
        compare(name, ours, [peer("predict.py", *words, figure="seconds")], is_rate=False)


def mlp():
    heading(f"SET-MLP, 3312 inputs, three layers of {hidden:,}, ε 20, batch 2", "what", "setl, 1 thread, s", "2 threads, s",
            "SciPy as published, s", "SciPy tuned, s", "published / 1 thread", "published / 2 threads", "tuned / 1 thread")
    # Each program tells all three figures of one run; SciPy runs on one thread.
    figures = {"seconds_a_step": "step", "seconds_evolution": "evolution", "seconds_an_epoch": "epoch of 136 steps"}
    ours = [program, "mlp", "--json", *time, "--hidden", hidden]
    scipy = [sys.executable, os.path.join(here, "set_mlp.py"), "--hidden", hidden]
    commands = [[*ours, "--threads", 1], [*ours, "--threads", 2], [*scipy, "--published"], scipy]
    watch, runs = Watch(), [[lines(command)[0] for command in commands] for _ in range(rounds)]
    mark = watch.mark()
    for figure, name in figures.items():
        one, two, published, tuned = (statistics.median(run[n][figure] for run in runs) for n in range(4))
        ratios = [published / one, published / two, tuned / one]
        print("| " + " | ".join([name, *(f"{s:.4g}" for s in (one, two, published, tuned)),
                                 *(f"{ratio:.1f}" for ratio in ratios)]) + f"{mark} |", flush=True)


def threads():
    heading("setl on two threads against one", "256 units, length 100, batch 64, but for", "2 threads", "1 thread", "ratio")
    for name, words in [
        ("nothing", []), ("1024 units", ["--units", 1024]), ("length 400", ["--length", 400]),
        ("batch 16", ["--batch", 16]), ("batch 256", ["--batch", 256]), ("dense", ["--dense"]),
    ]:
        compare(f"{name}, words/s", setl("lstm", *words, "--threads", 2), [setl("lstm", *words)])
    words = ["--hidden", hidden]
    compare("SET-MLP, s a step", setl("mlp", *words, "--threads", 2, figure="seconds_a_step"),
            [setl("mlp", *words, figure="seconds_a_step")], is_rate=False)


def product():
    heading("The sparse products by themselves, 1 thread", "rows × columns, density, width", "product, GFLOP/s", "transposed",
            "sampled", "peak of a core", "shares of the peak")
    for rows, columns, density, width in [
        (1024, 256, 0.04, 64), (1024, 256, 0.04, 32), (1024, 256, 0.04, 16), (1024, 256, 0.01, 64), (1024, 256, 0.2, 64),
        (4096, 1024, 0.04, 64), (8192, 2048, 0.01, 64),
    ]:
        command = [program, "product", "--json", *time, "--rows", rows, "--columns", columns, "--density", density,
                   "--width", width]
        watch = Watch()
        runs = [lines(command) for _ in range(rounds)]
        gflops = [statistics.median(run[part]["gflops"] for run in runs) for part in range(3)]
        peak = statistics.median(run[0]["peak_gflops"] for run in runs)
        print(f"| {rows} × {columns}, {density * 100:.0f} %, {width} | {' | '.join(f'{rate:.1f}' for rate in gflops)}"
              f" | {peak:.0f} | {', '.join(f'{rate / peak * 100:.0f} %' for rate in gflops)}{watch.mark()} |", flush=True)


tables = {table.__name__: table for table in (usual, sizes, forms, density, predict, mlp, threads, product)}
unknown = [name for name in sys.argv[1:] if name not in tables]
if unknown:
    sys.exit(f"there is no table {unknown[0]}; there are {', '.join(tables)}")
for name in sys.argv[1:] or tables:
    tables[name]()
