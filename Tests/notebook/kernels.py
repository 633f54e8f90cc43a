"""The kernel that is tested, where Jupyter finds it, and nothing of the user's."""

import os
import pathlib
import subprocess
import tempfile

import wire
from process import Process

ROOT = pathlib.Path(__file__).parents[2]
SETL = os.environ.get("SETL") or str(ROOT / ".build/release/setl")
ARGV = [SETL, "kernel", "run", "{connection_file}"]

# Everything that Jupyter looks for or writes stays in one folder; the kernel is the only one there.
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="setl-notebook-"))
os.environ |= {
    f"JUPYTER_{kind}_DIR": str(FOLDER / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")
}
os.environ |= {
    "JUPYTER_PATH": str(FOLDER / "prefix/share/jupyter"),
    "SETL_HOME": str(FOLDER / "home"),
    "SETL": SETL,
    # Else a run of a notebook leaves its console's history in the user's home.
    "IPYTHONDIR": str(FOLDER / "ipython"),
}
if subprocess.run(
    [SETL, "kernel", "install", "--prefix", str(FOLDER / "prefix")], stdout=subprocess.DEVNULL
).returncode:
    import json

    spec = FOLDER / "prefix/share/jupyter/kernels/setl"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(
        json.dumps(
            {
                "argv": ARGV,
                "display_name": "setl",
                "language": "setl",
                "interrupt_mode": "message",
                "kernel_protocol_version": "5.5",
                "metadata": {"supported_encryption": ["curve"]},
            }
        )
    )


class Running:
    """A kernel and a client of it, which is the front end of most tests."""

    def __init__(self, **options):
        self.process = Process(ARGV, **options)
        self.clients = []
        try:
            self.client = self.connect()
        except BaseException:
            self.close()
            raise

    def connect(self):
        """Another front end."""
        client = wire.Client(self.process.connection, process=self.process)
        self.clients.append(client)
        client.ready()
        return client

    def close(self):
        for client in self.clients:
            client.close()
        self.process.close()


TRAINING = """let data = toy_reviews(3000, length: 40, seed: 1)
let model = sequential(sparse_embedding(vocabulary: 300, units: 64, density: 0.1),
                       sparse_lstm(units: 64, density: 0.1), dense(1))
"""
"""What makes `data` and `model` for a training of as many epochs as a test wants."""
