"""A running kernel: where it listens, its process, what it has written for whoever looks after it."""

import hashlib
import hmac
import json
import os
import pathlib
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import zmq

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Connection:
    """What a connection file says: where, with which key, encrypted or not."""

    def __init__(self, folder, transport="tcp", curve=False, key=None):
        self.transport = transport
        self.key = (secrets.token_hex(16) if key is None else key).encode()
        self.address = "127.0.0.1" if transport == "tcp" else str(pathlib.Path(folder, "ipc"))
        ports = free_ports(5) if transport == "tcp" else range(1, 6)
        self.ports = dict(zip(CHANNELS, ports))
        self.curve = zmq.curve_keypair() if curve else None
        self.file = pathlib.Path(folder, "connection.json")
        content = {f"{name}_port": port for name, port in self.ports.items()} | {
            "transport": transport,
            "ip": self.address,
            "key": self.key.decode(),
            "signature_scheme": "hmac-sha256",
            "kernel_name": "setl",
        }
        if self.curve:
            content["curve_publickey"], content["curve_secretkey"] = map(bytes.decode, self.curve)
        self.file.write_text(json.dumps(content))
        self.file.chmod(0o600)

    def endpoint(self, channel):
        parting = ":" if self.transport == "tcp" else "-"
        return f"{self.transport}://{self.address}{parting}{self.ports[channel]}"

    def signature(self, parts):
        if not self.key:
            return b""
        digest = hmac.new(self.key, digestmod=hashlib.sha256)
        for part in parts:
            digest.update(part)
        return digest.hexdigest().encode()


class Process:
    """A running kernel, started as Jupyter starts one, in a folder and a home of its own."""

    def __init__(
        self, argv, transport="tcp", curve=False, key=None, environment=(), largest_file=None
    ):
        # Sockets of ipc have names of at most 107 bytes.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="k", dir="/tmp"))
        self.connection = Connection(self.folder, transport, curve, key)
        self.log = self.folder / "log"
        self.environment = (
            os.environ
            | {"SETL_HOME": str(self.folder / "home"), "JPY_PARENT_PID": str(os.getpid())}
            | dict(environment)
        )
        self.argv = [word.replace("{connection_file}", str(self.connection.file)) for word in argv]
        self.largest_file = largest_file
        self.start()

    def start(self):
        self.started = time.perf_counter()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.argv,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                restore_signals=False,
                preexec_fn=self.limit_files if self.largest_file else None,
            )

    def limit_files(self):
        """A disk that takes no more: writing behind the limit fails, and does not end the process."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest_file, self.largest_file))

    def resident(self):
        """Bytes in memory now."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) * 1024

    def interrupt(self):
        """As Jupyter does where a kernel asks for signals: to the whole group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def is_alive(self):
        return self.process.poll() is None

    def said(self):
        """What it has written for whoever looks after it."""
        return self.log.read_text(errors="replace")

    def close(self):
        if self.is_alive():
            self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
