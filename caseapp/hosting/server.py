"""The server's processes: gunicorn for the doors and one worker; whatever was started is stopped again."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from caseapp.hosting.settings import Settings

GUNICORN = ("gunicorn", "--config", "python:caseapp.hosting.gunicorn_settings")
WORKER = ("caseapp.hosting.worker",)
READY_SECONDS = 60
STOP_SECONDS = 15
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Ctrl-C or a signal to stop; no error, and nothing that a handler of errors may swallow."""


class ServerFailed(RuntimeError):
    """A process did not start or ended by itself; one line."""


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]


@dataclass
class _Listening:
    """Whether a signal to stop may end what is being done, or must wait until it is whole."""

    held: bool = False
    asked: bool = False

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """While things are being stopped, further signals are not heard."""
        for number in _STOPPING:
            signal.signal(number, signal.SIG_IGN)
        if self.held:
            self.asked = True
        else:
            raise Stopped

    @contextmanager
    def hold(self) -> Iterator[None]:
        """A process that was started and not yet noted down would be left behind."""
        self.held = True
        yield
        self.held = False
        if self.asked:
            raise Stopped


_listening = _Listening()


@contextmanager
def until_stopped() -> Iterator[None]:
    """The signals that mean stop end the block, which cleans up behind itself."""
    before = {number: signal.signal(number, _listening.stop) for number in _STOPPING}
    try:
        yield
    except Stopped:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve(settings: Settings, environment: Mapping[str, str], ready: Callable[[], None]) -> None:
    """Runs until `Stopped` comes or a process ends; calls `ready` once the first page can be fetched."""
    require_free_port(settings)
    children: list[Child] = []
    try:
        _start(children, "the web server", GUNICORN, environment)
        _wait_until_answering(settings, children)
        ready()
        _start(children, "the worker", WORKER, environment)
        while True:
            _require_alive(children)
            time.sleep(0.5)
    finally:
        _stop(children)


def require_free_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as refused:
            if refused.errno == errno.EADDRINUSE:
                raise ServerFailed(f"CASEAPP_PORT: {settings.port} is taken by another program") from None
            raise ServerFailed(f"CASEAPP_HOST: cannot listen on {settings.host}: {refused.strerror}") from None


def _start(children: list[Child], name: str, module: tuple[str, ...], environment: Mapping[str, str]) -> None:
    """In a process group of its own, so that Ctrl-C reaches it through us alone and in our order."""
    line = [sys.executable, "-m", *module]
    with _listening.hold():
        process = subprocess.Popen(line, env=environment, stdin=subprocess.DEVNULL, process_group=0)  # noqa: S603
        children.append(Child(name, process))


def _require_alive(children: list[Child]) -> None:
    for child in children:
        if child.process.poll() is not None:
            raise ServerFailed(f"{child.name} ended by itself (code {child.process.returncode})")


def _wait_until_answering(settings: Settings, children: list[Child]) -> None:
    until = time.monotonic() + READY_SECONDS
    while not _answers(settings):
        _require_alive(children)
        if time.monotonic() > until:
            raise ServerFailed(f"the web server did not answer within {READY_SECONDS} seconds")
        time.sleep(0.1)


def _answers(settings: Settings) -> bool:
    """True once the app itself has answered anything, not merely when the port is open."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - to reach ourselves
    try:
        with socket.create_connection((host, settings.port), timeout=5) as line:
            line.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return line.recv(5).startswith(b"HTTP/")
    except OSError:
        return False


def _stop(children: list[Child]) -> None:
    for child in children:
        _tell(child, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _tell(child, signal.SIGKILL)
            child.process.wait()


def _tell(child: Child, number: signal.Signals) -> None:
    """A kill goes to the whole group, since gunicorn's own processes would stay behind."""
    if child.process.poll() is not None:
        return
    if number is signal.SIGKILL:
        os.killpg(child.process.pid, number)
    else:
        child.process.send_signal(number)
