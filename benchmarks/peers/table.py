"""setl beside PyTorch and SciPy on the same cores, as Markdown tables with ratios: above 1, setl is faster.

One size at a time is changed from 256 units, length 100, batch 64. Each row is measured ROUNDS times (3), one
program after the other, each for SECONDS (1), and the medians are shown. setl computes in 32-bit floats, PyTorch
in these and, where the processor has instructions for it, under autocast in bfloat16. Of PyTorch's training with
dense and with sparse gradients of the embedding, the faster one counts; from 1024 units on, where the optimizer
is a fiftieth of a step, only the first is run. FULL=1 runs the perceptron at its full size, else it has a tenth of
the neurons. A row is marked where other programs took more than a twentieth of a core meanwhile: PyTorch's two
threads wait for each other in a loop, and take many times as long then. BENCHMARKS names the program.
Usage: table.py [NAME ...], of the tables named below; all without.
"""

import functools
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
    """Prints a row: the medians of `ours` and of each of `theirs`, measured in turn, and the ratios to those.

    One of `theirs` is a list of ways to the same, of which the best counts, or a word that says why there is none.
    """
    watch, columns = Watch(), [[ours], *theirs]
    found = [[] for _ in columns]
    for _ in range(rounds):
        for column, ways in zip(found, columns):
            if not isinstance(ways, str):
                column.append((max if is_rate else min)(way() for way in ways))
    medians = [statistics.median(column) if column else None for column in found]
    words = "{:,.0f}" if is_rate else "{:.4g}"
    cells = [words.format(value) if value else ways for value, ways in zip(medians, columns)]
    for value in medians[1:]:
        cells.append(f"{medians[0] / value if is_rate else value / medians[0]:.2f}" if value else "–")
    print(f"| {name} | {' | '.join(cells)}{watch.mark()} |", flush=True)


# What the processor lacks for bfloat16, asked for once.
lack = functools.cache(lambda: lines([sys.executable, os.path.join(here, "formats.py")])[0]["lack"])


def beside(name, ours, theirs, is_rate=True):
    """A row beside PyTorch in both formats; `theirs` gives its ways for some more options."""
    compare(name, ours, [theirs(), f"no {lack()}" if lack() else theirs("--bfloat16")], is_rate)


def formats(title, first, unit):
    heading(title, first, f"setl, 32 bits, {unit}", f"PyTorch, 32 bits, {unit}", f"PyTorch, bfloat16, {unit}",
            "ratio, 32 bits", "ratio, bfloat16")


def usual():
    formats("Training, 4 % of the connections", "256 units, length 100, batch 64", "words/s")
    for threads in (1, 2):
        words = ["--threads", threads]
        name = f"{threads} thread{'s' * (threads > 1)}"
        beside(name, setl("lstm", *words), lambda *more: trainings(256, *words, *more))


def sizes():
    for threads in (1, 2):
        formats(f"Training, 4 % of the connections, {threads} thread{'s' * (threads > 1)}",
                "256 units, length 100, batch 64, but for", "words/s")
        rows = [("nothing", 256, [])]
        rows += [(f"{units} units", units, []) for units in (128, 512, 1024, 2048)]
        rows += [(f"length {length}", 256, ["--length", length]) for length in (50, 400, 1000)]
        rows += [(f"batch {batch}", 256, ["--batch", batch]) for batch in (1, 16, 256)]
        rows += [("uniform words", 256, ["--uniform"])]
        for name, units, changed in rows:
            words = ["--threads", threads, *changed]
            beside(name, setl("lstm", "--units", units, *words), lambda *more: trainings(units, *words, *more))


def forms():
    formats("Training, the same form of network", "256 units, length 100, batch 64", "words/s")
    for threads in (1, 2):
        words = ["--threads", threads]
        name = f"{threads} thread{'s' * (threads > 1)}"
        beside(f"4 % against masks, {name}", setl("lstm", *words),
               lambda *more: [peer("lstm.py", *words, "--masked", 0.04, *more)])
        beside(f"dense against dense, {name}", setl("lstm", *words, "--dense"),
               lambda *more: trainings(256, *words, *more))


