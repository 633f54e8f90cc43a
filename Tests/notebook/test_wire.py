"""The wire itself: signatures, encryption, ipc, messages cut short or made of anything."""

import json
import os

import pytest
import zmq
from jupyter_client.manager import start_new_kernel

import wire
from process import CHANNELS

SOCKETS = ["shell", "control", "stdin"]


def is_well(client):
    """That the kernel answers; where what came before failed, the first cell behind it is not run."""
    client.run("0", seconds=20)
    assert client.run("6 * 7", seconds=10).result == "42"


def frames_of(client, content=None, kind="kernel_info_request"):
    return client.frames(client.header(kind), content or {})


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_a_wrong_signature_is_dropped(shared, client, channel):
    header = client.header("execute_request")
    frames = client.frames(header, {"code": "let forged = 1", "silent": False})
    for signature in (
        b"",
        b"0" * 64,
        frames[1][:-1],
        frames[1] + b"0",
        frames[1].upper(),
        b"\xff" * 64,
        b"x" * 100_000,
    ):
        client.sockets[channel].send_multipart([frames[0], signature, *frames[2:]])
    other = frames[:]
    other[5] = other[5].replace(b"forged", b"stolen")
    client.sockets[channel].send_multipart(other)
    for name in ("forged", "stolen"):
        assert client.run(name).reply["status"] == "error"
    assert header["msg_id"] not in client.replies and header["msg_id"] not in client.published


@pytest.mark.parametrize("channel", SOCKETS)
def test_messages_that_are_none(shared, client, channel):
    good = frames_of(client)
    socket = client.sockets[channel]
    for frames in [
        [b""],
        [b"x"],
        [wire.DELIMITER],
        [wire.DELIMITER] * 2,
        good[:1],
        good[:2],
        good[:3],
        good[:4],
        good[:5],
        good[1:],
        [b"a", b"b", b"c"],
        [b""] * 10,
        [os.urandom(1000)],
        [os.urandom(10)] * 500,
        good + [os.urandom(100)] * 20,
        [b"identity"] * 50 + good,
        good * 3,
        [wire.DELIMITER, *[os.urandom(50)] * 5],
    ]:
        socket.send_multipart(frames)
    is_well(client)


@pytest.mark.parametrize("channel", SOCKETS)
def test_contents_that_are_none(shared, client, channel):
    """With right signatures: JSON that is broken, of another kind, deep, or huge."""
    socket = client.sockets[channel]
    header = json.dumps(client.header("execute_request")).encode()
    deep = b"[" * 100_000 + b"]" * 100_000
    deep_map = b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    bad = [
        b"",
        b"{",
        b"null",
        b"3",
        b'"text"',
        b"[]",
        b"\xff\xfe",
        b"{'a': 1}",
        b"NaN",
        deep,
        deep_map,
        b"{" * 100_000,
        b'{"a": "\\ud800"}',
        b'{"code": "\\u0000"}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 10_000 + b"}",
        b'{"code": 1, "code": 2}',
    ]
    for each in bad:
        for place in range(4):
            parts = [header, b"{}", b"{}", b"{}"]
            parts[place] = each
            socket.send_multipart([wire.DELIMITER, client.connection.signature(parts), *parts])
    is_well(client)


def test_a_huge_message(shared, client):
    """10 MB of a code that is one text; then one of 1 MB that does not parse."""
    cell = client.run('let huge = "' + "x" * 10_000_000 + '"; length(huge)', seconds=60)
    assert cell.result == "10000000"
    assert client.run(")" * 1_000_000, seconds=60).reply["status"] == "error"
    client.run("huge = 0")


@pytest.mark.parametrize(
    "kind",
    [
        "execute_request",
        "complete_request",
        "inspect_request",
        "is_complete_request",
        "history_request",
        "comm_info_request",
        "comm_open",
        "comm_msg",
        "comm_close",
        "create_subshell_request",
        "delete_subshell_request",
        "list_subshell_request",
        "kernel_info_request",
        "input_reply",
        "debug_request",
        "no_such_request",
        "",
    ],
)
@pytest.mark.parametrize("channel", SOCKETS)
def test_requests_without_their_parts(shared, client, kind, channel):
    anything = [3, -1, 1e300, None, True, "x", "", [], {}, [[]], {"a": {}}]
    for value in anything:
        client.send(
            channel,
            kind,
            {
                name: value
                for name in (
                    "code",
                    "cursor_pos",
                    "silent",
                    "store_history",
                    "user_expressions",
                    "allow_stdin",
                    "stop_on_error",
                    "detail_level",
                    "hist_access_type",
                    "n",
                    "pattern",
                    "session",
                    "start",
                    "stop",
                    "comm_id",
                    "target_name",
                    "data",
                    "subshell_id",
                    "value",
                )
            },
        )
    client.send(channel, kind, {})
    is_well(client)
    for shell in client.ask("list_subshell_request", channel="control")["subshell_id"]:
        client.ask("delete_subshell_request", {"subshell_id": shell}, channel="control")


