"""The server's processes: started together, stopped together, nothing left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseapp.hosting import server
from caseapp.hosting.server import ServerFailed, Stopped
from caseapp.hosting.settings import Settings
from tests.hosting.test_settings import WHOLE

SERVES = "http.server"
ENDS_AT_ONCE = "this"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def settings() -> Settings:
    return Settings.from_environment({**WHOLE, "CASEAPP_PORT": str(free_port())})


def web(settings: Settings) -> tuple[str, ...]:
    return (SERVES, str(settings.port), "--bind", settings.host)


def test_a_stop_ends_all_that_was_started(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "GUNICORN", web(settings))
    told: list[bool] = []

    def ready() -> None:
        told.append(is_open(settings.port))
        raise Stopped

    with pytest.raises(Stopped):
        server.serve(settings, os.environ, ready)
    assert told == [True]
    assert not is_open(settings.port)


def test_a_process_that_ends_by_itself_takes_the_others_down(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "GUNICORN", web(settings))
    monkeypatch.setattr(server, "WORKER", (ENDS_AT_ONCE,))
    with pytest.raises(ServerFailed, match="the worker ended by itself"):
        server.serve(settings, os.environ, lambda: None)
    assert not is_open(settings.port)


def test_a_web_server_that_never_comes_up_is_said_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "GUNICORN", (ENDS_AT_ONCE,))
    with pytest.raises(ServerFailed, match="the web server ended by itself"):
        server.serve(settings, os.environ, lambda: None)


def test_a_taken_port_is_named_before_anything_starts(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind((settings.host, settings.port))
        other.listen()
        with pytest.raises(ServerFailed, match=f"CASEAPP_PORT: {settings.port} is taken"):
            server.require_free_port(settings)


@pytest.fixture
def node() -> Iterator[tuple[subprocess.Popen[str], Path, int]]:
    """`caseapp run` with an embedded database of its own, as an operator starts it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="caseapp-") as folder:
        Path(folder).chmod(0o711)
        environment = {**os.environ, **WHOLE, "CASEAPP_DATA_DIR": folder, "CASEAPP_PORT": str(port)}
        line = [sys.executable, "-m", "caseapp.web.cli", "run"]
        with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as it:
            yield it, Path(folder), port
            it.kill()


def test_run_serves_the_first_page_and_ctrl_c_leaves_nothing_behind(
    node: tuple[subprocess.Popen[str], Path, int],
) -> None:
    process, folder, port = node
    assert process.stdout is not None
    assert f"http://127.0.0.1:{port}" in process.stdout.readline()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        assert re.search(rb"<h1", page.read())
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert not is_open(port)
    assert not (folder / "postgres" / "postmaster.pid").exists()