def family():
    formats("Training, 4 % of the connections, more than one LSTM", "256 units, length 100, batch 64", "words/s")
    for threads in (1, 2):
        words = ["--threads", threads]
        for name, more in [("two layers", ["--layers", 2]), ("three layers", ["--layers", 3]),
                           ("both directions", ["--bidirectional"]),
                           ("two layers, both directions", ["--layers", 2, "--bidirectional"])]:
            beside(f"{name}, {threads} thread{'s' * (threads > 1)}", setl("lstm", *words, *more),
                   lambda *options: trainings(256, *words, *more, *options))


def density():
    formats("Training by density beside PyTorch's dense form, 1 thread", "256 units, length 100, batch 64", "words/s")
    beside("100 %, dense form", setl("lstm", "--dense"), lambda *more: trainings(256, *more))
    for percent in (100, 60, 45, 30, 20, 10, 4, 2, 1):
        beside(f"{percent} %", setl("lstm", "--density", percent / 100), lambda *more: trainings(256, *more))


def predict():
    formats("Answers, 4 % of the connections, beside PyTorch's dense form", "256 units, length 200", "s")
    for batch, threads, packed in ((1, 1, 0), (1, 1, 32), (1, 1, 8), (1, 2, 0), (64, 1, 0), (64, 2, 0)):
        words = ["--batch", batch, "--threads", threads]
        name = f"{batch} text{'s' * (batch > 1)}, {threads} thread{'s' * (threads > 1)}"
        name += f", packed, {packed} bits" if packed else ""
        ours = setl("predict", *words, *(["--packed", packed] if packed else []), figure="seconds")
        beside(name, ours, lambda *more: [peer("predict.py", *words, *more, figure="seconds")], is_rate=False)


def mlp():
    heading(f"SET-MLP, 3312 inputs, three layers of {hidden:,}, ε 20, batch 2", "what", "setl, 1 thread, s",
            "2 threads, s", "SciPy as published, s", "SciPy tuned, s", "published / 1 thread", "published / 2 threads",
            "tuned / 1 thread")
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
    heading("setl on two threads against one", "256 units, length 100, batch 64, but for", "2 threads", "1 thread",
            "ratio")
    for name, words in [
        ("nothing", []), ("1024 units", ["--units", 1024]), ("length 400", ["--length", 400]),
        ("batch 16", ["--batch", 16]), ("batch 256", ["--batch", 256]), ("dense", ["--dense"]),
    ]:
        compare(f"{name}, words/s", setl("lstm", *words, "--threads", 2), [[setl("lstm", *words)]])
    words = ["--hidden", hidden]
    compare("SET-MLP, s a step", setl("mlp", *words, "--threads", 2, figure="seconds_a_step"),
            [[setl("mlp", *words, figure="seconds_a_step")]], is_rate=False)


def product():
    heading("The sparse products by themselves, 1 thread", "rows × columns, density, width", "product, GFLOP/s",
            "transposed", "sampled", "peak of a core", "shares of the peak")
    for rows, columns, density, width in [
        (1024, 256, 0.04, 64), (1024, 256, 0.04, 32), (1024, 256, 0.04, 16), (1024, 256, 0.01, 64),
        (1024, 256, 0.2, 64), (4096, 1024, 0.04, 64), (8192, 2048, 0.01, 64),
    ]:
        command = [program, "product", "--json", *time, "--rows", rows, "--columns", columns, "--density", density,
                   "--width", width]
        watch = Watch()
        runs = [lines(command) for _ in range(rounds)]
        gflops = [statistics.median(run[part]["gflops"] for run in runs) for part in range(3)]
        peak = statistics.median(run[0]["peak_gflops"] for run in runs)
        print(f"| {rows} × {columns}, {density * 100:.0f} %, {width} | {' | '.join(f'{rate:.1f}' for rate in gflops)}"
              f" | {peak:.0f} | {', '.join(f'{rate / peak * 100:.0f} %' for rate in gflops)}{watch.mark()} |", flush=True)


tables = {table.__name__: table for table in (usual, sizes, forms, family, density, predict, mlp, threads, product)}
unknown = [name for name in sys.argv[1:] if name not in tables]
if unknown:
    sys.exit(f"there is no table {unknown[0]}; there are {', '.join(tables)}")
for name in sys.argv[1:] or tables:
    tables[name]()
