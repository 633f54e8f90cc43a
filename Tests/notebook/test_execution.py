"""What a cell gives: reply, value, errors, numbers; what is silent, and what waits behind a failure."""


def test_reply_and_order(client):
    cell = client.run('print("one")\n6 * 7')
    assert [each.type for each in cell.messages] == [
        "status",
        "execute_input",
        "stream",
        "execute_result",
        "status",
    ]
    assert cell.states == ["busy", "idle"]
    assert cell.of("stream") == [{"name": "stdout", "text": "one\n"}]
    assert cell.reply["status"] == "ok"
    count = cell.reply["execution_count"]
    assert cell.of("execute_input") == [{"code": 'print("one")\n6 * 7', "execution_count": count}]
    assert cell.of("execute_result") == [
        {"data": {"text/plain": "42"}, "metadata": {}, "execution_count": count}
    ]
    assert cell.reply["payload"] == [] and cell.reply["user_expressions"] == {}
    assert "T" in cell.reply_metadata["started"]


def test_every_message_answers_its_request(client):
    id = client.execute("print(1)\n2")
    cell = client.finish(id)
    for each in cell.messages:
        assert each.parent["msg_id"] == id and each.parent["session"] == client.session
        assert (
            each.header["version"] == "5.5"
            and each.header["msg_id"]
            and each.header["date"].endswith("Z")
        )
    numbers = [each.header["msg_id"] for each in client.seen]
    assert len(set(numbers)) == len(numbers)


def test_cells_count(client):
    first = client.run("1").reply["execution_count"]
    assert client.run("let unseen = 2").reply["execution_count"] == first + 1
    assert client.run("").reply["status"] == "ok"
    assert client.run("# nothing but a remark").result is None


def test_semicolon_silences_the_echo(client):
    assert client.run("6 * 7;").outputs == []


def test_silent_shows_counts_and_stores_nothing(client):
    before = client.run("1").reply["execution_count"]
    cell = client.run('let quiet = 5\nprint("shout")\nquiet', silent=True)
    assert [each.type for each in cell.messages] == ["status", "status"]
    assert cell.reply["status"] == "ok"
    after = client.run("quiet")
    assert after.result == "5" and after.reply["execution_count"] == before + 1
    history = client.ask(
        "history_request",
        {
            "hist_access_type": "tail",
            "n": 20,
            "output": False,
            "raw": True,
            "session": 0,
            "start": 0,
            "stop": 0,
        },
    )
    assert not any("shout" in entry[2] for entry in history["history"])


def test_silent_error_is_told_in_the_reply_alone(client):
    cell = client.run("[1][5]", silent=True)
    assert cell.reply["status"] == "error" and cell.of("error") == []


def test_without_history_nothing_counts(client):
    before = client.run("1").reply["execution_count"]
    cell = client.run('"not to be remembered"', store_history=False)
    assert cell.result == '"not to be remembered"'
    assert client.run("1").reply["execution_count"] == before + 1
    history = client.ask(
        "history_request",
        {
            "hist_access_type": "tail",
            "n": 20,
            "output": False,
            "raw": True,
            "session": 0,
            "start": 0,
            "stop": 0,
        },
    )
    assert not any("not to be" in entry[2] for entry in history["history"])


def test_an_error_has_its_shape(client):
    cell = client.run("let xs = [1, 2]\nxs[5]")
    [error] = cell.of("error")
    assert error["ename"] == "S0204" and "index 5" in error["evalue"]
    assert all(isinstance(line, str) for line in error["traceback"])
    story = "\n".join(error["traceback"])
    assert "xs[5]" in story and "error[S0204]" in story and "\x1b]8" not in story
    reply = cell.reply
    assert reply["status"] == "error" and isinstance(reply["execution_count"], int)
    assert [reply[name] for name in ("ename", "evalue", "traceback")] == list(
        error[name] for name in ("ename", "evalue", "traceback")
    )
    assert cell.of("execute_result") == []


