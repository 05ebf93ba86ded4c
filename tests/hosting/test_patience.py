"""Whoever sends a request drop by drop holds few threads, and not for long; everybody else is served meanwhile."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from caseapp.hosting import patience
from caseapp.hosting.patience import PatientSocket, TooSlow, Waiting
from tests.hosting.test_server import free_port

KIB = 1024
SERVED = """
from caseapp.hosting import patience
from caseapp.hosting.patience import PatientWorker
patience.HEADER_SECONDS, patience.BODY_SECONDS, patience.SLOW_AFTER_SECONDS = 0.8, 1.0, 0.3
bind, workers, threads, worker_class = ["127.0.0.1:%d"], 1, 8, PatientWorker
"""
DRIPPING = b"POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx"


class Line:
    """A line on which `piece` bytes come every `seconds`, on a clock of its own."""

    def __init__(self, seconds: float, piece: int = 1) -> None:
        self.now, self._next, self.seconds, self.piece = 0.0, seconds, seconds, piece

    def __call__(self, most: float) -> bytes:
        if self._next - self.now > most:
            self.now += most
            raise TimeoutError
        self.now, self._next = self._next, self._next + self.seconds
        return b"x" * self.piece


def places(free: int = patience.SLOW_AT_ONCE) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(free)


def waiting_on(line: Line, slow_places: threading.BoundedSemaphore | None = None) -> Waiting:
    waiting = Waiting(slow_places or places(), lambda: line.now)
    waiting.begin(patience.BODY_SECONDS)
    return waiting


@pytest.mark.parametrize("line", [Line(1), Line(10_000), Line(0.3, KIB)], ids=["drops", "silent", "under the rate"])
def test_a_body_that_comes_too_slowly_is_cut_soon(line: Line) -> None:
    waiting = waiting_on(line)
    with pytest.raises(TooSlow):
        while line.now < 1_000:
            waiting.read(line)
    assert patience.BODY_SECONDS <= line.now < 200


def test_a_slow_line_that_keeps_sending_is_waited_for() -> None:
    line = Line(1, 40 * KIB)
    waiting = waiting_on(line)
    assert sum(len(waiting.read(line)) for _ in range(640)) == 25 * KIB * KIB


def test_nobody_is_waited_for_longer_than_a_quarter_of_an_hour() -> None:
    line = Line(1, 40 * KIB)
    waiting = waiting_on(line)
    with pytest.raises(TooSlow):
        while line.now < 10_000:
            waiting.read(line)
    assert line.now <= patience.LONGEST_SECONDS + 1


def test_so_many_are_slow_at_once_and_the_next_is_cut_until_one_is_done() -> None:
    shared = places(1)
    lines = [Line(6, 100 * KIB) for _ in range(3)]
    first, second, third = [waiting_on(line, shared) for line in lines]
    first.read(lines[0])
    with pytest.raises(TooSlow):
        second.read(lines[1])
    first.end()
    assert third.read(lines[2])


def test_a_quick_line_needs_no_slow_place() -> None:
    line = Line(0.01, 64 * KIB)
    none_free = places(1)
    none_free.acquire()
    waiting = waiting_on(line, none_free)
    assert sum(len(waiting.read(line)) for _ in range(400)) == 25 * KIB * KIB


def test_an_answer_may_take_its_time_and_a_read_may_not() -> None:
    ours, theirs = socket.socketpair()
    with theirs, PatientSocket(fileno=ours.detach()) as line:
        line.waiting = Waiting(places())
        line.waiting.begin(0.05)
        theirs.sendall(b"a")
        assert line.recv(10) == b"a"
        with pytest.raises(TooSlow):
            line.recv(10)
        assert line.gettimeout() is None


def app(environ, start_response):  # type: ignore[no-untyped-def]
    """What is served: it reads what is sent, as the doors do."""
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


@contextmanager
def gunicorn(folder: Path) -> Iterator[int]:
    port, config = free_port(), folder / "served.py"
    config.write_text(SERVED % port)
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "-c", str(config), f"{__name__}:app"]
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 30
        while True:
            try:
                page(port)
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < until
        yield port
    finally:
        process.terminate()
        process.wait(20)


def page(port: int) -> float:
    """How long a page takes."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"ok"
    connection.close()
    return time.monotonic() - began


def test_while_many_drip_pages_come_at_once_and_those_who_drip_are_cut(tmp_path: Path) -> None:
    with gunicorn(tmp_path) as port, ExitStack() as open_ones:
        dripping = [
            open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20)) for _ in range(6)
        ]
        for connection in dripping:
            connection.sendall(DRIPPING)
        assert max(page(port) for _ in range(5)) < 1
        until = time.monotonic() + 15
        for connection in dripping:
            connection.settimeout(max(0.1, until - time.monotonic()))
            while connection.recv(4096):
                pass
        assert page(port) < 1
