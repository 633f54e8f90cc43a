"""What stands in a page: displays that change, order beside printed text, what is taken back."""

import time

from kernels import TRAINING


def test_display_by_name(client):
    cell = client.run('display("shown")\ndisplay(html: "<b>bold</b>")')
    plain, page = cell.of("display_data")
    assert "shown" in plain["data"]["text/plain"]
    assert page["data"]["text/html"] == "<b>bold</b>" and "text/plain" in page["data"]
    assert all(each["metadata"] == {} for each in (plain, page))


def test_prints_and_displays_keep_their_order(client):
    cell = client.run(
        'for n in 0..20 {\n    print("line {n}")\n    plot([n, n + 1], title: "figure {n}")\n}'
    )
    kinds = [each.type for each in cell.outputs]
    assert kinds == ["stream", "display_data"] * 20
    texts = [each.content["text"] for each in cell.outputs if each.type == "stream"]
    assert texts == [f"line {n}\n" for n in range(20)]


def test_an_error_comes_after_what_was_printed(client):
    cell = client.run('print("before")\n[1][5]')
    assert [each.type for each in cell.outputs] == ["stream", "error"]


def test_a_training_is_one_display_that_changes(client):
    client.run(TRAINING)
    cell = client.run("let history = fit(model, data.train, epochs: 12)")
    shown = [each for each in cell.outputs if each.type == "display_data"]
    changes = [each for each in cell.outputs if each.type == "update_display_data"]
    assert len(shown) == 1, [each.type for each in cell.outputs]
    name = shown[0].content["transient"]["display_id"]
    assert changes and all(each.content["transient"]["display_id"] == name for each in changes)
    # Ten a second at the most; the last, which tells the end, comes when it is over.
    times = [each.arrived for each in [shown[0], *changes]]
    assert len(times) <= 3 + 10 * (times[-1] - times[0]), (
        f"{len(times)} in {times[-1] - times[0]:.2f} s"
    )
    for each in [shown[0], *changes]:
        assert each.content["data"]["text/plain"].strip(), "text that says nothing"
    last = changes[-1].content["data"]
    assert "12" in last["text/plain"] and "loss" in last["text/plain"]
    assert {"text/html", "image/svg+xml"} & last.keys()
    # No `\r`, which files keep, and no line for each epoch beside the display.
    assert "\r" not in cell.text


def test_an_interrupted_training_says_how_it_ended(shared, client):
    client.run(TRAINING)
    id = client.execute("let history = fit(model, data.train, epochs: 100000)")
    client.until(
        lambda: [
            each for each in client.published.get(id, []) if each.type == "update_display_data"
        ],
        "a change",
    )
    client.ask("interrupt_request", channel="control")
    cell = client.finish(id, seconds=10)
    last = cell.of("update_display_data")[-1]["data"]["text/plain"]
    assert "loss" in last
    assert cell.messages[-1].content == {"execution_state": "idle"}


def test_output_is_taken_back(client):
    cell = client.run('print("gone")\nclear_output()\nprint("stays")')
    assert [each.type for each in cell.outputs] == ["stream", "clear_output", "stream"]
    assert cell.of("clear_output") == [{"wait": False}]
    assert client.run("clear_output(wait: true)").of("clear_output") == [{"wait": True}]


def test_what_a_job_prints_stands_at_its_cell(client):
    id = client.execute('let job = background(fn() {\n    print("from the job")\n    3\n})')
    cell = client.finish(id)
    assert cell.reply["status"] == "ok"
    other = client.run("job.wait()")
    assert other.result == "3"
    client.prints(id, "from the job", seconds=5)
    assert "from the job" not in other.text


def test_replay_shows_what_was_missed(client):
    client.run('print("missed")\nplot([1, 2])')
    client.run("1")
    time.sleep(0.05)
    client.run('print("missed too")\nplot([3, 4])\n"value"')
    cell = client.run("replay()")
    assert cell.reply["status"] == "ok"
    assert "missed too" in str([each.content for each in cell.outputs])
    assert any("image/svg+xml" in each.content.get("data", {}) for each in cell.outputs)
