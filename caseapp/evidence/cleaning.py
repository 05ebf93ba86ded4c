"""A cleaned copy of a file, made in a process of its own, while this one never holds the file."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from caseapp.evidence import places
from caseapp.evidence.copies import CannotClean, Obstacle, Remains
from caseapp.evidence.kinds import MediaKind

__all__ = ["CannotClean", "Cleaned", "CleaningUnavailable", "Obstacle", "Remains", "clean"]

PIECE = 64 * 1024
LARGEST_COPY = 128 * 1024 * 1024
TIMEOUT_SECONDS = 15.0
_LONGEST_REPORT = 1024
_SURROUNDINGS = {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
"""All that the process inherits of the environment: no setting and no secret."""


@dataclass(frozen=True)
class Cleaned:
    """The copy has reached the sink whole."""

    size: int
    warnings: frozenset[Remains]


class CleaningUnavailable(Exception):
    """No place was free, or the process did not start: the house is at fault, not the file."""


class _Exchange:
    """Feeds the process and takes what it gives, in the thread of the caller, whose source and sink may hold a
    connection that no second thread may touch."""

    def __init__(
        self, process: subprocess.Popen[bytes], source: Iterable[bytes], sink: Callable[[bytes], None], deadline: float
    ) -> None:
        assert process.stdin and process.stdout and process.stderr
        self.stdin, self.stdout, self.stderr = process.stdin, process.stdout, process.stderr
        self.source, self.sink, self.deadline = iter(source), sink, deadline
        self.waiting = memoryview(b"")
        self.size = 0
        self.report = b""

    def run(self) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(self.stdin, selectors.EVENT_WRITE, self._feed)
            ready.register(self.stdout, selectors.EVENT_READ, self._take_copy)
            ready.register(self.stderr, selectors.EVENT_READ, self._take_report)
            for stream in (self.stdin, self.stdout, self.stderr):
                os.set_blocking(stream.fileno(), False)
            while ready.get_map():
                remaining = self.deadline - time.monotonic()
                events = ready.select(remaining) if remaining > 0 else []
                if not events:
                    raise CannotClean(Obstacle.TIMEOUT)
                for key, _ in events:
                    if not key.data():
                        ready.unregister(key.fileobj)

    def _feed(self) -> bool:
        """False when there is nothing more to give, or nobody who takes it."""
        if not self.waiting:
            piece = next(self.source, None)
            if piece is None:
                self.stdin.close()
                return False
            self.waiting = memoryview(piece)
        try:
            self.waiting = self.waiting[os.write(self.stdin.fileno(), self.waiting[:PIECE]) :]
        except BrokenPipeError:
            return False
        return True

    def _take_copy(self) -> bool:
        piece = os.read(self.stdout.fileno(), PIECE)
        self.size += len(piece)
        if self.size > LARGEST_COPY:
            raise CannotClean(Obstacle.TOO_LARGE)
        if piece:
            self.sink(piece)
        return bool(piece)

    def _take_report(self) -> bool:
        piece = os.read(self.stderr.fileno(), _LONGEST_REPORT)
        self.report = (self.report + piece)[:_LONGEST_REPORT]
        return bool(piece)


def clean(
    kind: MediaKind, source: Iterable[bytes], sink: Callable[[bytes], None], timeout_seconds: float = TIMEOUT_SECONDS
) -> Cleaned:
    """Gives the cleaned copy of the file to the sink, piece by piece; CannotClean says why there is none.

    The time counts from when a place is free; waiting for one is bounded on its own."""
    with places.taken(time.monotonic() + min(places.WAIT_SECONDS, timeout_seconds)) as free:
        if not free:
            raise CleaningUnavailable
        return _cleaned(kind, source, sink, time.monotonic() + timeout_seconds)


def _cleaned(kind: MediaKind, source: Iterable[bytes], sink: Callable[[bytes], None], deadline: float) -> Cleaned:
    process = subprocess.Popen(  # noqa: S603 - our own module, and a word of our own vocabulary
        [sys.executable, "-I", "-B", "-m", "caseapp.evidence", "clean", kind.value],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_SURROUNDINGS,
        cwd="/",
        bufsize=0,
        start_new_session=True,
    )
    try:
        exchange = _Exchange(process, source, sink, deadline)
        exchange.run()
        ended = process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as late:
        raise CannotClean(Obstacle.TIMEOUT) from late
    finally:
        _end(process)
    return _outcome(exchange, ended)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()
    process.wait()


def _outcome(exchange: _Exchange, ended: int) -> Cleaned:
    """The report comes from a process that read a stranger's file: only known words count."""
    words = exchange.report.decode("ascii", "replace").split()
    if words[:1] != ["started"]:
        raise CleaningUnavailable
    if ended in (-signal.SIGXCPU, -signal.SIGKILL):
        raise CannotClean(Obstacle.TIMEOUT)
    if words[1:2] == ["cleaned"] and ended == 0:
        return Cleaned(exchange.size, frozenset(remain for remain in Remains if remain in words[2:]))
    reasons = {reason.value: reason for reason in Obstacle}
    raise CannotClean(reasons.get(words[-1], Obstacle.DAMAGED))
