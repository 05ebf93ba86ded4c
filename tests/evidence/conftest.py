"""Cleaning as the services will ask for it: pieces in, pieces out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from caseapp.evidence.cleaning import Cleaned, clean
from caseapp.evidence.kinds import MediaKind

PIECE = 64 * 1024


def pieces(content: bytes) -> Iterator[bytes]:
    return (content[place : place + PIECE] for place in range(0, len(content), PIECE))


@dataclass(frozen=True)
class CleanedCopy:
    content: bytes
    outcome: Cleaned


@pytest.fixture(scope="session")
def cleaned() -> Callable[[MediaKind, bytes], CleanedCopy]:
    def make(kind: MediaKind, content: bytes) -> CleanedCopy:
        copy = bytearray()
        outcome = clean(kind, pieces(content), copy.extend)
        assert outcome.size == len(copy)
        return CleanedCopy(bytes(copy), outcome)

    return make
