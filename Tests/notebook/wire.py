"""A client of a Jupyter kernel with nothing between the test and the sockets but pyzmq.

Tests and benchmarks use it: it signs and reads messages itself, files every message under the request
that it answers, and costs the same for every kernel.
"""

import dataclasses
import json
import secrets
import time

import zmq

DELIMITER = b"<IDS|MSG>"


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
        kinds = {
            "shell": zmq.DEALER,
            "control": zmq.DEALER,
            "stdin": zmq.DEALER,
            "iopub": zmq.SUB,
            "hb": zmq.REQ,
        }
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
        return {
            "msg_id": secrets.token_hex(8),
            "msg_type": kind,
            "username": "tester",
            "session": self.session,
            "date": "2026-01-31T12:00:00.000000Z",
            "version": "5.5",
        } | more

    def frames(self, header, content, metadata=None, parent=None):
        parts = [
            json.dumps(each).encode() for each in (header, parent or {}, metadata or {}, content)
        ]
        return [DELIMITER, self.connection.signature(parts), *parts]

    def send(self, channel, kind, content=None, metadata=None, parent=None, **header):
        header = self.header(kind, **header)
        self.sockets[channel].send_multipart(self.frames(header, content or {}, metadata, parent))
        return header["msg_id"]

    def execute(
        self,
        code,
        *,
        silent=False,
        store_history=True,
        allow_stdin=False,
        stop_on_error=True,
        user_expressions=None,
        channel="shell",
        **header,
    ):
        return self.send(
            channel,
            "execute_request",
            {
                "code": code,
                "silent": silent,
                "store_history": store_history,
                "user_expressions": user_expressions or {},
                "allow_stdin": allow_stdin,
                "stop_on_error": stop_on_error,
            },
            **header,
        )

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
        parts = frames[place + 2 : place + 6]
        assert frames[place + 1] == self.connection.signature(parts), (
            "the kernel's signature is wrong"
        )
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
                raise Silence(
                    f"{what} did not come: the kernel ended, {self.process.process.returncode}\n"
                    + self.process.said()[-3000:]
                )
        return found

    def reply(self, id, seconds=10):
        return self.until(lambda: self.replies.get(id), f"the reply to {id}", seconds)

    def is_idle(self, id):
        return any(
            each.type == "status" and each.content["execution_state"] == "idle"
            for each in reversed(self.published.get(id, []))
        )

    def idle(self, id, seconds=10):
        """Waits until all that a request publishes is there."""
        self.until(lambda: self.is_idle(id), f"idle of {id}", seconds)

    def finish(self, id, seconds=10):
        """The cell, once its reply and its idle are there."""
        reply = self.reply(id, seconds)
        self.idle(id, seconds)
        return Cell(id, reply.content, reply.metadata, self.published[id])

    def run(self, code, seconds=10, **options):
        return self.finish(self.execute(code, **options), seconds)

    def ask(self, kind, content=None, channel="shell", seconds=10, **header):
        """The content of the reply, once the request's idle is there too."""
        id = self.send(channel, kind, content, **header)
        reply = self.reply(id, seconds)
        self.idle(id, seconds)
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
            lambda: (
                text
                in "".join(
                    each.content["text"]
                    for each in self.published.get(id, [])
                    if each.type == "stream"
                )
            ),
            f"the text {text!r}",
            seconds,
        )

    def is_running(self, id, seconds=10):
        """Waits until a cell has begun."""
        self.until(
            lambda: any(each.type == "execute_input" for each in self.published.get(id, [])),
            "the cell's beginning",
            seconds,
        )