def test_a_cell_that_does_not_parse_runs_nothing(client):
    cell = client.run('print("never")\nlet = 3')
    assert cell.reply["status"] == "error" and cell.text == ""


def test_variables_outlive_an_error(client):
    client.run("let kept = [1, 2, 3]\n[1][5]")
    assert client.run("kept").result == "[1, 2, 3]"


def test_user_expressions(client):
    reply = client.run(
        "let base = 20", user_expressions={"twice": "base * 2", "wrong": "[1][5]"}
    ).reply
    twice, wrong = reply["user_expressions"]["twice"], reply["user_expressions"]["wrong"]
    assert twice["status"] == "ok" and twice["data"]["text/plain"] == "40"
    assert wrong["status"] == "error" and wrong["ename"] == "S0204"


def test_an_error_empties_the_queue(client):
    wait = client.execute("let t = clock()\nwhile clock() < t + 0.4 {}\n[1][5]")
    behind = [client.execute(f'print("behind {n}")') for n in range(3)]
    assert client.finish(wait).reply["status"] == "error"
    for id in behind:
        cell = client.finish(id)
        assert cell.reply["status"] in ("error", "aborted") and cell.outputs == []
        assert cell.states == ["busy", "idle"]
    assert client.run('print("later")').text == "later\n"


def test_an_error_that_may_be_leaves_the_queue(client):
    wait = client.execute(
        "let t = clock()\nwhile clock() < t + 0.4 {}\n[1][5]", stop_on_error=False
    )
    behind = client.execute('print("behind")')
    assert client.finish(wait).reply["status"] == "error"
    cell = client.finish(behind)
    assert cell.reply["status"] == "ok" and cell.text == "behind\n"


def test_plain_text_is_in_every_bundle(client):
    code = """plot([1, 4, 9])
heatmap(sparse(4, 6, density: 0.5, seed: 1))
summary(sequential(dense(1, inputs: 2)))
help("round")
display(tensor([1, 2]))
display(html: "<b>bold</b>")
[{a: 1}, {a: 2}]"""
    cell = client.run(code)
    assert cell.reply["status"] == "ok", cell.reply
    bundles = [each["data"] for each in cell.of("display_data") + cell.of("execute_result")]
    assert len(bundles) == 7
    for bundle in bundles:
        assert bundle["text/plain"].strip(), bundle.keys()
    kinds = {kind for bundle in bundles for kind in bundle}
    assert {"image/svg+xml", "text/html"} <= kinds


def test_a_figure_carries_its_own_ground(client):
    [figure] = client.run("plot([1, 4, 9]);").of("display_data")
    svg = figure["data"]["image/svg+xml"]
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg and " width=" in svg and " height=" in svg
    assert "currentColor" not in svg and "<script" not in svg and "@import" not in svg


def test_text_stays_text(client):
    """A review with a script in it, wherever a page could take it for one."""
    evil = "<script>window.evil = 1</script><img src=x onerror=evil()>"
    client.run(f'let evil = "{evil}"')
    for code in [
        "[{{review: evil, mood: evil}}, {{review: evil, mood: evil}}]",
        "evil",
        "{{a: evil}}",
        'text_dataset([{{text: evil, label: evil}}, {{text: "b", label: "c"}}], text: "text", label: "label")',
        "display([{{text: evil}}])",
        "plot([1, 2], title: evil)",
        "heatmap([[1]], rows: [evil])",
        "throw evil",
        "number(evil)",
        "## {0}\nfn f() {{ 1 }}\nhelp(f)",
        "session.variables()",
    ]:
        cell = client.run(code.format(evil))
        for each in cell.outputs:
            data = each.content.get("data", {})
            for kind in ("text/html", "image/svg+xml"):
                assert "<script" not in data.get(kind, "") and "<img" not in data.get(kind, ""), (
                    code
                )
