"""How long the house waits for a request to come: nobody who sends it drop by drop holds a thread for long."""

import errno
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

HEADER_SECONDS, BODY_SECONDS = 5.0, 20.0
BYTES_PER_SECOND = 4 * 1024
"""What must come on the average, beyond the seconds above: less than the slowest telephone line gives."""
LONGEST_SECONDS = 15 * 60.0
SLOW_AFTER_SECONDS = 2.0
QUICK_BYTES_PER_SECOND = 256 * 1024
"""Whoever sends as much is waited for beyond the two seconds like anybody else."""
SLOW_AT_ONCE = 4
"""Of a process's threads; the others always serve pages."""


class TooSlow(ConnectionResetError):
    """As if the client had gone: what it sent so far is thrown away, and the connection with it."""

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "too slow")


class Waiting:
    """Counts only the time in which nothing was there to read; whoever takes long needs one of the slow places."""

    over = False

    def __init__(self, slow_places: threading.BoundedSemaphore, clock: Callable[[], float] = time.monotonic) -> None:
        self._slow_places, self._clock = slow_places, clock
        self._has_place = False
        self.begin(HEADER_SECONDS)

    def begin(self, patience: float) -> None:
        """Another part of a request comes now, or another request."""
        self.end()
        self.over = False
        self._patience, self._waited, self._received = patience, 0.0, 0

    def end(self) -> None:
        self.over = True
        if self._has_place:
            self._has_place = False
            self._slow_places.release()

    def read(self, receive: Callable[[float], bytes]) -> bytes:
        """`receive` is told how long it may wait, and raises TimeoutError when nothing came."""
        while True:
            allowed = min(LONGEST_SECONDS, self._patience + self._received / BYTES_PER_SECOND)
            if self._waited >= allowed:
                raise TooSlow
            slow_after = SLOW_AFTER_SECONDS + self._received / QUICK_BYTES_PER_SECOND
            if self._waited >= slow_after:
                self._take_slow_place()
            next_look = allowed if self._has_place else min(allowed, slow_after)
            began = self._clock()
            try:
                data = receive(next_look - self._waited)
            except TimeoutError:
                continue
            finally:
                self._waited += max(self._clock() - began, 0.0)
            self._received += len(data)
            return data

    def _take_slow_place(self) -> None:
        if not self._has_place:
            self._has_place = self._slow_places.acquire(blocking=False)
            if not self._has_place:
                raise TooSlow


class PatientSocket(socket.socket):
    """A client's connection; only reading is timed, since an answer may take as long as the line does."""

    waiting: Waiting

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        if self.gettimeout() is not None:  # gunicorn's own, while it empties a connection: last in its only loop
            if self.waiting.over:
                self.settimeout(0)
            return super().recv(bufsize, flags)
        return self.waiting.read(lambda seconds: self._received_within(seconds, bufsize, flags))

    def _received_within(self, seconds: float, bufsize: int, flags: int) -> bytes:
        self.settimeout(seconds)
        try:
            return super().recv(bufsize, flags)
        finally:
            self.settimeout(None)


_slow_places = threading.BoundedSemaphore(SLOW_AT_ONCE)


class PatientWorker(ThreadWorker):
    """Gunicorn's own reads a request as slowly as it comes."""

    def handle(self, conn: TConn) -> Any:
        if not isinstance(conn.sock, PatientSocket):
            conn.sock = PatientSocket(fileno=conn.sock.detach())
            conn.sock.waiting = Waiting(_slow_places)
        conn.sock.waiting.begin(HEADER_SECONDS)
        try:
            return super().handle(conn)
        finally:
            conn.sock.waiting.end()

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """The head of the request has come; what follows is its body."""
        conn.sock.waiting.begin(BODY_SECONDS)
        return super().handle_request(req, conn)
