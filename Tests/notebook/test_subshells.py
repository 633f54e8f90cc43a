"""Subshells: made, listed, deleted, and answered by."""


def create(client):
    return client.ask("create_subshell_request", channel="control")


def listed(client):
    return client.ask("list_subshell_request", channel="control")["subshell_id"]


def test_create_list_delete(client):
    assert "kernel subshells" in client.ask("kernel_info_request")["supported_features"]
    assert listed(client) == []
    first, second = create(client), create(client)
    assert (
        first["status"] == second["status"] == "ok"
        and first["subshell_id"] != second["subshell_id"]
    )
    assert sorted(listed(client)) == sorted([first["subshell_id"], second["subshell_id"]])
    for each in (first, second):
        assert client.ask(
            "delete_subshell_request", {"subshell_id": each["subshell_id"]}, channel="control"
        ) == {"status": "ok"}
    assert listed(client) == []


def test_a_subshell_that_is_not_there(client):
    reply = client.ask("delete_subshell_request", {"subshell_id": "none"}, channel="control")
    assert reply["status"] == "error" and reply["ename"]
    reply = client.ask("complete_request", {"code": "pri", "cursor_pos": 3}, subshell_id="none")
    assert reply["status"] == "error"


def test_it_answers(client):
    shell = create(client)["subshell_id"]
    reply = client.ask(
        "complete_request", {"code": "sparse_de", "cursor_pos": 9}, subshell_id=shell
    )
    assert reply["matches"] == ["sparse_dense"]
    cell = client.run("6 * 7", subshell_id=shell)
    assert cell.result == "42"
    client.ask("delete_subshell_request", {"subshell_id": shell}, channel="control")
