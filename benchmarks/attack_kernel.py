"""Whether the notebook's kernel can be brought down: floods of connections, random messages that are rightly
signed, kills at random moments, and cells that take more than there is. Nothing of it may hang or end the kernel,
and each bad message is worth a line in its log at the most.

Usage: attack_kernel.py [MESSAGES [CONNECTIONS [KILLS [SEED]]]]   (1,000,000, 1,000, 50, 1)
SETL names the program. Prints a line for each attack; the exit status is 0 if the kernel stood.
"""

import json
import os
import pathlib
import random
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/notebook"))
import wire
from process import Process

SETL = os.environ.get(
    "SETL", str(pathlib.Path(__file__).resolve().parents[1] / ".build/release/setl")
)
ARGV = [SETL, "kernel", "run", "{connection_file}"]
MOST_MEMORY = 1 << 30

KINDS = """
execute_request execute_request execute_request execute_request execute_request execute_request
complete_request inspect_request is_complete_request history_request comm_info_request comm_open
comm_msg comm_close create_subshell_request delete_subshell_request list_subshell_request
kernel_info_request input_reply interrupt_request debug_request connect_request usage_request
execute_reply status no_such_request
""".split()
FIELDS = """
code cursor_pos silent store_history user_expressions allow_stdin stop_on_error detail_level
hist_access_type n pattern unique output raw session start stop comm_id target_name data subshell_id
value restart
""".split()
# Pieces of cells. Nothing here writes files or leaves the program.
PIECES = r'''
1 x x. x[ x( + - => ( ) [ ] { } " "{ \ """ , . : ; ? ?? @ ^ _ 0..3 1e999 𝛾 é <script> True none let
fn if else for while try catch throw return import not in and or # ## print( display( plot([1,2])
help( input( sparse_dense( dense(1) sequential( tensor([1,2]) zeros(3,3) Out[1] session.variables()
clear_output() replay() ??fit model
'''.split()
PIECES += ["let x =", "fn f(", "for i in 0..3 {", "while false {", "try {", "\n", "# %%", "\0"]
TEXTS = """
x tail range search * [ jupyter.widget jupyter.widget.control request_states update custom stop-1
""".split()
TEXTS += ["", "𝛾" * 50, "a" * 5000, "\0"]


