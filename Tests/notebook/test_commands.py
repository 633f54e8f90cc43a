"""Other programs, scripts and the end of a session, in a notebook."""

import os
import signal
import time

import pytest

from test_interrupt import interrupt_by


def is_there(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def wait_for_the_end(processes):
    for _ in range(200):
        if not any(is_there(process) for process in processes):
            return
        time.sleep(0.05)
    raise AssertionError("a command is left behind")


def test_what_a_command_puts_out_is_shown(client):
    cell = client.run("; echo one; echo wrong >&2; cat; exit 3")
    assert cell.reply["status"] == "ok"
    assert "one" in cell.text
    assert client.run("[_.status, _.text, _.errors]").result == '[3, "one\\n", "wrong\\n"]'


@pytest.mark.parametrize("how", ["message", "signal"])
def test_an_interrupt_ends_a_command(shared, client, how):
    id = client.execute("; echo $$; sleep 100 & echo $!; echo begun; wait")
    client.prints(id, "begun")
    interrupt_by(how, shared)
    cell = client.finish(id, seconds=10)
    assert cell.reply["status"] == "error"
    wait_for_the_end([int(word) for word in cell.text.split() if word.isdigit()])
    assert client.run("1 + 1").result == "2"


def test_nothing_outlives_a_kernel(fresh):
    running = fresh()
    id = running.client.execute("; echo $$; sleep 100 & echo $!; echo begun; wait")
    running.client.prints(id, "begun")
    texts = [each.content["text"] for each in running.client.published[id] if each.type == "stream"]
    processes = [int(word) for word in "".join(texts).split() if word.isdigit()]
    assert len(processes) == 2 and all(is_there(process) for process in processes)
    os.kill(running.process.process.pid, signal.SIGKILL)
    wait_for_the_end(processes)


def test_a_script_runs_in_the_session(client, tmp_path):
    path = tmp_path / "demo.setl"
    path.write_text("# %%\nlet found = 20\nfound + 1\n# %%\nprint(found)\n")
    cell = client.run(f'run("{path}")')
    assert cell.reply["status"] == "ok" and "21" in cell.text + str(cell.of("display_data"))
    assert client.run("found").result == "20"


def test_a_cell_does_not_end_the_session(client):
    cell = client.run("let kept = 5\nexit(1)")
    assert cell.reply["status"] == "error" and cell.reply["ename"] == "S0340"
    assert client.run("kept").result == "5"
    assert client.run("edit(1)").reply["ename"] == "S0340"
