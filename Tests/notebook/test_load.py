"""Much output: whole, in order, in few messages, and idle after all of it."""

import time


def test_a_hundred_thousand_prints(client):
    """Arrive whole, at a pace at which Jupyter's server drops nothing: 1,000 messages, 1 MB of text a second."""
    start = time.perf_counter()
    cell = client.run("for n in 0..100_000 { print(n) }", seconds=30)
    assert cell.text == "".join(f"{n}\n" for n in range(100_000))
    assert cell.messages[-1].content == {"execution_state": "idle"}
    streams = [each for each in cell.messages if each.type == "stream"]
    assert len(streams) < 200, f"{len(streams)} messages"
    assert time.perf_counter() - start < 15
    for begin in range(0, len(streams)):
        window = [each for each in streams[begin:] if each.arrived < streams[begin].arrived + 3]
        assert sum(len(each.content["text"]) for each in window) < 3_000_000


def test_idle_comes_last_every_time(client):
    """Under load of all kinds, many times: what is behind an idle is lost for nbclient."""
    ids = [
        client.execute(f'for n in 0..50 {{ print("{turn} ", n) }}\nplot([1, 2])\n{turn}')
        for turn in range(60)
    ]
    for turn, id in enumerate(ids):
        cell = client.finish(id)
        assert cell.messages[0].content == {"execution_state": "busy"}
        assert cell.messages[-1].content == {"execution_state": "idle"}
        assert [each.type for each in cell.outputs] == ["stream", "display_data", "execute_result"]
        assert cell.text.count("\n") == 50 and cell.result == str(turn)
    client.take(0.1)
    assert all(client.published[id][-1].content == {"execution_state": "idle"} for id in ids)


def test_small_output_arrives_while_the_cell_runs(client):
    id = client.execute('print("at once")\nlet t = clock()\nwhile clock() < t + 2 {}')
    start = time.perf_counter()
    client.prints(id, "at once", seconds=1)
    assert time.perf_counter() - start < 1 and id not in client.replies
    client.finish(id)


def test_a_thousand_displays(client):
    cell = client.run('for n in 0..1000 { display("shown {n}") }', seconds=30)
    assert [each["data"]["text/plain"].strip('"') for each in cell.of("display_data")] == [
        f"shown {n}" for n in range(1000)
    ]


def test_one_large_text(client):
    cell = client.run('print("𝛾" * 300_000)', seconds=30)
    assert cell.text == "𝛾" * 300_000 + "\n"


def test_an_endless_printer_can_be_stopped(shared, client):
    id = client.execute('while true { print("and on and on and on") }')
    client.prints(id, "and on")
    time.sleep(1)
    client.ask("interrupt_request", channel="control", seconds=5)
    cell = client.finish(id, seconds=10)
    assert cell.reply["status"] == "error"
    assert set(cell.text.splitlines()) == {"and on and on and on"}
    assert shared.process.resident() < 200 << 20


def test_a_page_that_does_not_read(shared, client):
    """A second front end that takes nothing delays nobody."""
    lazy = shared.connect()
    client.run("for n in 0..20_000 { print(n) }")
    assert client.run("1", seconds=5).result == "1"
    lazy.close()
