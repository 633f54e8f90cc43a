"""Kernels for the tests: `client` is the front end of one that a file shares, `fresh` starts one's own."""

import shutil
import signal

import pytest

from kernels import FOLDER, Running


def pytest_unconfigure():
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(autouse=True)
def ends():
    """No test waits for ever, whatever the kernel or a tool does."""

    def give_up(*_):
        raise AssertionError("the test did not end")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(300)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def fresh():
    """Starts kernels that nobody else uses."""
    running = []

    def start(**options):
        running.append(Running(**options))
        return running[-1]

    yield start
    for each in running:
        each.close()


@pytest.fixture(scope="module")
def kept():
    """The kernel that the tests of a file share, in a list; a test that harms it makes room for another."""
    running = []
    yield running
    for each in running:
        each.close()


@pytest.fixture
def shared(kept):
    if not kept:
        kept.append(Running())
    running = kept[0]
    yield running
    # Each test leaves the kernel idle and well.
    try:
        assert running.process.is_alive(), (
            f"{running.process.process.returncode}\n{running.process.said()[-3000:]}"
        )
        assert running.client.run("6 * 7", seconds=5).result == "42"
    except AssertionError:
        kept.remove(running)
        running.close()
        raise


@pytest.fixture
def client(shared):
    """The front end of a kernel that the tests of a file share."""
    return shared.client
