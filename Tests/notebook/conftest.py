"""Kernels for the tests: `kernel` is one that many tests share, `fresh` starts one's own."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import pytest

import wire

ROOT = pathlib.Path(__file__).parents[2]
SETL = os.environ.get("SETL") or str(ROOT / ".build/release/setl")
ARGV = [SETL, "kernel", "run", "{connection_file}"]

# Everything that Jupyter looks for or writes stays in one folder; the kernel is the only one there.
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="setl-notebook-"))
os.environ |= {f"JUPYTER_{kind}_DIR": str(FOLDER / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
os.environ |= {
    "JUPYTER_PATH": str(FOLDER / "prefix/share/jupyter"), "SETL_HOME": str(FOLDER / "home"),
    "SETL": SETL, "PYTHONPATH": str(ROOT / "editors/pygments"),
    # Else a run of a notebook leaves its console's history in the user's home.
    "IPYTHONDIR": str(FOLDER / "ipython"),
}
subprocess.run([SETL, "kernel", "install", "--prefix", str(FOLDER / "prefix")], check=True, stdout=subprocess.DEVNULL)


def pytest_unconfigure():
    shutil.rmtree(FOLDER, ignore_errors=True)


class Running:
    """A kernel and a client of it, which is the front end of most tests."""

    def __init__(self, **options):
        self.process = wire.Process(ARGV, **options)
        self.clients = []
        try:
            self.client = self.connect()
        except BaseException:
            self.close()
            raise

    def connect(self):
        """Another front end."""
        client = wire.Client(self.process.connection)
        self.clients.append(client)
        client.ready()
        return client

    def close(self):
        for client in self.clients:
            client.close()
        self.process.close()


@pytest.fixture
def fresh():
    """Starts kernels that nobody else uses."""
    running = []

    def start(**options):
        running.append(Running(**options))
        return running[-1]

    yield start
    for each in running:
        each.close()


@pytest.fixture(scope="module")
def shared():
    running = Running()
    yield running
    running.close()


@pytest.fixture
def client(shared):
    """The front end of a kernel that the tests of a file share; each test leaves it idle and alive."""
    yield shared.client
    assert shared.process.is_alive(), shared.process.said()
    assert shared.client.run("6 * 7").result == "42"


TRAINING = """let data = toy_reviews(3000, length: 40, seed: 1)
let model = sequential(sparse_embedding(vocabulary: 300, units: 64, density: 0.1),
                       sparse_lstm(units: 64, density: 0.1), dense(1))
"""
"""What makes `data` and `model` for a training of as many epochs as a test wants."""
