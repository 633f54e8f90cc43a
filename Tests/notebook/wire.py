"""A Jupyter kernel and its client with nothing between the test and the sockets but pyzmq.

Tests and benchmarks use it: it signs and reads messages itself, files every message under the request that it
answers, and costs the same for every kernel.
"""

import dataclasses
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
DELIMITER = b"<IDS|MSG>"


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
            "transport": transport, "ip": self.address, "key": self.key.decode(),
            "signature_scheme": "hmac-sha256", "kernel_name": "setl"}
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

    def __init__(self, argv, transport="tcp", curve=False, key=None, environment=(), largest_file=None):
        # Sockets of ipc have names of at most 107 bytes.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="k", dir="/tmp"))
        self.connection = Connection(self.folder, transport, curve, key)
        self.log = self.folder / "log"
        self.environment = os.environ | {
            "SETL_HOME": str(self.folder / "home"), "JPY_PARENT_PID": str(os.getpid())
        } | dict(environment)
        self.argv = [word.replace("{connection_file}", str(self.connection.file)) for word in argv]
        self.largest_file = largest_file
        self.start()

    def start(self):
        self.started = time.perf_counter()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.argv, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, restore_signals=False,
                preexec_fn=self.limit_files if self.largest_file else None)

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


@dataclasses.dataclass
class Message:
    channel: str
    header: dict
    parent: dict
    metadata: dict
    content: dict
    topic: list
    arrived: float

    @property
    def type(self):
        return self.header["msg_type"]


@dataclasses.dataclass
class Cell:
    """What became of a cell."""

    id: str
    reply: dict
    reply_metadata: dict
    messages: list

    @property
    def outputs(self):
        """All messages but states and the cell itself."""
        return [each for each in self.messages if each.type not in ("status", "execute_input")]

    @property
    def states(self):
        return [each.content["execution_state"] for each in self.messages if each.type == "status"]

    def of(self, kind):
        return [each.content for each in self.messages if each.type == kind]

    @property
    def text(self):
        return "".join(each["text"] for each in self.of("stream"))

    @property
    def result(self):
        """The value as text, or None."""
        results = self.of("execute_result")
        return results[0]["data"]["text/plain"] if results else None


class Silence(AssertionError):
    """What was waited for did not come."""


