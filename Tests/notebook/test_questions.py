"""Completion, inspection, completeness and history: what they say, and where in the text."""

import pytest


def complete(client, code, cursor=None):
    return client.ask(
        "complete_request", {"code": code, "cursor_pos": len(code) if cursor is None else cursor}
    )


def test_where_a_completion_stands(client):
    reply = complete(client, "let x = sparse_de")
    assert reply["matches"] == ["sparse_dense"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (8, 17)
    [typed] = reply["metadata"]["_jupyter_types_experimental"]
    assert (
        typed["text"] == "sparse_dense"
        and typed["type"] == "function"
        and (typed["start"], typed["end"]) == (8, 17)
    )
    assert "units" in typed["signature"]


@pytest.mark.parametrize("before", ["𝛾", "é", "é", "👩‍👩‍👧", "\r\n", "日本", "αβγ"])
def test_places_are_code_points(client, before):
    """Not bytes, not UTF-16, not characters."""
    text = f'"""{before}"""'
    code = f"let t = {text}; sparse_de"
    reply = complete(client, code)
    assert reply["matches"] == ["sparse_dense"]
    assert code[reply["cursor_start"] : reply["cursor_end"]] == "sparse_de"
    # In the middle of a text behind which more follows.
    longer = code + f" + {text}"
    reply = complete(client, longer, len(code))
    assert longer[reply["cursor_start"] : reply["cursor_end"]] == "sparse_de"
    inspected = f"{text}; fit"
    reply = client.ask(
        "inspect_request", {"code": inspected, "cursor_pos": len(inspected), "detail_level": 0}
    )
    assert reply["found"]


@pytest.mark.parametrize("cursor", [0, -1, 10**9, -(10**18), 1e30, 0.5, "3", None, [], {}])
def test_places_outside_the_text(client, cursor):
    for kind in ("complete_request", "inspect_request"):
        assert client.ask(kind, {"code": "sparse_dense", "cursor_pos": cursor, "detail_level": 0})[
            "status"
        ] in ("ok", "error")


def test_members_and_arguments(client):
    client.run(
        "let settings = {rate: 0.1, epochs: 3}\nlet model = sequential(dense(2, inputs: 3), dense(1))"
    )
    assert {"rate", "epochs"} <= set(complete(client, "settings.")["matches"])
    assert "layers" in complete(client, "model.")["matches"]
    assert "evolution: " in complete(client, "fit(model, evol")["matches"]


def test_inspection_has_text_and_page(client):
    reply = client.ask(
        "inspect_request", {"code": "sparse_lstm(units: 3)", "cursor_pos": 5, "detail_level": 0}
    )
    assert reply["found"] and reply["status"] == "ok"
    assert "density" in reply["data"]["text/plain"] and "density" in reply["data"]["text/html"]


def test_inspection_within_a_call_tells_of_the_function(client):
    reply = client.ask(
        "inspect_request", {"code": "sparse_lstm(", "cursor_pos": 12, "detail_level": 0}
    )
    assert reply["found"] and "density" in reply["data"]["text/plain"]


def test_completeness(client):
    def status(code):
        return client.ask("is_complete_request", {"code": code})

    assert status("1 + 1")["status"] == "complete"
    assert status("fn f() {") == {"status": "incomplete", "indent": "    "}
    assert status("let = 2")["status"] == "invalid"
    assert status("x" * 1_000_000)["status"] == "complete"


def test_history(client):
    marks = [f'"mark {n}"' for n in range(5)]
    for mark in marks:
        client.run(mark)

    def entries(**options):
        return client.ask(
            "history_request", {"output": False, "raw": True, "session": 0} | options
        )["history"]

    tail = entries(hist_access_type="tail", n=5)
    assert [entry[2] for entry in tail] == marks
    [session, first, _] = tail[0]
    assert [entry[1] for entry in tail] == list(range(first, first + 5))
    ranged = entries(hist_access_type="range", session=session, start=first + 1, stop=first + 3)
    assert [entry[2] for entry in ranged] == marks[1:3]
    # 0 is this session, -1 the one before it.
    assert [
        entry[2]
        for entry in entries(hist_access_type="range", session=0, start=first, stop=first + 2)
    ] == marks[:2]
    assert [
        entry[2] for entry in entries(hist_access_type="search", pattern='"mark ?"', n=2)
    ] == marks[3:]
    client.run(marks[0])
    assert len(entries(hist_access_type="search", pattern='"mark 0"', unique=True, n=10)) == 1
    with_output = entries(hist_access_type="tail", n=1, output=True)
    assert len(with_output[0][2]) == 2 and with_output[0][2][0] == marks[0]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"hist_access_type": "tail", "n": -5},
        {"hist_access_type": "tail", "n": 10**30},
        {"hist_access_type": 3},
        {"hist_access_type": "search", "pattern": "[" * 1000, "n": 1},
        {"hist_access_type": "search", "pattern": None},
        {"hist_access_type": "range", "session": "x", "start": [], "stop": {}},
        {"hist_access_type": "range", "start": -(2**63), "stop": 2**63},
    ],
)
def test_history_of_odd_requests(client, content):
    assert isinstance(client.ask("history_request", content)["history"], list)
