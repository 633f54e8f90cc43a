"""Times the notebook's kernel beside ipykernel: what a person at a page waits for.

python3 benchmarks/kernel.py [setl]     prints a table; ends with 1 when an answer is wrong.

Both are started, asked and measured in turn by the same client, which is nothing but sockets and costs both
the same. ipykernel is timed where this Python has it. `at most` is what the kernel is held to on a quiet machine.
"""

import importlib.util
import pathlib
import statistics
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests/notebook"))
import wire
from process import Process

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / ".build/release/setl")

SETL = {
    "argv": [PROGRAM, "kernel", "run", "{connection_file}"],
    "cell": "6 * 7",
    "begun": 'print("begun")\n',
    "endless": "while true {}",
    "print": "for n in 0..100_000 { print(n) }",
    "complete": ("sparse_d", "sparse_dense"),
    "prepare": "let data = toy_reviews(20_000, length: 100, seed: 1)\n"
    "let model = sequential(sparse_embedding(vocabulary: 300, units: 128, density: 0.1),\n"
    "                       sparse_lstm(units: 128, density: 0.1), dense(1))",
    "train": "fit(model, data.train, epochs: 1_000_000);",
}
IPYKERNEL = {
    "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    "cell": "6 * 7",
    "begun": 'print("begun", flush=True)\n',
    "endless": "while True: pass",
    "print": "for n in range(100_000): print(n)",
    "complete": ("enumer", "enumerate"),
    "prepare": "",
    "train": None,
}


def milliseconds(times):
    ordered = sorted(times)
    return statistics.median(ordered) * 1e3, ordered[
        min(len(ordered) - 1, int(len(ordered) * 0.95))
    ] * 1e3


class Kernel:
    def __init__(self, language):
        self.language = language
        self.process = Process(language["argv"])
        self.client = wire.Client(self.process.connection, process=self.process)
        id = self.client.send("shell", "kernel_info_request")
        # Asked before it listens: the question waits in the socket.
        self.client.reply(id, 60)
        self.ready = time.perf_counter() - self.process.started
        self.client.ready()

    def close(self):
        self.client.close()
        self.process.close()

    def timed(self, count, act):
        times = []
        for _ in range(count):
            start = time.perf_counter()
            act()
            times.append(time.perf_counter() - start)
        return times

    def execute(self):
        cell = self.client.run(self.language["cell"])
        assert cell.result == "42", cell

    def complete(self):
        code, wanted = self.language["complete"]
        reply = self.client.ask("complete_request", {"code": code, "cursor_pos": len(code)})
        assert wanted in reply["matches"], reply

    def forget(self):
        """What was received is not to make the client slower."""
        for each in (self.client.replies, self.client.published, self.client.seen):
            each.clear()

    def interrupt(self, code, seconds):
        """From the request to the cell's idle."""
        cell = self.client.execute(self.language["begun"] + code)
        self.client.prints(cell, "begun")
        time.sleep(seconds)
        start = time.perf_counter()
        if self.language is SETL:
            self.client.send("control", "interrupt_request")
        else:
            self.process.interrupt()
        done = self.client.finish(cell)
        took = time.perf_counter() - start
        self.client.take(0.05)
        assert self.client.run(self.language["cell"]).result == "42", done
        return took

    def prints(self):
        cell = self.client.run(self.language["print"], 60)
        assert cell.text == "".join(f"{n}\n" for n in range(100_000)), (
            f"{len(cell.text)} bytes came"
        )
        return len(cell.of("stream"))


def measure(kernel):
    """The rows of one round, by name: a list of seconds, or a number."""
    rows = {"process start to the first answer": [kernel.ready]}
    kernel.execute()
    rows["resident memory after the first cell, MiB"] = kernel.process.resident() / 2**20
    kernel.timed(50, kernel.execute)
    rows["execute, to reply and idle"] = kernel.timed(500, kernel.execute)
    kernel.forget()
    rows["complete"] = kernel.timed(500 if kernel.language is SETL else 100, kernel.complete)
    kernel.forget()
    rows["interrupt to idle, endless loop"] = [
        kernel.interrupt(kernel.language["endless"], 0.1) for _ in range(5)
    ]
    start = time.perf_counter()
    rows["messages for 100,000 prints"] = kernel.prints()
    rows["100,000 prints"] = [time.perf_counter() - start]
    if kernel.language["train"]:
        kernel.client.run(kernel.language["prepare"])
        cell = kernel.client.execute(kernel.language["train"])
        kernel.client.until(lambda: len(kernel.client.published.get(cell, [])) > 4, "the training")
        rows["complete while a cell trains on all cores"] = kernel.timed(300, kernel.complete)
        kernel.client.ask("interrupt_request", channel="control")
        kernel.client.finish(cell)
        rows["interrupt to idle, training, its batch included"] = [
            kernel.interrupt(kernel.language["train"], 0.5) for _ in range(3)
        ]
    return rows


MOST = {
    "process start to the first answer": 300,
    "execute, to reply and idle": 2,
    "complete": 3,
    "complete while a cell trains on all cores": 3,
    "interrupt to idle, endless loop": 100,
    "resident memory after the first cell, MiB": 40,
}


def main():
    languages = {"setl": SETL}
    if importlib.util.find_spec("ipykernel"):
        languages["ipykernel"] = IPYKERNEL
    rounds = {name: [] for name in languages}
    for _ in range(3):
        for name, language in languages.items():
            kernel = Kernel(language)
            try:
                rounds[name].append(measure(kernel))
            finally:
                kernel.close()
    print(
        f"{'milliseconds: median, 95th of 100':50}"
        + "".join(f"{name:>20}" for name in languages)
        + f"{'at most':>9}"
    )
    for what in rounds["setl"][0]:
        line = f"{what:50}"
        for name in languages:
            found = [each[what] for each in rounds[name] if what in each]
            if not found:
                line += f"{'–':>20}"
            elif isinstance(found[0], list):
                middle, high = milliseconds([time for each in found for time in each])
                line += f"{middle:>10.2f}{high:>10.2f}"
            else:
                line += f"{statistics.median(found):>10.1f}{'':10}"
        print(line + (f"{MOST[what]:>9g}" if what in MOST else ""))


if __name__ == "__main__":
    main()
