"""The process that cleans one file: plaintext in, cleaned copy out, nothing on disk. Started by `cleaning.clean` alone.

Whoever attacks a library through a file finds no key, no database and no room here."""

import importlib
import os
import resource
import sys

from caseapp.evidence.copies import CannotClean, Copy, Obstacle
from caseapp.evidence.kinds import MediaKind

_MIB = 1024 * 1024
MEMORY_BYTES, CPU_SECONDS, OPEN_FILES = 1536 * _MIB, 20, 64

CLEANERS = {
    MediaKind.JPEG: "pictures",
    MediaKind.PNG: "pictures",
    MediaKind.WEBP: "pictures",
    MediaKind.HEIC: "pictures",
    MediaKind.PDF: "pdfs",
    MediaKind.DOCX: "office",
    MediaKind.XLSX: "office",
    MediaKind.TXT: "texts",
    MediaKind.MP3: "recordings",
    MediaKind.M4A: "recordings",
    MediaKind.OGG: "recordings",
    MediaKind.MP4: "recordings",
}
"""The module that cleans a kind; only this one is loaded, with its library."""


def _limit_itself() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    os.nice(10)


def _private_streams() -> tuple[int, int]:
    """Where the copy and the report go, out of reach of what a library prints."""
    cleaned, report = os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return cleaned, report


def _write(stream: int, content: bytes | memoryview) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(stream, left) :]


def main(kind: MediaKind) -> None:
    """The report is `started`, then `cleaned` and what remains, or `refused` and the reason; damaged files end it."""
    cleaned, report = _private_streams()
    _limit_itself()
    cleaner = importlib.import_module(f"caseapp.evidence.{CLEANERS[kind]}")
    _write(report, b"started ")
    try:
        copy: Copy = cleaner.clean(kind, sys.stdin.buffer.read())
        _write(cleaned, copy.content)
    except CannotClean as refused:
        _write(report, f"refused {refused.reason}".encode())
    except MemoryError:
        _write(report, f"refused {Obstacle.TOO_LARGE}".encode())
    else:
        _write(report, " ".join(["cleaned", *copy.warnings]).encode())


if __name__ == "__main__":
    main(MediaKind(sys.argv[2]))
