"""Comms: pages that talk to widgets, and the button that stops a training."""

import pytest

from kernels import TRAINING


def widget_page(client, comm="control"):
    """Says what JupyterLab says on opening, where widgets are installed; what it is answered.

    It closes the comm at once: that it was there is all that tells that the page draws widgets.
    """
    ids = [
        client.send("shell", kind, {"comm_id": comm} | content)
        for kind, content in [
            ("comm_open", {"target_name": "jupyter.widget.control", "data": {}}),
            ("comm_msg", {"data": {"method": "request_states"}}),
            ("comm_close", {"data": {}}),
        ]
    ]
    for id in ids:
        client.idle(id)
    return [each for id in ids for each in client.published[id] if each.type != "status"]


def test_an_unknown_target_is_closed(client):
    id = client.send(
        "shell", "comm_open", {"comm_id": "unknown", "target_name": "nobody", "data": {}}
    )
    client.idle(id)
    closed = [each.content for each in client.published[id] if each.type == "comm_close"]
    assert [each["comm_id"] for each in closed] == ["unknown"]
    assert "unknown" not in client.ask("comm_info_request")["comms"]


def test_messages_of_unknown_comms_are_let_be(client):
    for kind in ("comm_msg", "comm_close"):
        id = client.send("shell", kind, {"comm_id": "never opened", "data": {}})
        client.idle(id)


def test_a_page_with_widgets_is_told_the_states(client):
    [answer] = widget_page(client)
    assert answer.type == "comm_msg" and answer.content["comm_id"] == "control"
    data = answer.content["data"]
    assert data["method"] == "update_states" and data["states"] == {}


def test_comm_info_counts_by_target(client):
    reply = client.ask("comm_info_request", {"target_name": "no such target"})
    assert reply == {"status": "ok", "comms": {}}
    assert client.ask("comm_info_request", {"target_name": None})["status"] == "ok"


@pytest.mark.parametrize("on", ["shell", "control", "subshell"])
def test_the_button_stops_a_training(fresh, on):
    running = fresh()
    client = running.client
    widget_page(client)
    client.run(TRAINING)
    id = client.execute('let history = fit(model, data.train, epochs: 100000)\nprint("went on")')
    opened = client.until(
        lambda: [each for each in client.seen if each.type == "comm_open"], "the button"
    )[0]
    assert opened.parent["msg_id"] == id and opened.content["target_name"] == "jupyter.widget"
    assert opened.metadata["version"].startswith("2.")
    state = opened.content["data"]["state"]
    assert (
        state["_model_name"] == "ButtonModel"
        and state["_view_name"] == "ButtonView"
        and state["description"]
    )
    button = opened.content["comm_id"]
    kind = "application/vnd.jupyter.widget-view+json"
    shown = client.until(
        lambda: [each for each in client.published[id] if kind in each.content.get("data", {})],
        "the button's place",
    )[0]
    assert (
        shown.content["data"][kind]["model_id"] == button and "text/plain" in shown.content["data"]
    )
    assert button in client.ask("comm_info_request", {"target_name": "jupyter.widget"})["comms"]
    click = {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}}
    if on == "subshell":
        shell = client.ask("create_subshell_request", channel="control")["subshell_id"]
        client.send("shell", "comm_msg", click, subshell_id=shell)
    else:
        client.send(on, "comm_msg", click)
    cell = client.finish(id, seconds=10)
    assert cell.reply["status"] == "ok" and "went on" in cell.text
    # Once it is over there is nothing to stop, and nothing of it stays in the file.
    assert button not in client.ask("comm_info_request")["comms"]
    client.send("shell", "comm_msg", click)
    assert client.run("length(history) >= 1").result == "true"


def test_where_no_page_draws_widgets_there_is_no_button(fresh):
    client = fresh().client
    client.run(TRAINING)
    cell = client.run("fit(model, data.train, epochs: 2);")
    assert not [each for each in cell.messages if each.type.startswith("comm")]
    assert not [
        each for each in cell.outputs if "widget" in str(each.content.get("data", {}).keys())
    ]
