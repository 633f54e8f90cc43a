"""The attack of benchmarks/attack_kernel.py, small."""

import pathlib
import sys

import pytest

sys.path.append(str(pathlib.Path(__file__).parents[2] / "benchmarks"))
import attack_kernel


@pytest.fixture
def attack():
    attack = attack_kernel.Attack(seed=7)
    yield attack
    attack.close()


def test_connections(attack):
    attack.connect(100)


def test_random_messages(attack):
    attack.flood(5000)


def test_cells_that_take_more_than_there_is(attack):
    attack.exhaust()


def test_kills():
    attack_kernel.kill(3)


def test_a_disk_that_takes_no_more(fresh):
    """Also for the history, which stands on the same disk: the cells go on, and one that writes is told."""
    running = fresh(largest_file=200_000)
    client = running.client
    cell = client.run('write_text("x" * 1_000_000, "large.txt")')
    assert cell.reply["status"] == "error" and cell.reply["ename"].startswith("S04"), cell.reply
    assert not (running.process.folder / "large.txt").exists()
    for n in range(30):
        assert client.run(f'"{"x" * 10_000}"; {n}').result == str(n)
    assert (
        client.run('write_text("small", "small.txt")\nread_text("small.txt")').result == '"small"'
    )


def test_a_home_that_cannot_be_written(fresh):
    client = fresh(environment={"SETL_HOME": "/dev/null/home"}).client
    assert client.run("6 * 7").result == "42"
    assert client.ask("history_request", {"hist_access_type": "tail", "n": 3})["status"] == "ok"