class Attack:
    def __init__(self, seed=1):
        self.chance = random.Random(seed)
        self.process = Process(ARGV)
        self.client = wire.Client(self.process.connection, process=self.process)
        self.client.ready()
        self.client.run("let kept = [1, 2, 3]")

    def close(self):
        self.client.close()
        self.process.close()

    def check(self, seconds=60):
        """That the kernel is there, answers, and remembers; the bytes that it holds."""
        end = time.monotonic() + seconds
        while (cell := self.attempt("let kept = [1, 2, 3]\n6 * 7")).result != "42":
            # An interrupt that was sent before, or a failure, may be what it is answered.
            assert time.monotonic() < end, cell
        assert self.client.run("length(kept)").result == "3"
        memory = self.process.resident()
        assert memory < MOST_MEMORY, f"{memory >> 20} MiB"
        return memory

    def attempt(self, code):
        """The cell; what runs before it, and may wait for an answer that nobody gives, is interrupted."""
        id = self.client.execute(code)
        for _ in range(20):
            try:
                return self.client.finish(id, 3)
            except wire.Silence:
                if not self.process.is_alive():
                    raise
                self.client.send("control", "interrupt_request")
        return self.client.finish(id)

    # Connections

    def connect(self, count):
        """Many that are there at once and say nothing, or what is no ZeroMQ; and half as many front ends."""
        ports = list(self.process.connection.ports.values())
        for begin in range(0, count, 250):
            raw = []
            for _ in range(min(250, count - begin)):
                each = socket.create_connection(
                    ("127.0.0.1", self.chance.choice(ports)), timeout=10
                )
                each.sendall(
                    self.chance.choice(
                        [
                            b"",
                            b"GET / HTTP/1.1\r\n\r\n",
                            os.urandom(200),
                            b"\xff" + b"\0" * 8 + b"\x7f",
                        ]
                    )
                )
                raw.append(each)
            clients = [wire.Client(self.process.connection, self.client.context) for _ in range(25)]
            for each in clients:
                each.send("shell", "kernel_info_request")
            self.check()
            for each in clients + raw:
                each.close()
        return self.check()

    # Messages

    def value(self, depth=0):
        pick = self.chance.randrange(12 if depth < 3 else 8)
        match pick:
            case 0:
                return None
            case 1:
                return self.chance.choice([True, False])
            case 2:
                return self.chance.choice([0, 1, -1, 2**31, 2**63, -(2**63), 10**40])
            case 3:
                return self.chance.choice([0.5, -1e300, 1e-320, 3.0])
            case 4 | 5:
                return self.chance.choice(TEXTS)
            case 6 | 7:
                return self.code()
            case 8 | 9:
                return [self.value(depth + 1) for _ in range(self.chance.randrange(4))]
            case _:
                return {
                    self.chance.choice(FIELDS): self.value(depth + 1)
                    for _ in range(self.chance.randrange(4))
                }

    def code(self):
        return " ".join(self.chance.choices(PIECES, k=self.chance.randrange(12)))

    def message(self):
        """The channel and the frames of one."""
        chance = self.chance
        kind = chance.choice(KINDS)
        if kind == "execute_request" and chance.random() < 0.8:
            content = {
                "code": self.code(),
                "silent": chance.random() < 0.3,
                "stop_on_error": chance.random() < 0.5,
            }
        else:
            content = {name: self.value() for name in chance.sample(FIELDS, chance.randrange(8))}
        header = self.client.header(kind)
        if chance.random() < 0.1:
            header["subshell_id"] = self.value()
        if chance.random() < 0.05:
            header[chance.choice(list(header))] = self.value()
        parts = [
            json.dumps(each).encode()
            for each in (header, {}, self.value() if chance.random() < 0.05 else {}, content)
        ]
        if chance.random() < 0.1:
            damaged = bytearray(parts[place := chance.randrange(4)])
            for _ in range(chance.randrange(1, 5)):
                if damaged:
                    damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            parts[place] = bytes(damaged)
        frames = [wire.DELIMITER, self.client.connection.signature(parts), *parts]
        if chance.random() < 0.03:
            del frames[chance.randrange(len(frames))]
        return chance.choice(["shell", "shell", "shell", "control", "stdin"]), frames

    def flood(self, count, batch=1000):
        """Random messages, rightly signed; the answers of all are taken and read."""
        client, sent = self.client, 0
        while sent < count:
            for _ in range(min(batch, count - sent)):
                channel, frames = self.message()
                client.sockets[channel].send_multipart(frames)
                sent += 1
                if sent % 100 == 0:
                    client.take(0)
            self.check()
            client.replies.clear()
            client.published.clear()
            client.seen.clear()
            client.questions.clear()
        return self.check()

    # What cells do

    def exhaust(self):
        """Cells that would end the process of another kernel end as a diagnostic, one each."""
        cells = [
            ("memory at once", "zeros(1_000_000, 1_000_000)"),
            (
                "memory bit by bit",
                "memory_limit(300_000_000)\nlet xs = []\nwhile true { append(xs, zeros(1000, 100)) }",
            ),
            ("text", 'memory_limit(300_000_000)\nlet t = "x"\nwhile true { t = t + t }'),
            ("recursion", "fn f(n) { 1 + f(n + 1) }\nf(0)"),
            ("nesting", "(" * 100_000),
            ("a cycle, printed", "let xs = []\nappend(xs, xs)\nprint(xs)\n[1][5]"),
        ]
        if os.path.exists("/dev/full"):
            cells.append(("a full disk", 'write_text("x" * 100_000, "/dev/full")'))
        for name, code in cells:
            cell = self.client.run(code, 60)
            assert cell.reply["status"] == "error", f"{name}: {cell.reply}"
            assert cell.reply["ename"].startswith("S"), f"{name}: {cell.reply}"
            self.client.run("xs = []; t = 0")
            self.check()
        return self.check()


def kill(count, seed=1):
    """Kernels killed at random moments; the next starts at the same ports at once."""
    chance = random.Random(seed)
    process = Process(ARGV)
    try:
        for _ in range(count):
            client = wire.Client(process.connection)
            client.ready()
            assert client.run("1 + 1").result == "2"
            client.execute(
                "let data = toy_reviews(500)\nlet model = sequential(embedding(vocabulary: 300, units: 8), lstm(units: 8), dense(1))\n"
                "fit(model, data.train, epochs: 1000)"
            )
            time.sleep(chance.random() * 0.2)
            process.process.kill()
            process.process.wait()
            client.close()
            process.start()
        assert "Fatal" not in process.said(), process.said()
    finally:
        process.close()


def main():
    messages, connections, kills, seed = [int(word) for word in sys.argv[1:]] + [
        1_000_000,
        1000,
        50,
        1,
    ][len(sys.argv) - 1 :]

    def row(what, act):
        start = time.perf_counter()
        memory = act()
        told = f"{memory >> 20:>6} MiB" if memory else ""
        print(f"{what:44} {time.perf_counter() - start:8.1f} s {told}", flush=True)

    attack = Attack(seed)
    try:
        row(f"{connections:,} connections", lambda: attack.connect(connections))
        row("cells that take more than there is", attack.exhaust)
        row(f"{messages:,} random messages", lambda: attack.flood(messages))
        lines = attack.process.said().splitlines()
        print(f"{len(lines):,} lines in the log")
        assert not any(
            word in line for line in lines for word in ("Fatal", "Swift/", "Assertion")
        ), lines[-20:]
    finally:
        attack.close()
    row(f"{kills} kills", lambda: kill(kills, seed))


if __name__ == "__main__":
    main()
