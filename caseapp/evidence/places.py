"""Places to clean at: so many files at once in all processes of the house, whoever sends them."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AT_ONCE = 2
WAIT_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 0.05


def _anchor() -> int:
    """An empty file without a name; its descriptor passes to every process that is forked later."""
    descriptor, path = tempfile.mkstemp(prefix="cleaning-place-")
    Path(path).unlink()
    return descriptor


_anchors = [_anchor() for _ in range(AT_ONCE)]


@contextmanager
def taken(until: float) -> Iterator[bool]:
    """Holds one of the places, or gives False when none was free by `until` of the monotonic clock.

    A lock of the system, so that a process that is killed gives its place back."""
    held = _next_free(until)
    try:
        yield held is not None
    finally:
        if held is not None:
            os.close(held)


def _next_free(until: float) -> int | None:
    while True:
        for anchor in _anchors:
            held = _locked(anchor)
            if held is not None:
                return held
        if time.monotonic() >= until:
            return None
        time.sleep(_LOOK_AGAIN_SECONDS)


def _locked(anchor: int) -> int | None:
    """Opened anew each time: a descriptor that was merely inherited shares its lock with all who have it."""
    held = os.open(f"/dev/fd/{anchor}", os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    return held
