"""What comes of cleaning a file: a copy, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum


class Obstacle(StrEnum):
    """Why there is no cleaned copy."""

    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    NOT_THIS_KIND = "not_this_kind"
    TOO_LARGE = "too_large"
    """Unpacked it would fill the memory."""
    TOO_LARGE_PICTURE = "too_large_picture"
    TIMEOUT = "timeout"


class Remains(StrEnum):
    """What stays in the copy although it may tell of people."""

    COMMENTS = "comments"
    TRACKED_CHANGES = "tracked_changes"
    PICTURES = "pictures"
    """Some that could not be made anew."""


class CannotClean(Exception):
    """There is no cleaned copy; what reached the sink is to be thrown away."""

    def __init__(self, reason: Obstacle) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Copy:
    """A cleaned file, whole, inside the process that made it."""

    content: bytes | memoryview
    warnings: frozenset[Remains] = frozenset()
