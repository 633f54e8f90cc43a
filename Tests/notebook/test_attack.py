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