def test_what_is_dropped_is_told_in_the_log_alone(fresh):
    running = fresh()
    running.client.sockets["shell"].send_multipart([b"garbage"])
    assert running.client.run("1").outputs[0].type == "execute_result"
    lines = running.process.said().splitlines()
    assert len(lines) == 1 and "setl" in lines[0]
    # A flood of it is no flood of lines.
    for _ in range(5000):
        running.client.sockets["shell"].send_multipart([b"garbage"])
    running.client.run("1")
    assert len(running.process.said().splitlines()) < 500


@pytest.mark.parametrize("channel", CHANNELS)
def test_bytes_that_are_no_zeromq(shared, client, channel):
    import socket

    for content in (
        b"",
        b"GET / HTTP/1.1\r\n\r\n",
        os.urandom(10_000),
        b"\xff" + b"\0" * 8 + b"\x7f",
        b"\xff" + b"\xff" * 8 + b"\x7f\x03",
    ):
        with socket.create_connection(
            ("127.0.0.1", shared.process.connection.ports[channel]), timeout=5
        ) as raw:
            raw.sendall(content)
    is_well(client)


def test_many_connections(shared, client):
    """Two hundred front ends come and go."""
    context = zmq.Context()
    for _ in range(40):
        clients = [wire.Client(shared.process.connection, context) for _ in range(5)]
        for each in clients:
            each.send("shell", "kernel_info_request")
            each.close()
    context.term()
    is_well(client)


@pytest.mark.parametrize(
    "options",
    [{"transport": "ipc"}, {"curve": True}, {"transport": "ipc", "curve": True}, {"key": ""}],
)
def test_other_ways_to_connect(fresh, options):
    client = fresh(**options).client
    assert client.run("print(6 * 7)\n1").text == "42\n"
    assert client.ask("interrupt_request", channel="control") == {"status": "ok"}
    client.sockets["hb"].send(b"ping")
    assert client.sockets["hb"].poll(5000)


def test_whoever_does_not_know_the_key_is_not_heard(fresh):
    running = fresh(curve=True)
    connection = running.process.connection
    connection.curve, right = None, connection.curve
    stranger = wire.Client(connection)
    connection.curve = (zmq.curve_keypair()[0], None)
    liar = wire.Client(connection)
    for each in (stranger, liar):
        id = each.send("shell", "execute_request", {"code": "let intruded = 1"})
        each.take(0.5)
        assert id not in each.replies and each.seen == []
        each.close()
    connection.curve = right
    assert running.client.run("intruded").reply["status"] == "error"


def test_encryption_that_jupyter_requires():
    manager, client = start_new_kernel(kernel_name="setl", transport_encryption="required")
    try:
        assert manager.get_connection_info()["curve_publickey"]
        reply = client.execute_interactive("1 + 1", timeout=20, output_hook=lambda message: None)
        assert reply["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_the_first_message_is_a_welcome(shared, client):
    """Also for those who begin to listen while the kernel says much to others."""
    for _ in range(20):
        asked = [client.send("control", "kernel_info_request") for _ in range(50)]
        late = client.context.socket(zmq.SUB)
        late.subscribe(b"")
        late.connect(shared.process.connection.endpoint("iopub"))
        assert late.poll(5000)
        frames = late.recv_multipart()
        late.close(0)
        place = frames.index(wire.DELIMITER)
        header, parent, _, content = map(json.loads, frames[place + 2 : place + 6])
        assert (header["msg_type"], parent) == ("iopub_welcome", {})
        assert content == {"subscription": ""}
        client.idle(asked[-1])


def test_buffers_behind_a_message_are_let_be(client):
    frames = client.frames(header := client.header("kernel_info_request"), {})
    client.sockets["shell"].send_multipart(frames + [os.urandom(10_000)] * 3)
    assert client.reply(header["msg_id"]).content["status"] == "ok"
