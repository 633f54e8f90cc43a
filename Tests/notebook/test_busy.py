"""Busy is not deaf: everything but cells is answered while a model trains on all cores."""

import time

import pytest

from kernels import TRAINING

ANSWERS = [
    (
        "complete_request",
        {"code": "sparse_de", "cursor_pos": 9},
        lambda reply: "sparse_dense" in reply["matches"],
    ),
    (
        "complete_request",
        {"code": "model.", "cursor_pos": 6},
        lambda reply: "summary" in reply["matches"],
    ),
    (
        "complete_request",
        {"code": "my_own", "cursor_pos": 6},
        lambda reply: reply["matches"] == ["my_own_function"],
    ),
    (
        "inspect_request",
        {"code": "fit(", "cursor_pos": 4, "detail_level": 0},
        lambda reply: reply["found"] and "history" in reply["data"]["text/plain"],
    ),
    (
        "inspect_request",
        {"code": "my_own_function", "cursor_pos": 15, "detail_level": 0},
        lambda reply: reply["found"] and "Twice a number" in reply["data"]["text/plain"],
    ),
    (
        "inspect_request",
        {"code": "data", "cursor_pos": 4, "detail_level": 0},
        lambda reply: reply["found"],
    ),
    (
        "inspect_request",
        {"code": "nowhere_to_be_found", "cursor_pos": 5, "detail_level": 0},
        lambda reply: not reply["found"],
    ),
    ("is_complete_request", {"code": "fn f(x) {"}, lambda reply: reply["status"] == "incomplete"),
    (
        "history_request",
        {
            "hist_access_type": "search",
            "pattern": "*my_own*",
            "n": 5,
            "output": False,
            "raw": True,
            "session": 0,
            "start": 0,
            "stop": 0,
            "unique": False,
        },
        lambda reply: len(reply["history"]) >= 1,
    ),
    ("comm_info_request", {}, lambda reply: reply["comms"] == {}),
    ("kernel_info_request", {}, lambda reply: reply["language_info"]["name"] == "setl"),
]


@pytest.fixture
def training(shared, client):
    """A kernel that trains; its cell is ended gracefully afterwards."""
    client.run(TRAINING + "## Twice a number.\nfn my_own_function(x) { x * 2 }")
    id = client.execute("fit(model, data.train, epochs: 1_000_000);")
    client.until(
        lambda: [
            each for each in client.published.get(id, []) if each.type == "update_display_data"
        ],
        "a training",
    )
    yield id
    assert id not in client.replies, "the training ended by itself"
    client.ask("interrupt_request", channel="control")
    assert client.finish(id, seconds=10).reply["status"] == "ok"


def check_answers(client, subshell=None):
    more = {"subshell_id": subshell} if subshell else {}
    for kind, content, is_right in ANSWERS:
        start = time.perf_counter()
        reply = client.ask(kind, content, seconds=5, **more)
        assert is_right(reply), (kind, content, reply)
        assert time.perf_counter() - start < 1, f"{kind} took {time.perf_counter() - start:.2f} s"


def test_all_is_answered_while_a_cell_trains(client, training):
    check_answers(client)


def test_idle_answers_do_not_make_the_page_believe_it_is_over(client, training):
    """After each idle that is answered in between comes the training's busy once more."""
    client.ask("complete_request", {"code": "x", "cursor_pos": 1})
    client.until(
        lambda: (
            [each for each in client.seen if each.type == "status"][-1].parent["msg_id"] == training
        ),
        "busy again",
    )
    assert [each for each in client.seen if each.type == "status"][-1].content == {
        "execution_state": "busy"
    }


def test_a_second_front_end_joins(shared, client, training):
    other = shared.connect()
    check_answers(other)
    # It sees what the first has asked for.
    other.until(
        lambda: [each for each in other.seen if each.type == "update_display_data"],
        "the training's display",
    )


def test_in_a_subshell(client, training):
    shell = client.ask("create_subshell_request", channel="control")["subshell_id"]
    check_answers(client, shell)
    client.ask("delete_subshell_request", {"subshell_id": shell}, channel="control")


def test_the_heartbeat_beats(client, training):
    client.sockets["hb"].send(b"ping")
    assert client.sockets["hb"].poll(1000) and client.sockets["hb"].recv() == b"ping"


def test_cells_wait_for_their_turn(client):
    first = client.execute("let t = clock()\nwhile clock() < t + 1 {}")
    behind = client.execute("6 * 7")
    client.take(0.3)
    assert behind not in client.replies
    assert client.finish(first).reply["status"] == "ok"
    assert client.finish(behind).result == "42"
