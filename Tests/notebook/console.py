"""Jupyter's console in a pseudo-terminal: cells are pasted, as a person would paste them."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time


class Console:
    def __init__(self, folder):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
        self.process = subprocess.Popen(
            [f"{os.path.dirname(sys.executable)}/jupyter-console", "--kernel", "setl"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        os.close(slave)
        self.shown = b""
        self.count = 0
        self.wait_for_prompt()

    def wait_for_prompt(self, seconds=90):
        """What was shown until the next numbered prompt."""
        self.count += 1
        mark, begin = f"In [{self.count}]:".encode(), len(self.shown)
        end = time.monotonic() + seconds
        while mark not in self.plain(self.shown[begin:]):
            left = end - time.monotonic()
            assert left > 0, (
                f"{mark} did not come; the last: {self.plain(self.shown[-2000:]).decode(errors='replace')}"
            )
            if select.select([self.master], [], [], min(left, 0.5))[0]:
                self.shown += os.read(self.master, 1 << 16)
        return self.plain(self.shown[begin:]).decode(errors="replace")

    @staticmethod
    def plain(shown):
        return re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07|\r", b"", shown)

    def run(self, cell):
        os.write(self.master, b"\x1b[200~" + cell.encode() + b"\x1b[201~")
        time.sleep(0.05)
        os.write(self.master, b"\r")
        return self.wait_for_prompt()

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        os.close(self.master)
