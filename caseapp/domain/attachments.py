"""How many files and how large a person may add to one letter, and why one was not taken."""

from enum import StrEnum

MAX_FILES = 10
MAX_BYTES = 25 * 1024 * 1024
MAX_BYTES_TOGETHER = 60 * 1024 * 1024
MEBIBYTE = 1024 * 1024


class NotTaken(StrEnum):
    """What was wrong with a file; the words stand in `web/wording/files.py`."""

    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    TOO_LARGE_TOGETHER = "too_large_together"
    EMPTY = "empty"
    UNKNOWN_KIND = "unknown_kind"
    SIGNATURE_DIFFERS = "signature_differs"
    EXTENSION_DIFFERS = "extension_differs"
    DECLARED_DIFFERS = "declared_differs"
    DRAFT_GONE = "draft_gone"


def room_left(sizes: list[int]) -> int:
    """Bytes that the next file may have beside those that are there; 0 when no file may be added."""
    if len(sizes) >= MAX_FILES:
        return 0
    return max(0, min(MAX_BYTES, MAX_BYTES_TOGETHER - sum(sizes)))


def why_no_room(sizes: list[int], size: int) -> NotTaken | None:
    """What keeps a file of this size out, if anything does."""
    if len(sizes) >= MAX_FILES:
        return NotTaken.TOO_MANY
    if size > MAX_BYTES:
        return NotTaken.TOO_LARGE
    if sum(sizes) + size > MAX_BYTES_TOGETHER:
        return NotTaken.TOO_LARGE_TOGETHER
    return None
