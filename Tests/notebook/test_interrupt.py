"""An interrupt ends what runs, and loses nothing."""

import time

import pytest

from kernels import TRAINING

ENDLESS = 'let kept = [1, 2, 3]\nprint("begun")\nwhile true { kept[0] += 1 }'


def interrupt_by(how, running):
    if how == "message":
        reply = running.client.ask("interrupt_request", channel="control", seconds=5)
        assert reply["status"] == "ok"
    else:
        running.process.interrupt()


@pytest.mark.parametrize("how", ["message", "signal"])
def test_an_endless_cell(shared, client, how):
    id = client.execute(ENDLESS)
    client.prints(id, "begun")
    interrupt_by(how, shared)
    cell = client.finish(id, seconds=5)
    assert cell.reply["status"] == "error" and cell.reply["ename"]
    assert len(cell.of("error")) == 1
    after = client.run("kept[1..]")
    assert after.result == "[2, 3]"
    assert client.run("kept[0] > 1").result == "true"


@pytest.mark.parametrize("how", ["message", "signal"])
def test_a_training_ends_after_its_batch(shared, client, how):
    client.run(TRAINING)
    id = client.execute(
        'print("begun")\nlet history = fit(model, data.train, epochs: 100000)\nprint("went on")'
    )
    client.prints(id, "begun")
    time.sleep(1)
    interrupt_by(how, shared)
    cell = client.finish(id, seconds=10)
    assert cell.reply["status"] == "ok", cell.reply
    assert "went on" in cell.text
    assert client.run("length(history) >= 1 and parameter_count(model) > 0").result == "true"


def test_the_second_interrupt_ends_a_training_at_once(shared, client):
    client.run(TRAINING)
    id = client.execute('print("begun")\nwhile true { fit(model, data.train, epochs: 100000) }')
    client.prints(id, "begun")
    time.sleep(0.5)
    for _ in range(50):
        client.ask("interrupt_request", channel="control")
        client.take(0.1)
        if id in client.replies:
            break
    cell = client.finish(id, seconds=10)
    assert cell.reply["status"] == "error"
    assert client.run("parameter_count(model) > 0").result == "true"


def test_cells_that_wait_do_not_run(shared, client):
    id = client.execute(ENDLESS)
    behind = [client.execute(f'print("behind {n}")', stop_on_error=n == 0) for n in range(3)]
    client.prints(id, "begun")
    interrupt_by("message", shared)
    client.finish(id, seconds=5)
    for each in behind:
        cell = client.finish(each, seconds=5)
        assert cell.reply["status"] in ("error", "aborted") and cell.outputs == []
    assert client.run('print("later")').text == "later\n"


@pytest.mark.parametrize("how", ["message", "signal"])
def test_where_nothing_runs_nothing_happens(shared, client, how):
    interrupt_by(how, shared)
    assert client.run("1 + 1").result == "2"


def test_an_interrupt_is_not_caught(shared, client):
    id = client.execute('print("begun")\nwhile true { try { while true {} } catch problem {} }')
    client.prints(id, "begun")
    interrupt_by("message", shared)
    assert client.finish(id, seconds=5).reply["status"] == "error"


def test_waiting_for_a_job_can_be_ended(shared, client):
    id = client.execute('let job = background(fn() { while true {} })\nprint("begun")\njob.wait()')
    client.prints(id, "begun")
    time.sleep(0.2)
    interrupt_by("message", shared)
    assert client.finish(id, seconds=5).reply["status"] == "error"
    assert client.run("job.done").result == "false"
    client.run("job.stop(); job.stop()")


def test_many_interrupts_at_once(shared, client):
    id = client.execute(ENDLESS)
    client.prints(id, "begun")
    asked = [client.send("control", "interrupt_request") for _ in range(200)]
    for _ in range(20):
        shared.process.interrupt()
    client.finish(id, seconds=5)
    for each in asked:
        assert client.reply(each).content["status"] == "ok"
    assert client.run("1 + 1").result == "2"
