"""How a kernel begins and ends: shutdown, restart, its parent's end, files it cannot follow."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from jupyter_client.manager import start_new_kernel

import wire
from process import Connection
from kernels import ARGV, SETL


def has_ended(process, seconds=5):
    end = time.monotonic() + seconds
    while process.is_alive() and time.monotonic() < end:
        time.sleep(0.01)
    return not process.is_alive()


@pytest.mark.parametrize("restart", [False, True])
def test_shutdown_is_answered_and_done(fresh, restart):
    running = fresh()
    id = running.client.send("control", "shutdown_request", {"restart": restart})
    assert running.client.reply(id, 5).content == {"status": "ok", "restart": restart}
    assert has_ended(running.process), "it goes on after its shutdown"
    assert running.process.process.returncode == 0
    assert running.process.said() == ""


def test_shutdown_ends_an_endless_cell_and_jobs(fresh):
    running = fresh()
    running.client.run("let job = background(fn() { while true {} })")
    cell = running.client.execute('print("begun")\nwhile true {}')
    running.client.prints(cell, "begun")
    running.client.send("control", "shutdown_request", {"restart": False})
    assert has_ended(running.process)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_that_end_it(fresh, number):
    running = fresh()
    os.kill(running.process.process.pid, number)
    assert has_ended(running.process)


def test_it_ends_with_its_parent(fresh, tmp_path):
    """The parent of the kernel is a process that is killed; then nobody would end the kernel."""
    connection = Connection(tmp_path)
    command = [word.replace("{connection_file}", str(connection.file)) for word in ARGV]
    program = (
        "import os, subprocess, sys, time\n"
        "environment = os.environ | {'JPY_PARENT_PID': str(os.getpid())}\n"
        "kernel = subprocess.Popen(sys.argv[1:], env=environment, start_new_session=True)\n"
        "print(kernel.pid, flush=True)\ntime.sleep(600)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, *command], stdout=subprocess.PIPE, text=True
    )
    kernel = int(parent.stdout.readline())
    client = wire.Client(connection)
    try:
        client.ready()
        running = client.execute('print("begun")\nwhile true {}')
        client.prints(running, "begun")
        parent.kill()
        parent.wait()
        end = time.monotonic() + 5
        while os.path.exists(f"/proc/{kernel}") and time.monotonic() < end:
            with open(f"/proc/{kernel}/stat") as file:
                if file.read().split(")")[1].split()[0] == "Z":
                    break
            time.sleep(0.05)
        else:
            assert not os.path.exists(f"/proc/{kernel}"), "it outlives its parent"
    finally:
        client.close()
        parent.kill()
        try:
            os.kill(kernel, signal.SIGKILL)
        except ProcessLookupError:
            pass


def test_restart_by_the_manager():
    manager, client = start_new_kernel(kernel_name="setl")
    try:
        client.execute_interactive("let x = 1", timeout=20)
        manager.restart_kernel()
        client.wait_for_ready(timeout=20)
        reply = client.execute_interactive("x", timeout=20, output_hook=lambda message: None)
        assert reply["content"]["status"] == "error" and reply["content"]["execution_count"] == 1
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"transport": "tcp"}',
        "\x00\xff",
        "null",
        '{"transport": "carrier pigeon", "ip": "127.0.0.1", "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5}',
        '{"transport": "tcp", "ip": "127.0.0.1", "shell_port": 99999, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5}',
        '{"transport": "tcp", "ip": "127.0.0.1", "shell_port": "x", "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5}',
        '{"transport": "tcp", "ip": "999.0.0.1", "shell_port": 50001, "iopub_port": 50002, "stdin_port": 50003, "control_port": 50004, "hb_port": 50005}',
    ],
)
def test_a_connection_file_that_says_nothing(tmp_path, content):
    file = tmp_path / "connection.json"
    file.write_bytes(content.encode("latin-1"))
    outcome = subprocess.run(
        [SETL, "kernel", "run", str(file)], capture_output=True, text=True, timeout=10
    )
    assert (
        outcome.returncode not in (0, -6, -11)
        and outcome.stderr.strip()
        and "Fatal" not in outcome.stderr
    )


def test_no_connection_file(tmp_path):
    outcome = subprocess.run(
        [SETL, "kernel", "run", str(tmp_path / "none")], capture_output=True, text=True, timeout=10
    )
    assert outcome.returncode != 0 and "none" in outcome.stderr


def test_a_port_that_is_taken(fresh, tmp_path):
    running = fresh()
    again = subprocess.run(
        [word.replace("{connection_file}", str(running.process.connection.file)) for word in ARGV],
        capture_output=True,
        text=True,
        timeout=10,
    )
    assert again.returncode != 0 and again.stderr.strip()
    assert running.client.run("1").result == "1"


def test_it_listens_where_the_file_says_alone(fresh):
    """Loopback, on five ports."""
    running = fresh()
    listening = (
        subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True)
        if os.path.exists("/usr/bin/ss")
        else None
    )
    if listening is None:
        pytest.skip("ss is not installed")
    mine = [
        line.split()[3]
        for line in listening.stdout.splitlines()
        if f"pid={running.process.process.pid}," in line
    ]
    assert sorted(mine) == sorted(
        f"127.0.0.1:{port}" for port in running.process.connection.ports.values()
    )
    connection = json.loads(running.process.connection.file.read_text())
    assert connection["ip"] == "127.0.0.1"


def test_it_says_nothing_to_the_terminal_of_its_front_end(fresh):
    running = fresh()
    running.client.run('print("to the page")\nplot([1, 2])\n[1][5]')
    assert running.process.said() == ""