class Client:
    """A front end."""

    def __init__(self, connection, context=None, process=None):
        self.connection = connection
        # Once it has ended nothing more is waited for.
        self.process = process
        self.context = context or zmq.Context()
        self.owns_context = context is None
        self.session = secrets.token_hex(8)
        self.identity = secrets.token_bytes(8)
        self.poller = zmq.Poller()
        self.sockets = {}
        kinds = {"shell": zmq.DEALER, "control": zmq.DEALER, "stdin": zmq.DEALER, "iopub": zmq.SUB, "hb": zmq.REQ}
        for channel, kind in kinds.items():
            each = self.context.socket(kind)
            each.linger = 0
            # A kernel that is not there yet is looked for often: what is timed is the kernel.
            each.reconnect_ivl = 5
            if kind == zmq.DEALER:
                each.identity = b"c" + self.identity
            if kind == zmq.SUB:
                each.rcvhwm = 0
                each.subscribe(b"")
            if connection.curve:
                each.curve_serverkey = connection.curve[0]
                each.curve_publickey, each.curve_secretkey = zmq.curve_keypair()
            each.connect(connection.endpoint(channel))
            self.sockets[channel] = each
            if channel != "hb":
                self.poller.register(each, zmq.POLLIN)
        self.names = {each: name for name, each in self.sockets.items()}
        self.replies = {}
        self.published = {}
        self.questions = []
        # All of iopub in the order of arrival.
        self.seen = []

    def close(self):
        for each in self.sockets.values():
            each.close(0)
        if self.owns_context:
            self.context.term()

    # Sending

    def header(self, kind, **more):
        return {"msg_id": secrets.token_hex(8), "msg_type": kind, "username": "tester",
                "session": self.session, "date": "2026-01-31T12:00:00.000000Z", "version": "5.5"} | more

    def frames(self, header, content, metadata=None, parent=None):
        parts = [json.dumps(each).encode() for each in (header, parent or {}, metadata or {}, content)]
        return [DELIMITER, self.connection.signature(parts), *parts]

    def send(self, channel, kind, content=None, metadata=None, parent=None, **header):
        header = self.header(kind, **header)
        self.sockets[channel].send_multipart(self.frames(header, content or {}, metadata, parent))
        return header["msg_id"]

    def execute(self, code, *, silent=False, store_history=True, allow_stdin=False,
                stop_on_error=True, user_expressions=None, channel="shell", **header):
        return self.send(channel, "execute_request", {
            "code": code, "silent": silent, "store_history": store_history,
            "user_expressions": user_expressions or {}, "allow_stdin": allow_stdin,
            "stop_on_error": stop_on_error}, **header)

    # Receiving

    def take(self, seconds):
        """Files what arrives within so many seconds; whether anything did."""
        ready = self.poller.poll(max(0, seconds * 1000))
        for each, _ in ready:
            channel = self.names[each]
            # All that is there: a flood is not to be polled for one by one.
            while True:
                try:
                    frames = each.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                self.file(channel, frames)
        return bool(ready)

    def file(self, channel, frames):
        place = frames.index(DELIMITER)
        parts = frames[place + 2:place + 6]
        assert frames[place + 1] == self.connection.signature(parts), "the kernel's signature is wrong"
        message = Message(channel, *map(json.loads, parts), frames[:place], time.perf_counter())
        parent = message.parent.get("msg_id")
        if not isinstance(parent, str):
            parent = None
        if channel == "iopub":
            self.seen.append(message)
            self.published.setdefault(parent, []).append(message)
        elif channel == "stdin":
            self.questions.append(message)
        else:
            self.replies[parent] = message

    def until(self, condition, what, seconds=10):
        """What the condition gives as soon as that is true."""
        end = time.monotonic() + seconds
        while not (found := condition()):
            left = end - time.monotonic()
            if left <= 0:
                raise Silence(f"{what} did not come in {seconds} s")
            if not self.take(min(left, 0.5)) and self.process and not self.process.is_alive():
                raise Silence(f"{what} did not come: the kernel ended, {self.process.process.returncode}\n"
                              + self.process.said()[-3000:])
        return found

    def reply(self, id, seconds=10):
        return self.until(lambda: self.replies.get(id), f"the reply to {id}", seconds)

    def is_idle(self, id):
        return any(each.type == "status" and each.content["execution_state"] == "idle"
                   for each in reversed(self.published.get(id, [])))

    def finish(self, id, seconds=10):
        """The cell, once its reply and its idle are there."""
        reply = self.reply(id, seconds)
        self.until(lambda: self.is_idle(id), f"idle of {id}", seconds)
        return Cell(id, reply.content, reply.metadata, self.published[id])

    def run(self, code, seconds=10, **options):
        return self.finish(self.execute(code, **options), seconds)

    def ask(self, kind, content=None, channel="shell", seconds=10, **header):
        """The content of the reply, once the request's idle is there too."""
        id = self.send(channel, kind, content, **header)
        reply = self.reply(id, seconds)
        self.until(lambda: self.is_idle(id), f"idle of {kind}", seconds)
        return reply.content

    def ready(self, seconds=10):
        """Asks until the kernel answers and what it publishes arrives; seconds that took."""
        start = time.perf_counter()
        end = start + seconds
        while time.perf_counter() < end:
            id = self.send("shell", "kernel_info_request")
            try:
                self.until(lambda: id in self.replies and self.is_idle(id), "the kernel", 0.5)
                return time.perf_counter() - start
            except Silence:
                pass
        raise Silence(f"the kernel did not answer in {seconds} s")

    def prints(self, id, text, seconds=10):
        """Waits until a cell has printed a text."""
        self.until(
            lambda: text in "".join(each.content["text"] for each in self.published.get(id, [])
                                    if each.type == "stream"),
            f"the text {text!r}", seconds)

    def is_running(self, id, seconds=10):
        """Waits until a cell has begun."""
        self.until(lambda: any(each.type == "execute_input" for each in self.published.get(id, [])),
                   "the cell's beginning", seconds)
