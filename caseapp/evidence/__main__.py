"""The process that cleans one file: plaintext in, cleaned copy out, nothing on disk. Started by `cleaning.clean` alone.

Whoever takes it over through a flaw in a library has one stranger's file and no key. `confinement` says what else."""

import importlib
import os
import sys

from caseapp.evidence import confinement
from caseapp.evidence.copies import CannotClean, Copy, Obstacle
from caseapp.evidence.kinds import MediaKind

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
    confinement.begin()
    cleaner = importlib.import_module(f"caseapp.evidence.{CLEANERS[kind]}")
    confinement.shut()
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
