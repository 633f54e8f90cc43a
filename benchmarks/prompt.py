"""Times the prompt through a pseudo-terminal: what a person waits for.

python3 benchmarks/prompt.py [setl]     prints a table; ends with 1 when something is shown wrong.
Each row is the median and the worst of several trials; peers are timed where they are installed.
"""
import fcntl
import os
import pty
import re
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ".build/release/setl"
DRAWN = b"\x1b[?25h"  # the last thing that a repaint writes


class Prompt:
    def __init__(self, command, home, columns=100, rows=50, has_signals=True):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = dict(os.environ, SETL_HOME=home, HOME=home, TERM="xterm-256color")
        # Ctrl-C is a signal where the terminal controls the process; to arrange that costs Python
        # milliseconds, which are not the prompt's.
        control = lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        self.start = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment,
            start_new_session=True, preexec_fn=control if has_signals else None)
        os.close(slave)
        self.output = bytearray()

    def until(self, mark, start=None, limit=120):
        """Seconds from `start` until `mark` is written."""
        start = time.perf_counter() if start is None else start
        seen = 0
        while mark not in self.output[seen:]:
            # What was looked through is not looked through again.
            seen = max(len(self.output) - len(mark), 0)
            left = limit - (time.perf_counter() - start)
            if left < 0 or not select.select([self.master], [], [], left)[0]:
                sys.exit(f"{mark!r} did not come; the end of what came: {self.output[-500:]!r}")
            self.output += os.read(self.master, 1 << 16)
        return time.perf_counter() - start

    def drain(self, quiet=0.15):
        while select.select([self.master], [], [], quiet)[0]:
            self.output += os.read(self.master, 1 << 16)
        self.output = bytearray()

    def type(self, keys, mark=DRAWN):
        """Seconds from a key to the screen that shows it."""
        self.output = bytearray()
        start = time.perf_counter()
        os.write(self.master, keys)
        return self.until(mark, start)

    def run(self, cell):
        os.write(self.master, b"\x1b[200~" + cell.encode() + b"\x1b[201~")
        self.drain()
        os.write(self.master, b"\r")

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


rows = []


def row(what, seconds, limit=None):
    middle, worst = statistics.median(seconds) * 1e3, max(seconds) * 1e3
    told = "" if limit is None else f"{limit:g}"
    rows.append(f"{what:58} {middle:9.2f} {worst:9.2f} {told:>7}")
    print(rows[-1], flush=True)


def ready(command, mark, trials):
    times = []
    for _ in range(trials):
        home = tempfile.mkdtemp()
        prompt = Prompt(command, home, has_signals=False)
        times.append(prompt.until(mark, prompt.start))
        prompt.close()
        shutil.rmtree(home)
    return times


print(f"{'milliseconds':58} {'median':>9} {'worst':>9} {'at most':>7}")
row("process start to prompt", ready([PROGRAM], b"In [1]", 30), 15)
for name, command, mark in [("python3 -i", ["python3", "-i", "-q"], b">>>"),
                            ("IPython", ["ipython", "--no-banner"], b"In [")]:
    if shutil.which(command[0]):
        row(f"  the same of {name}", ready(command, mark, 5))

home = tempfile.mkdtemp()
prompt = Prompt([PROGRAM], home)
prompt.until(b"In [1]")
prompt.drain()
block = "fn f(x) {\n" + "".join(f'    let y{i} = "text {i}" + string(x * {i})  # why\n' for i in range(38)) + "}"
os.write(prompt.master, b"\x1b[200~" + block.encode() + b"\x1b[201~")
prompt.drain()
os.write(prompt.master, b"\x1b[A" * 20)
prompt.drain()
row("key to repainted screen, block of 40 lines",
    [prompt.type(b"abcdefghij"[i % 10:i % 10 + 1]) for i in range(200)], 2)
os.write(prompt.master, b"\x03")
prompt.drain()


def completions():
    times = []
    for i in range(60):
        os.write(prompt.master, b"sparse_em" if i % 2 else b"model.")
        prompt.drain(0.05)
        times.append(prompt.type(b"\t"))
        os.write(prompt.master, b"\x15")
        prompt.drain(0.05)
    return times


prompt.run("let data = toy_reviews(20_000, length: 200, seed: 1)")
prompt.until(b"In [2]")
prompt.run("let model = sequential(sparse_embedding(vocabulary: 400, units: 256, density: 0.04),\n"
           "sparse_lstm(units: 256, density: 0.04), dense(1))")
prompt.until(b"In [3]")
prompt.drain()
row("Tab to the list", completions(), 3)

prompt.run("let job = background(() => fit(model, data.train, epochs: 1000))")
prompt.until(b"In [4]")
prompt.drain(0.5)
row("Tab to the list while a model trains in the background", completions(), 3)
prompt.run("job.stop()")
prompt.drain(3)

waits = []
for i in range(5):
    number = 6 + i
    prompt.output = bytearray()
    prompt.run("while true { }")
    time.sleep(0.3)
    prompt.output = bytearray()
    start = time.perf_counter()
    os.write(prompt.master, b"\x03")
    waits.append(prompt.until(f"In [{number}]".encode(), start))
    prompt.drain()
row("Ctrl-C in a loop to the next prompt", waits, 100)

waits = []
for i in range(5):
    number = 11 + i
    prompt.run("let history = fit(model, data.train, epochs: 50)")
    time.sleep(1)
    prompt.output = bytearray()
    start = time.perf_counter()
    os.write(prompt.master, b"\x03")
    waits.append(prompt.until(f"In [{number}]".encode(), start))
    prompt.drain()
row("Ctrl-C in a training to the next prompt, its batch included", waits)

lines = 1_000_000
prompt.output = bytearray()
prompt.run(f"for i in 0..{lines} {{ print(i) }}")
start = time.perf_counter()
prompt.until(f"In [16]".encode(), start)
seconds = time.perf_counter() - start
plain = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]|\r", b"", prompt.output)
printed = [line for line in plain.split(b"\n") if line.isdigit()]
if printed != [str(i).encode() for i in range(lines)]:
    sys.exit(f"{len(printed)} lines of {lines} came, or in another order")
row(f"{lines:,} printed lines, all there", [seconds])
prompt.close()
shutil.rmtree(home)
