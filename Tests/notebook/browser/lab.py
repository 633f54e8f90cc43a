"""A JupyterLab of its own: token, folder, settings and data, and the kernel that is tested."""

import contextlib
import json
import os
import pathlib
import secrets
import subprocess
import sys
import time
import urllib.request

from process import free_ports


def until(condition, seconds, what):
    """What the condition answers as soon as it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"after {seconds} s it is not so that {what}")


class JupyterLab:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.work = self.folder / "work"
        self.work.mkdir(parents=True)
        self.token = secrets.token_hex(16)
        [port] = free_ports(1)
        self.url = f"http://127.0.0.1:{port}"
        settings = {
            "notebook-extension/tracker": {"windowingMode": "none"},
            "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
        }
        for name, values in settings.items():
            file = self.folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values))
        self.log = open(self.folder / "server.log", "w")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyterlab",
                "--no-browser",
                "--allow-root",
                "--ip=127.0.0.1",
                f"--port={port}",
                "--ServerApp.port_retries=0",
                f"--IdentityProvider.token={self.token}",
                f"--ServerApp.root_dir={self.work}",
                "--expose-app-in-browser",
                f"--LabApp.user_settings_dir={self.folder / 'settings'}",
                f"--LabApp.workspaces_dir={self.folder / 'workspaces'}",
            ],
            env=os.environ,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        until(lambda: self.ask("/api/status"), 60, "the server answers")

    def ask(self, path, method="GET"):
        request = urllib.request.Request(
            self.url + path, headers={"Authorization": f"token {self.token}"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer) if method == "GET" else True
        except OSError:
            assert self.process.poll() is None, f"the server ended: {self.said()[-2000:]}"

    def said(self):
        return (self.folder / "server.log").read_text()

    def end_kernels(self):
        for session in self.ask("/api/sessions") or []:
            self.ask(f"/api/sessions/{session['id']}", "DELETE")

    def close(self):
        self.process.terminate()  # ends the kernels too
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        if self.process.poll() is None:
            self.process.kill()
        self.log.close()
